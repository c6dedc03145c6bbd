import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { guardLog } from '../../src/cli/console/log-guard.js'
import type { Io } from '../../src/cli/io.js'
import { workflowCommands } from '../report/runner.js'
import { PROGRAM, virtLifecycle } from './program.js'

const GITHUB = { GITHUB_ACTIONS: 'true' }

/** Pieces of commands, and what may be around them. */
const PIECES = [
  '::',
  ':',
  '#',
  '##',
  '##[',
  '[',
  ']',
  'error',
  'add-mask',
  'group',
  'x',
  '\n',
  '\r',
  ' ',
  '\t',
  '\u00a0',
  '\u0085',
  '\u3000',
  '\ufeff',
  'é',
  '::error::x\n',
  '##[add-mask]x',
]

class Log extends Writable {
  constructor(private readonly lines: string[]) {
    super({ decodeStrings: false })
  }
  override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
    this.lines.push(chunk.toString())
    done()
  }
}

const chunk = fc.record({
  to: fc.constantFrom('stdout', 'stderr'),
  text: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  isBytes: fc.boolean(),
})

test('no chunks on the two streams ever make a command, on their own or together', () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 8 }), (chunks) => {
      const logs = { stdout: [] as string[], stderr: [] as string[], both: [] as string[] }
      for (const [stdout, stderr] of [
        [logs.stdout, logs.stderr],
        [logs.both, logs.both],
      ] as const) {
        // Only the streams and the environment are looked at.
        const { io } = guardLog({ stdout: new Log(stdout), stderr: new Log(stderr), env: GITHUB } as unknown as Io)
        for (const { to, text, isBytes } of chunks)
          io[to as 'stdout' | 'stderr'].write(isBytes ? Buffer.from(text) : text)
      }
      for (const log of Object.values(logs)) expect(workflowCommands(log.join(''))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('what is no command is printed as it is', () => {
  const text = 'a::b ##x [c] # [d]\n : : e\n#[f]\n  g ::h::i\n'
  const log: string[] = []
  const { io, warning } = guardLog({ stdout: new Log(log), stderr: new Log(log), env: GITHUB } as unknown as Io)
  io.stdout.write(text)
  expect([log.join(''), warning()]).toEqual([text, undefined])
})

describe('a document with commands in it', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-log-guard-'))
  afterAll(() => rmSync(cwd, { recursive: true }))
  const DOCUMENT = `<domain type="kvm">
  <name>##[add-mask]a</name>
::add-mask::b
  <on_hoststop>Save</on_hoststop> <!-- ##[add-mask]c -->
  <on_hoststart>##[error]it</on_hoststart>
</domain>
`
  const GOOD = DOCUMENT.replace('Save', 'save').replace('##[error]it', 'start')
  beforeAll(() => {
    writeFileSync(join(cwd, '::error::x.xml'), DOCUMENT)
    writeFileSync(join(cwd, 'good.xml'), GOOD)
    writeFileSync(join(cwd, 'vms.json'), JSON.stringify([{ Name: '##[add-mask]a', AutomaticStopAction: 4 }]))
  })
  const validate = ['validate', '--schema', 'embedded', './::error::x.xml'] as const

  test.each<readonly [string, ...string[]]>([
    [...validate, '--fix-dry-run'],
    ...['json', 'sarif', 'junit', 'gitlab', 'text', 'compact'].map(
      (format) => [...validate, '--format', format] as const,
    ),
    ['convert', 'vms.json', '--into', 'good.xml', '--diff'],
    ['convert', 'good.xml', '--to', 'domain', '--placement', 'metadata'],
    ['convert', 'vms.json', '--to', 'json'],
    ['convert', 'vms.json', '--to', 'powershell'],
    ['convert', 'vms.json', '--to', 'virsh'],
    ['explain', 'good.xml'],
    ['explain', 'good.xml', '--table'],
    ['explain', 'good.xml', '--json'],
    ['explain', '##[add-mask]x'],
    ['##[add-mask]x'],
    ['explain', '--##[add-mask]x'],
  ])('%s %s %s %s %s', async (...args) => {
    const plain = await virtLifecycle(args, { cwd })
    expect(workflowCommands(`${plain.stdout}\n${plain.stderr}`)).not.toEqual([])
    const guarded = await virtLifecycle(args, { cwd, env: GITHUB })
    expect(guarded.status).toBe(plain.status)
    expect([...workflowCommands(guarded.stdout), ...workflowCommands(guarded.stderr)]).toEqual([])
    expect(guarded.stderr.includes('VL522')).toBe(workflowCommands(plain.stdout).length > 0)
    if (args.includes('--json') || args.includes('json')) {
      expect(JSON.parse(guarded.stdout)).toEqual(JSON.parse(plain.stdout))
    }
  })

  test('a file gets it as it is, a pipe does not', () => {
    const args = [PROGRAM, 'convert', 'good.xml', '--to', 'domain', '--placement', 'metadata']
    const file = join(cwd, 'out')
    const fd = openSync(file, 'w')
    const options = { cwd, env: { ...process.env, ...GITHUB, NODE_OPTIONS: '' }, encoding: 'utf8' } as const
    const redirected = spawnSync(process.execPath, args, { ...options, stdio: ['ignore', fd, 'pipe'] })
    closeSync(fd)
    expect(readFileSync(file, 'utf8')).toMatch(/<name>##\[add-mask\]a<\/name>[\s\S]*\n::add-mask::b/)
    expect(redirected).toMatchObject({ status: 0, stderr: expect.not.stringContaining('VL522') })
    const piped = spawnSync(process.execPath, args, options)
    expect(piped).toMatchObject({ status: 0, stderr: expect.stringContaining('VL522') })
    expect(piped.stdout).toMatch(/<name>##\\u005badd-mask\]a<\/name>[\s\S]*\n:\\u003aadd-mask::b/)
  })
})
