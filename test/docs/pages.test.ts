import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { PROGRAM } from '../cli/program.js'
import { available } from '../peers/programs.js'
import { type ConsoleStep, consoleBlocks } from './console-blocks.js'

/** Every page with commands; each block runs in a fresh copy of examples/. */
const PAGES = ['README.md', 'examples/README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-docs-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** `virt-lifecycle` on the PATH, as after an installation. */
const bin = join(scratch, 'bin')
cpSync('examples', join(scratch, 'examples'), { recursive: true })
spawnSync('mkdir', ['-p', bin])
writeFileSync(join(bin, 'virt-lifecycle'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`)
chmodSync(join(bin, 'virt-lifecycle'), 0o755)

let count = 0

function runBlock(steps: readonly ConsoleStep[]): readonly { command: string; output: string }[] {
  const cwd = join(scratch, `block-${count++}`)
  cpSync('examples', cwd, { recursive: true })
  return steps.map(({ command }) => {
    const { stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${command}`], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', PATH: `${bin}${delimiter}${process.env['PATH']}` },
    })
    return { command, output: stdout }
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
  const blocks = consoleBlocks(page, readFileSync(page, 'utf8'))
  for (const steps of blocks) {
    const [first] = steps
    const missing = missingFor(steps)
    const required = process.env['VIRT_LIFECYCLE_REQUIRE_PEERS'] === '1'
    const title = `line ${first?.line}: ${first?.command}`
    if (missing !== undefined && !required) test.skip(`${title} (needs ${missing})`, () => {})
    else test(title, () => expect(runBlock(steps)).toEqual(steps.map(({ command, output }) => ({ command, output }))))
  }
  test('has its commands found', () => expect(Array.isArray(blocks)).toBe(true))
})
