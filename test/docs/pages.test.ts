import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { PROGRAM } from '../cli/program.js'
import { available } from '../peers/programs.js'
import { type ConsoleStep, consoleBlocks, withOutputs } from './console-blocks.js'

/** Every page with commands; each block runs in a fresh copy of examples/. */
const PAGES = ['README.md', 'examples/README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)

/** Write what the commands print into the pages, instead of comparing: look at the difference before you commit it. */
const UPDATE = process.env['VIRT_LIFECYCLE_UPDATE_DOCS'] === '1'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-docs-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** `virt-lifecycle` on the PATH, as after an installation. */
const bin = join(scratch, 'bin')
cpSync('examples', join(scratch, 'examples'), { recursive: true })
mkdirSync(bin)
writeFileSync(join(bin, 'virt-lifecycle'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`)
chmodSync(join(bin, 'virt-lifecycle'), 0o755)

let count = 0

function runBlock(steps: readonly ConsoleStep[]): readonly ConsoleStep[] {
  const cwd = join(scratch, `block-${count++}`)
  cpSync('examples', cwd, { recursive: true })
  return steps.map((step) => {
    const { stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${step.command}`], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', PATH: `${bin}${delimiter}${process.env['PATH']}` },
    })
    return { ...step, output: stdout }
  })
}

/** What a block needs beside the program itself. */
function missingFor(steps: readonly ConsoleStep[]): string | undefined {
  const commands = steps.map(({ command }) => command).join('\n')
  if (!/\bvalidate\b/.test(commands)) return undefined
  if (!available('libxmljs2')) return 'libxmljs2'
  return /--schema (embedded|\.|[a-z-]*\/)/.test(commands) || available('libvirt-schemas')
    ? undefined
    : 'libvirt-schemas'
}

describe.each(PAGES)('%s shows what the program does', (page) => {
  const markdown = readFileSync(page, 'utf8')
  const blocks = consoleBlocks(page, markdown)
  const updated: (readonly ConsoleStep[])[] = []
  for (const steps of blocks) {
    const [first] = steps
    const missing = missingFor(steps)
    const required = process.env['VIRT_LIFECYCLE_REQUIRE_PEERS'] === '1'
    const title = `line ${first?.line}: ${first?.command}`
    if (missing !== undefined && !required) test.skip(`${title} (needs ${missing})`, () => {})
    else if (UPDATE) updated.push(runBlock(steps))
    else test(title, () => expect(runBlock(steps)).toEqual(steps))
  }
  if (UPDATE) writeFileSync(page, withOutputs(markdown, updated))
  test('writing the outputs that are there changes nothing', () => expect(withOutputs(markdown, blocks)).toBe(markdown))
})
