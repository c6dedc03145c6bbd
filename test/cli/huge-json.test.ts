import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { PROGRAM } from './program.js'

jest.setTimeout(120_000)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-huge-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** With what Get-VM says of each, more values than a document may have in memory. */
const MACHINES = 90_000

/** What is converted at once: close to as many values. */
const FEWER = 62_000

function write(name: string, count: number, notes: number): void {
  const file = openSync(join(scratch, name), 'w')
  for (let i = 0; i < count; i++) {
    const machine = { Name: `vm${i}`, State: 2, AutomaticStartAction: 2 + (i % 3), AutomaticStartDelay: i % 90 }
    const item = JSON.stringify({ ...machine, Notes: 'n'.repeat(notes), Path: `C:\\vm${i}` })
    writeSync(file, `${i === 0 ? '[' : ','}\r\n${item}`)
  }
  writeSync(file, '\n]\n')
  closeSync(file)
}

beforeAll(() => {
  write('huge.json', MACHINES, 700)
  write('fewer.json', FEWER, 1000)
  for (const name of ['huge.json', 'fewer.json'])
    expect(statSync(join(scratch, name)).size).toBeGreaterThan(63 * 1024 * 1024)
  mkdirSync(join(scratch, 'vms'))
  writeFileSync(join(scratch, 'vms/vm1.xml'), '<domain type="kvm"><name>vm1</name></domain>')
})

/** Convert with a heap of so many megabytes; half a gigabyte of memory gives one of 256. */
const convert = (heap: number, ...args: readonly string[]) =>
  spawnSync(process.execPath, [`--max-old-space-size=${heap}`, PROGRAM, 'convert', ...args, '--max-size', '128M'], {
    cwd: scratch,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })

test.each([
  ['CSV', ['--to', 'csv'], '\n'],
  ['newline-delimited JSON', ['--to', 'json', '--ndjson'], '\n'],
])('an array of more than 63 MB becomes %s bit by bit', (_, args, lineEnd) => {
  const { status, signal } = convert(96, 'huge.json', ...args, '-o', 'out')
  expect({ status, signal }).toEqual({ status: 0, signal: null })
  const lines = readFileSync(join(scratch, 'out'), 'utf8').trimEnd().split(lineEnd)
  expect(lines.filter((line) => line.includes('"vm'))).toHaveLength(MACHINES)
})

test('what needs all of it in memory is refused if it is too much, with a way out', () => {
  const { status, signal, stderr } = convert(256, 'huge.json', '--to', 'json')
  expect({ status, signal }).toEqual({ status: 1, signal: null })
  expect(stderr).toMatch(/error VL122 .*\n.*\n.*--ndjson/)
})

test.each([['json'], ['powershell']])('what is not too much is converted at once to %s', (to) => {
  const { status, signal } = convert(256, 'fewer.json', '--to', to, '-o', 'out')
  expect({ status, signal }).toEqual({ status: 0, signal: null })
  expect(statSync(join(scratch, 'out')).size).toBeGreaterThan(FEWER * 20)
})

test.each([
  ['fewer.json', []],
  ['huge.json', ['--ndjson']],
])('settings of as many machines are put into a domain: %s', (input, options) => {
  const { status, signal, stdout } = convert(256, input, ...options, '--into', 'vms', '--diff')
  expect({ status, signal }).toEqual({ status: 1, signal: null })
  expect(stdout).toContain('<on_hoststart delay="1">restart-if-active</on_hoststart>')
})
