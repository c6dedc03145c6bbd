import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-text-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(cwd)
})

const run = (args: readonly string[], input: string | Uint8Array) => virtLifecycle(['convert', ...args], { cwd, input })

const HEAD = '"VMName","AutomaticStartAction","AutomaticStartDelay","AutomaticStopAction"\r\n'
const row = (name: string) => `"${name}","Start","30","ShutDown"\r\n`
const codes = (stderr: string) => stderr.match(/^\S+:\d+:\d+ \w+ VL\d+/gm)

/** The names in newline-delimited powershell-json. */
const names = (stdout: string) =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).VMName)

describe('the encoding of CSV is recognised', () => {
  const text = `${HEAD}${row('büro01')}`

  test.each([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), []],
    ['UTF-16LE', Buffer.from(`\ufeff${text}`, 'utf16le'), []],
    ['UTF-16BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), []],
    ['windows-1252', Buffer.from(text, 'latin1'), ['<stdin>:1:1 note VL325']],
  ])('%s', async (_, input, found) => {
    // As a whole, and in pieces.
    for (const ndjson of [[], ['--ndjson']]) {
      const { status, stdout, stderr } = await run(['--to', 'powershell-json', ...ndjson], input)
      expect({ status, found: codes(stderr) ?? [] }).toEqual({ status: 0, found })
      expect(stdout).toContain('"büro01"')
    }
  })

  test('windows-1252 is not ISO-8859-1', async () => {
    const { stdout } = await run(['--to', 'powershell-json'], Buffer.from(`${HEAD}${row('\x80uro\x9f\x81')}`, 'latin1'))
    expect(stdout).toContain('"€uroŸ\u0081"')
  })

  test('what is marked as UTF-8 and is not, is not guessed', async () => {
    const { status, stderr } = await run(['--to', 'csv'], Buffer.from(`\xef\xbb\xbf${HEAD}${row('b\xfc')}`, 'latin1'))
    expect({ status, found: codes(stderr) }).toEqual({ status: 1, found: ['<stdin>:2:3 error VL106'] })
  })
})

describe('a text that is not all UTF-8', () => {
  const both = Buffer.concat([Buffer.from(`${HEAD}${row('büro01')}`), Buffer.from(row('b\xfcro02'), 'latin1')])

  test.each([
    ['as a whole', []],
    ['in pieces', ['--ndjson']],
  ])('is damaged, not windows-1252, if other characters are UTF-8: %s', async (_, options) => {
    const { status, stdout, stderr } = await run(['--to', 'powershell-json', ...options], both)
    expect({ status, stdout, found: codes(stderr) }).toEqual({
      status: 1,
      stdout: '',
      found: ['<stdin>:3:3 error VL106'],
    })
  })

  test('nor in a later piece', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => row(`vm${i}`)).join('')
    const input = Buffer.concat([
      Buffer.from(`${HEAD}${row('büro01')}${rows}`),
      Buffer.from(row('b\xfcro02'), 'latin1'),
    ])
    const { status, stderr } = await run(['--to', 'csv'], input)
    expect({ status, found: codes(stderr) }).toEqual({ status: 1, found: ['<stdin>:3003:3 error VL106'] })
  })
})

