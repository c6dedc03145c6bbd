import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-ndjson-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(cwd)
})

const run = (args: readonly string[], input: string | Uint8Array) =>
  virtLifecycle(['convert', '--ndjson', ...args], { cwd, input })

const vm = (name: string, stop: number) => JSON.stringify({ VMName: name, AutomaticStopAction: stop })
const lines = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

describe('newline-delimited JSON', () => {
  test.each(['json', 'cim-json', 'powershell-json'])('%s: one line per machine, and read back', async (to) => {
    const { status, stdout } = await run(['--to', to], `${vm('a', 2)}\n\n${vm('b', 3)}\r\n`)
    expect(status).toBe(0)
    expect(lines(stdout)).toHaveLength(2)
    const back = await run(['--to', 'powershell-json'], stdout)
    expect(lines(back.stdout)).toEqual([JSON.parse(vm('a', 2)), JSON.parse(vm('b', 3))])
  })

  test.each([[[]], [['--ndjson']]] as const)(
    'machines that errors leave out are counted, however many errors each has: %j',
    async (by) => {
      const reserved = '{"VMName": "b", "AutomaticStartAction": 7, "AutomaticStopAction": 9}'
      const json = `{"format":"virt-lifecycle","version":1,"machines":[{"name":"d","on_hoststop":"sav"},{"name":"e","extra":1}]}`
      writeFileSync(join(cwd, 'a.json'), `${vm('a', 2)}\n`)
      writeFileSync(join(cwd, 'b.json'), `${reserved}\n`)
      writeFileSync(join(cwd, 'c.json'), `${json}\n`)
      writeFileSync(
        join(cwd, 'd.xml'),
        '<domain><name>f</name><on_hoststart>x</on_hoststart><on_hoststop>y</on_hoststop></domain>',
      )
      const args = ['convert', ...by, 'a.json', 'b.json', 'c.json', 'd.xml', '--to', 'domain', '-o', 'out']
      const { status, stderr } = await virtLifecycle(args, { cwd })
      expect(status).toBe(1)
      expect(stderr).toMatch(/^wrote 1 of 5 machines to out$/m)
    },
  )

  test('a line that is wrong is reported with its number, the others are translated', async () => {
    const { status, stdout, stderr } = await run(
      ['--to', 'json'],
      `${vm('a', 2)}\n${vm('b', 9)}\n{"VMName":\n${vm('c', 3)}\n`,
    )
    expect(status).toBe(1)
    expect(lines(stdout).map(({ machines }) => machines[0].name)).toEqual(['a', 'c'])
    expect(stderr.match(/^<stdin>:.* VL\d+/gm)).toEqual(['<stdin>:2:37 error VL301', '<stdin>:3:11 error VL107'])
  })

  test('UTF-16, as PowerShell 5 redirects it', async () => {
    const text = `\ufeff${vm('\u00e9', 2)}\r\n${vm('b', 3)}\r\n`
    expect(
      lines((await run(['--to', 'powershell-json'], Buffer.from(text, 'utf16le'))).stdout).map((m) => m.VMName),
    ).toEqual(['\u00e9', 'b'])
  })

  test('what is XML is read as a whole', async () => {
    const { stdout } = await run(
      ['--to', 'json'],
      '<domain>\n<name>a</name>\n<on_hoststop>save</on_hoststop>\n</domain>\n',
    )
    expect(lines(stdout)).toMatchObject([{ machines: [{ name: 'a', on_hoststop: 'save' }] }])
  })

  const identified = (name: string, i: number): string =>
    JSON.stringify({ VMName: name, VMId: `6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e0${i}`, AutomaticStopAction: 3 })

  test('one file per machine; the name of a file that is not the machine\u2019s is said', async () => {
    const { status, stderr } = await run(
      ['--to', 'wsman', '-o', 'out'],
      ['a', 'b/c', 'A'].map((name, i) => `${identified(name, i)}\n`).join(''),
    )
    expect(status).toBe(0)
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['A-2.xml', 'a.xml', 'b_c.xml'])
    expect(stderr).toContain(
      'machine "b/c" was written to b_c.xml\nmachine "A" was written to A-2.xml\nwrote 3 of 3 machines to out\n',
    )
  })

  test('the note about minimal domains comes once', async () => {
    const { stderr } = await run(['--to', 'domain', '-o', 'out'], `${vm('a', 2)}\n${vm('b', 3)}\n`)
    expect(stderr.match(/VL308/g)).toHaveLength(1)
  })

  test('a file is whole or not there, and a link stays a link', async () => {
    writeFileSync(join(cwd, 'real.ndjson'), 'old', { mode: 0o640 })
    symlinkSync('real.ndjson', join(cwd, 'link.ndjson'))
    expect((await run(['--to', 'json', '-o', 'link.ndjson'], 'nonsense\n')).status).toBe(1)
    expect(readFileSync(join(cwd, 'real.ndjson'), 'utf8')).toBe('old')
    expect(await run(['--to', 'json', '-o', 'link.ndjson'], `${vm('a', 2)}\n`)).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    })
    expect(lines(readFileSync(join(cwd, 'link.ndjson'), 'utf8'))).toHaveLength(1)
    expect(statSync(join(cwd, 'real.ndjson')).mode & 0o777).toBe(0o640)
    expect(readdirSync(cwd).sort()).toEqual(['link.ndjson', 'real.ndjson'])
  })

  test.each([
    [['--to', 'json', '-o', 'no/such/file'], 'VL503'],
    [['--to', 'domain'], 'VL504'],
    [['--to', 'json', '-o', '/dev/full'], 'VL503'],
  ])('an output that cannot be: %j', async (args, code) => {
    const { status, stdout, stderr } = await run(args, `${vm('a', 2)}\n`)
    expect({ status, stdout, codes: stderr.match(/VL\d+/g) }).toEqual({ status: 2, stdout: '', codes: [code] })
  })

  test('an empty input, and a line that is too long', async () => {
    expect((await run(['--to', 'json'], '\n')).stderr).toMatch(/^<stdin>:1:1 error VL102/)
    const { stdout, stderr } = await run(
      ['--to', 'json', '--max-size', '60'],
      `${vm('a'.repeat(100), 2)}\n${vm('b', 3)}\n`,
    )
    expect(lines(stdout)).toHaveLength(1)
    expect(stderr).toMatch(/^<stdin>:1:1 error VL105/)
  })

  test('without the option, the message names it', async () => {
    const { status, stderr } = await virtLifecycle(['convert', '--to', 'json'], {
      input: `${vm('a', 2)}\n${vm('b', 3)}\n`,
    })
    expect(status).toBe(1)
    expect(stderr).toContain('--ndjson')
  })
})

test('--connect is for virsh', async () => {
  const { status, stderr } = await virtLifecycle(['convert', '--to', 'json', '--connect', 'x:///'], {
    input: vm('a', 2),
  })
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringContaining("'--connect' requires '--to virsh'"),
  })
})
