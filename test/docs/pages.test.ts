import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PROGRAM, virtLifecycle } from '../cli/program.js'
import { type Peer, testWithPeer } from '../peers/programs.js'
import { type ConsoleStep, consoleBlocks, withOutputs } from './console-blocks.js'
import { lastOfPipe } from './shell.js'

/** Every page with commands; each block runs in a fresh copy of examples/, those of README.md in the folder above it. */
const PAGES = ['README.md', 'examples/README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)

/** Write what the commands print into the pages, instead of comparing: look at the difference before you commit it. */
const UPDATE = process.env['VIRT_LIFECYCLE_UPDATE'] === '1'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-docs-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** `virt-lifecycle` on the PATH, as after an installation. */
const bin = join(scratch, 'bin')
cpSync('examples', join(scratch, 'examples'), { recursive: true })
mkdirSync(bin)
writeFileSync(join(bin, 'virt-lifecycle'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`)
chmodSync(join(bin, 'virt-lifecycle'), 0o755)

let count = 0

async function runBlock(steps: readonly ConsoleStep[]): Promise<readonly ConsoleStep[]> {
  const cwd = join(scratch, `block-${count++}`)
  cpSync('examples', steps[0]?.page === 'README.md' ? join(cwd, 'examples') : cwd, { recursive: true })
  const done: ConsoleStep[] = []
  for (const step of steps) done.push({ ...step, output: await outputOf(step.command, cwd) })
  return done
}

/** What a command prints on both streams. A plain call of the program, maybe at the end of a pipe, needs no process. */
async function outputOf(command: string, cwd: string): Promise<string> {
  const plain = lastOfPipe(command)
  if (plain?.args[0] !== 'virt-lifecycle' || plain.before.includes('virt-lifecycle')) {
    return shell(`exec 2>&1\n${command}`, cwd).toString()
  }
  let output = ''
  const print = (text: string): void => {
    output += text
  }
  const input = plain.before === '' ? '' : shell(plain.before, cwd)
  await virtLifecycle(plain.args.slice(1), { cwd, input, env: libvirtOf(cwd), onOutput: print })
  return output
}

function shell(script: string, cwd: string): Uint8Array {
  const { stdout } = spawnSync('sh', ['-c', script], {
    cwd,
    env: { ...process.env, ...libvirtOf(cwd), NODE_OPTIONS: '', PATH: `${bin}${delimiter}${process.env['PATH']}` },
  })
  return stdout
}

/** The guests that virsh has if nothing else is said. */
function libvirtOf(cwd: string): Readonly<Record<string, string>> {
  return { LIBVIRT_DEFAULT_URI: `test://${cwd}/guests/host.xml` }
}

/** What a block needs beside the program itself. */
function peersOf(steps: readonly ConsoleStep[]): readonly Peer[] {
  const commands = steps.map(({ command }) => command).join('\n')
  return [
    ...(/--engine libxmljs2/.test(commands) ? (['libxmljs2'] as const) : []),
    ...(/\bjing\b/.test(commands) ? (['jing'] as const) : []),
    ...(/libvirt:|--from libvirt|lifecycle guests/.test(commands) ? (['virsh'] as const) : []),
    ...(/\bxmllint\b/.test(commands) ? (['xmllint'] as const) : []),
    ...(/\/usr\/share\/libvirt|validate (?!.*--schema|.*\.\/)/.test(commands) && !commands.includes('LIBVIRT_SCHEMAS')
      ? (['libvirt-schemas'] as const)
      : []),
  ]
}

describe.each(PAGES)('%s shows what the program does', (page) => {
  const markdown = readFileSync(page, 'utf8')
  const blocks = consoleBlocks(page, markdown)
  if (UPDATE) {
    beforeAll(async () => {
      const updated: (readonly ConsoleStep[])[] = []
      for (const steps of blocks) updated.push(await runBlock(steps))
      writeFileSync(page, withOutputs(markdown, updated))
    })
  } else {
    for (const steps of blocks) {
      const [first] = steps
      testWithPeer(peersOf(steps), `line ${first?.line}: ${first?.command}`, async () => {
        expect(await runBlock(steps)).toEqual(steps)
      })
    }
  }
  test('writing the outputs that are there changes nothing', () => expect(withOutputs(markdown, blocks)).toBe(markdown))
})