describe('cut off at any byte, a text is one error at most', () => {
  const csv = `${HEAD}${row('büro01')}${row('büro02')}`
  const list = 'Name : büro01\r\nAutomaticStopAction : Save\r\n\r\nName : büro02\r\nAutomaticStopAction : Save\r\n'

  test.each([
    ['CSV in UTF-8', Buffer.from(csv)],
    ['CSV in UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['CSV in windows-1252', Buffer.from(csv, 'latin1')],
    ['a list in UTF-8', Buffer.from(list)],
    ['a list in UTF-16', Buffer.from(`\ufeff${list}`, 'utf16le')],
  ])('%s', async (_, bytes) => {
    for (let end = 0; end <= bytes.length; end++) {
      for (const options of [[], ['--ndjson']]) {
        const { status, stderr } = await run(['--to', 'powershell-json', ...options], bytes.subarray(0, end))
        const errors = stderr.match(/ error VL\d+/g) ?? []
        expect({ end, status, errors: errors.length }).toEqual({ end, status: errors.length, errors: status })
      }
    }
  })
})

describe('many rows go through one by one', () => {
  /** Longer than what is read at a time. */
  const many = Array.from({ length: 4000 }, (_, i) => (i % 7 === 0 ? `Straße\r\n${i}` : `vm${i}`))

  test.each(['utf8', 'utf16le'] as const)('CSV to CSV, every name as it was: %s', async (encoding) => {
    const input = Buffer.from(`\ufeff#TYPE x\r\n${HEAD}${many.map(row).join('')}`, encoding)
    expect(await run(['--to', 'csv', '-o', 'out.csv'], input)).toEqual({ status: 0, stdout: '', stderr: '' })
    const written = readFileSync(join(cwd, 'out.csv'), 'utf8')
    expect(written.match(/VMName/g)).toHaveLength(1)
    const { stdout } = await run(['--to', 'powershell-json', '--ndjson'], written)
    expect(names(stdout)).toEqual(many)
  })

  test('a mistake has its own line, and is said once', async () => {
    const rows = many.map(row)
    rows[3500] = '"vm3500","Start,"30","ShutDown"\r\n'
    const before = `${HEAD}${rows.slice(0, 3500).join('')}`
    const { status, stdout, stderr } = await run(
      ['--to', 'powershell-json', '--ndjson'],
      Buffer.from(`${HEAD}${rows.join('')}`, 'latin1'),
    )
    expect(status).toBe(1)
    expect(codes(stderr)).toEqual(['<stdin>:1:1 note VL325', `<stdin>:${before.split('\n').length}:1 error VL326`])
    expect(names(stdout)).toEqual(many.filter((_, i) => i !== 3500))
  })

  test('columns that cannot be used are said once, and nothing is written', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => `web${i},Kim,${'x'.repeat(40)}\n`)
    const { status, stdout, stderr } = await run(
      ['--to', 'csv', '-o', 'out.csv'],
      `Server,Owner,Notes\n${rows.join('')}`,
    )
    expect({ status, stdout, found: codes(stderr) }).toEqual({
      status: 1,
      stdout: '',
      found: ['<stdin>:1:1 error VL327'],
    })
    expect(() => readFileSync(join(cwd, 'out.csv'))).toThrow('ENOENT')
  })

  test.each([
    ['columns that cannot be used', 'Server,Owner\nweb01,Kim\n', 1, 'error VL327'],
    ['an encoding that was assumed', `${HEAD}${row('b\xfc')}`, 0, 'note VL325'],
    ['no settings', 'VMName,VMId\na,6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01\n', 0, 'warning VL319'],
  ])('what is wrong with each of two files is said of each: %s', async (_, text, wanted, found) => {
    for (const name of ['a.csv', 'b.csv']) writeFileSync(join(cwd, name), Buffer.from(text, 'latin1'))
    const { status, stderr } = await run(['a.csv', 'b.csv', '--to', 'csv'], '')
    expect({ status, found: codes(stderr)?.map((line) => line.replace(/:\d+:\d+/, '')) }).toEqual({
      status: wanted,
      found: [`a.csv ${found}`, `b.csv ${found}`],
    })
  })

  test('several inputs of any format become one CSV document', async () => {
    writeFileSync(join(cwd, 'a.csv'), `${HEAD}${row('a')}`)
    writeFileSync(join(cwd, 'b.json'), '[\n  {"VMName": "b", "AutomaticStopAction": 3}\n]\n')
    writeFileSync(join(cwd, 'c.txt'), 'Name : c\nAutomaticStopAction : Save\n')
    const { status, stdout } = await run(['a.csv', 'b.json', 'c.txt', '--to', 'csv'], '')
    expect({ status, lines: stdout.split('\r\n') }).toEqual({
      status: 0,
      lines: [
        '"VMName","VMId","State","AutomaticStartAction","AutomaticStartDelay","AutomaticStopAction"',
        '"a","","","Start","30","ShutDown"',
        '"b","","","","","Save"',
        '"c","","","","","Save"',
        '',
      ],
    })
  })

  test('one file per machine', async () => {
    const { status, stderr } = await run(['--ndjson', '--to', 'domain', '-o', 'out'], `${HEAD}${row('a')}${row('b')}`)
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('wrote 2 of 2 machines to out') })
  })

  test('a row without an end is limited by --max-size', async () => {
    const { status, stderr } = await run(['--to', 'csv', '--max-size', '100K'], `${HEAD}"${'x'.repeat(300_000)}`)
    expect({ status, found: codes(stderr) }).toEqual({ status: 1, found: ['<stdin>:1:1 error VL105'] })
  })
})

describe('with --ndjson', () => {
  test.each([
    ['an object over several lines', '\n{\n  "VMName": "a",\n  "VMId": "b"\n}\n', 'VL107', 'leave out --ndjson'],
    ['a table', 'Name  State\n----  -----\nweb01 Running\nweb02 Off\n', 'VL108', 'Export-Csv'],
    ['nothing', '', 'VL102', 'Get-VM'],
  ])('%s is one error', async (_, input, code, hint) => {
    const { status, stdout, stderr } = await run(['--ndjson', '--to', 'json'], input)
    expect({ status, stdout, codes: stderr.match(/VL\d+/g) }).toEqual({ status: 1, stdout: '', codes: [code] })
    expect(stderr).toContain(hint)
  })

  test.each([
    ['over several lines', '[\n  {\n    "VMName": "a",\n    "AutomaticStopAction": 3\n  }\n]\n', ['a']],
    ['with an object on each line', '[{"VMName":"a","AutomaticStopAction":3},\n{"VMName":"b"}\n]\n', ['a', 'b']],
  ])('an array %s is read as one', async (_, input, found) => {
    const { status, stdout } = await run(['--ndjson', '--to', 'powershell-json'], input)
    expect({ status, names: names(stdout) }).toEqual({ status: 0, names: found })
  })

  test('a list is read as a whole', async () => {
    const { status, stdout } = await run(
      ['--ndjson', '--to', 'powershell-json'],
      'Name : a\nAutomaticStopAction : Save\n\nName : b\nAutomaticStopAction : Save\n',
    )
    expect({ status, names: names(stdout) }).toEqual({ status: 0, names: ['a', 'b'] })
  })
})

test('an empty export is told from an empty domain', async () => {
  writeFileSync(join(cwd, 'empty.xml'), '')
  const { stderr } = await run(['--into', 'empty.xml', '--diff'], '{"VMName": "a", "AutomaticStopAction": 3}')
  expect(stderr).toMatch(/^empty\.xml:1:1 error VL102 .*$/m)
  expect(stderr).not.toContain('Get-VM')
})
