import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
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
import { PROGRAM, virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-convert-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(cwd)
})

const run = (args: readonly string[], input?: string | Uint8Array) =>
  virtLifecycle(['convert', ...args], { cwd, ...(input === undefined ? {} : { input }) })

const DOMAIN = '<domain>\n  <name>a</name>\n  <on_crash>destroy</on_crash>\n</domain>\n'
const VM = { Name: 'a', Id: '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01', AutomaticStartAction: 4, AutomaticStopAction: 3 }

describe('where results go', () => {
  test('standard input to standard output, messages to standard error', async () => {
    const { status, stdout, stderr } = await run(
      ['--to', 'json'],
      '<domain><name>a</name><on_hoststop> save </on_hoststop></domain>',
    )
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ machines: [{ name: 'a', on_hoststop: 'save' }] })
    expect(stderr).toMatch(/^<stdin>:1:37 warning VL209 /)
  })

  test('a file', async () => {
    expect(await run(['--to', 'powershell-json', '-o', 'out.json'], DOMAIN)).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    })
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toMatchObject([{ VMName: 'a' }])
  })

  test('an existing file keeps its mode, and a symbolic link stays one', async () => {
    writeFileSync(join(cwd, 'real.xml'), 'old')
    chmodSync(join(cwd, 'real.xml'), 0o640)
    symlinkSync('real.xml', join(cwd, 'link.xml'))
    expect((await run(['--to', 'domain', '-o', 'link.xml'], DOMAIN)).status).toBe(0)
    expect(lstatSync(join(cwd, 'link.xml')).isSymbolicLink()).toBe(true)
    expect(statSync(join(cwd, 'real.xml')).mode & 0o777).toBe(0o640)
    expect(readFileSync(join(cwd, 'real.xml'), 'utf8')).toBe(DOMAIN)
  })

  test('a device is written to, never replaced', async () => {
    expect(await run(['--to', 'json', '-o', '/dev/null'], DOMAIN)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('a directory gets one file per machine, with names that are safe', async () => {
    const names = ['web/../../etc', 'con', 'Web', 'web', '', '.hidden', 'a'.repeat(300), 'ü b']
    const vms = names.map((Name, i) => ({ ...VM, Name, Id: VM.Id.replace(/.$/, String(i)) }))
    const { status, stderr } = await run(['--to', 'domain', '-o', 'out'], JSON.stringify(vms))
    expect(stderr).toContain('VL309')
    expect(status).toBe(1)
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(
      [
        '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e04.xml',
        'Web.xml',
        `${'a'.repeat(80)}.xml`,
        'con_.xml',
        'hidden.xml',
        'web-2.xml',
        'ü b.xml',
      ].sort(),
    )
  })

  test('a new document never overwrites a definition, whatever the format', async () => {
    const definition = '<domain><name>a</name><devices/></domain>'
    for (const to of ['domain', 'cim-xml', 'wsman']) {
      writeFileSync(join(cwd, 'a.xml'), definition)
      for (const output of ['.', 'a.xml']) {
        const { status, stderr } = await run(['--to', to, '-o', output], JSON.stringify(VM))
        expect({ status, text: readFileSync(join(cwd, 'a.xml'), 'utf8') }).toEqual({ status: 2, text: definition })
        expect(stderr).toContain('VL505')
      }
    }
    expect((await run(['--to', 'domain', '-o', 'new/'], JSON.stringify(VM))).status).toBe(0)
    expect((await run(['--to', 'domain', '-o', 'new/'], JSON.stringify(VM))).status).toBe(0)
  })

  test('an edited domain goes into its own file, not into another of the same name', async () => {
    mkdirSync(join(cwd, 'one'))
    mkdirSync(join(cwd, 'two'))
    writeFileSync(join(cwd, 'one/a.xml'), '<domain><name>a</name><on_hoststop>save</on_hoststop></domain>')
    writeFileSync(join(cwd, 'two/a.xml'), '<domain><name>other</name></domain>')
    expect((await run(['one', '--to', 'domain', '--placement', 'metadata', '-o', 'two'])).stderr).toContain('VL505')
    expect((await run(['one', '--to', 'domain', '--placement', 'metadata', '-o', 'one'])).status).toBe(0)
    expect(readFileSync(join(cwd, 'one/a.xml'), 'utf8')).toContain('<lifecycle')
  })

  test('a link that leads nowhere yet is followed, not replaced', async () => {
    symlinkSync('real.json', join(cwd, 'link.json'))
    for (const more of [[], ['--ndjson']]) {
      rmSync(join(cwd, 'real.json'), { force: true })
      expect((await run(['--to', 'json', '-o', 'link.json', ...more], JSON.stringify(VM))).status).toBe(0)
      expect(lstatSync(join(cwd, 'link.json')).isSymbolicLink()).toBe(true)
      expect(existsSync(join(cwd, 'real.json'))).toBe(true)
    }
  })

  test('a full device is a diagnostic, on standard output too', () => {
    for (const more of ['', '--ndjson']) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `"$0" "$1" convert --to json ${more} > /dev/full`, process.execPath, PROGRAM],
        {
          input: JSON.stringify(VM),
          encoding: 'utf8',
        },
      )
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: '<stdout>:1:1 error VL503 cannot be written: no space left on the device\n',
      })
    }
  })

  test('several domains do not fit on standard output or into a file', async () => {
    const vms = JSON.stringify([VM, { ...VM, Name: 'b' }])
    writeFileSync(join(cwd, 'there.xml'), 'old')
    for (const args of [[], ['-o', 'there.xml']]) {
      const { status, stdout, stderr } = await run(['--to', 'domain', ...args], vms)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain('VL504')
    }
    expect(readFileSync(join(cwd, 'there.xml'), 'utf8')).toBe('old')
  })

  test('an output that cannot be written', async () => {
    const { status, stderr } = await run(['--to', 'json', '-o', 'no/such/dir/out.json'], DOMAIN)
    expect(status).toBe(2)
    expect(stderr).toMatch(/VL503 cannot be written: no such file or directory/)
  })
})

describe('domain to domain', () => {
  test.each(['utf16le', 'latin1'] as const)('keeps the encoding, and every byte around: %s', async (encoding) => {
    const name = encoding === 'latin1' ? 'ISO-8859-1' : 'UTF-16'
    const mark = encoding === 'utf16le' ? '\ufeff' : ''
    const text = `${mark}<?xml version="1.0" encoding="${name}"?>\r\n<domain>\r\n\t<name>caf\u00e9</name>\r\n</domain>\r\n`
    writeFileSync(join(cwd, 'in.xml'), Buffer.from(text, encoding))
    expect((await run(['in.xml', '--to', 'domain', '-o', 'same.xml'])).status).toBe(0)
    expect(readFileSync(join(cwd, 'same.xml'))).toEqual(readFileSync(join(cwd, 'in.xml')))
    const with_ = text.replace('</name>', '</name>\r\n\t<on_hoststop>save</on_hoststop>')
    writeFileSync(join(cwd, 'in.xml'), Buffer.from(with_, encoding))
    expect((await run(['in.xml', '--to', 'domain', '--placement', 'metadata', '-o', 'meta.xml'])).status).toBe(0)
    const meta = readFileSync(join(cwd, 'meta.xml')).toString(encoding)
    expect(meta).toContain('\r\n\t\t<lifecycle xmlns=')
    expect(meta).toContain('caf\u00e9')
    expect((await run(['meta.xml', '--to', 'domain', '-o', 'back.xml'])).status).toBe(0)
    expect(readFileSync(join(cwd, 'back.xml'))).toEqual(readFileSync(join(cwd, 'in.xml')))
  })

  test('a comment in an element stays where the element does, and is reported as lost where it goes', async () => {
    const text = '<domain><name>a</name><on_hoststop><!-- why -->save</on_hoststop></domain>'
    writeFileSync(join(cwd, 'a.xml'), text)
    const into = await run(
      ['--into', 'a.xml', '--write'],
      JSON.stringify({ ...VM, AutomaticStartAction: null, AutomaticStopAction: 4 }),
    )
    expect(into.status).toBe(0)
    expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe(text.replace('save', 'shutdown'))
    expect((await run(['--to', 'domain', '--placement', 'metadata'], text)).stderr).toMatch(/warning VL303 comments/)
    expect((await run(['--to', 'domain', '--placement', 'both'], text)).stderr).toBe('')
  })

  test('a snapshot is read, not written', async () => {
    const snapshot = '<domainsnapshot><domain><name>a</name><on_hoststop>save</on_hoststop></domain></domainsnapshot>'
    expect((await run(['--to', 'json'], snapshot)).status).toBe(0)
    const { status, stdout, stderr } = await run(['--to', 'domain'], snapshot)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('VL311')
  })

  test('UTF-16 as PowerShell 5 redirects it', async () => {
    const { status, stdout } = await run(['--to', 'domain'], Buffer.from(`\ufeff${JSON.stringify(VM)}\r\n`, 'utf16le'))
    expect(status).toBe(0)
    expect(stdout).toContain('<on_hoststop>save</on_hoststop>')
  })
})

describe('one machine that is wrong does not stop the others', () => {
  const bad = JSON.stringify([VM, { ...VM, Name: 'b', AutomaticStopAction: 5 }])

  test('it is left out, with an error', async () => {
    const { status, stdout, stderr } = await run(['--to', 'json'], bad)
    expect(status).toBe(1)
    expect(JSON.parse(stdout).machines).toHaveLength(1)
    expect(stderr).toMatch(/error VL301 .*"b".*AutomaticStopAction.*5/)
  })

  test('--on-reserved skip leaves out the property, with a warning', async () => {
    const { status, stdout, stderr } = await run(['--to', 'json', '--on-reserved', 'skip'], bad)
    expect(status).toBe(0)
    expect(JSON.parse(stdout).machines).toHaveLength(2)
    expect(JSON.parse(stdout).machines[1]).not.toHaveProperty('on_hoststop')
    expect(stderr).toMatch(/warning VL302 /)
  })
})

describe('input that is no good: one diagnostic, the right status, no output', () => {
  const failing: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['an empty file', '', 'VL102'],
    ['white space', '\n\n', 'VL102'],
    ['broken XML', '<domain><name>a</domain>', 'VL101'],
    ['a DOCTYPE', '<!DOCTYPE domain SYSTEM "file:///etc/passwd"><domain/>', 'VL103'],
    ['XML nested 100,000 deep', `<domain>${'<a>'.repeat(100_000)}`, 'VL104'],
    ['JSON nested 100,000 deep', '['.repeat(100_000), 'VL104'],
    ['JSON nested 100,000 deep in objects', '{"a":'.repeat(100_000), 'VL104'],
    ['broken JSON', '[{"AutomaticStartAction": 4,}', 'VL107'],
    ['JSON of something else', '{"apiVersion": "v1", "kind": "Pod"}', 'VL108'],
    ['a JSON number', '42', 'VL108'],
    ['text', 'Name  State\n----  -----\nweb   Running\n', 'VL108'],
    ['bytes', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'VL108'],
    ['another kind of libvirt XML', '<network><name>default</name></network>', 'VL109'],
  ]
  test.each(failing)('%s', async (_, input, code) => {
    for (const to of ['json', 'domain']) {
      const { status, stdout, stderr } = await run(['--to', to, '-o', 'out'], input)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr.match(/VL\d{3}/g)).toEqual([code])
      expect(stderr).not.toMatch(/\bat .*\.js:/)
      expect(existsSync(join(cwd, 'out'))).toBe(false)
    }
  })

  test('a file of 100 MiB', async () => {
    writeFileSync(join(cwd, 'big.xml'), Buffer.alloc(100 * 1024 * 1024, 0x20))
    for (const { status, stderr } of [
      await run(['big.xml', '--to', 'json']),
      await run(['--to', 'json'], readFileSync(join(cwd, 'big.xml'))),
    ]) {
      expect(status).toBe(1)
      expect(stderr).toMatch(
        /^(big\.xml|<stdin>):1:1 error VL105 the document is larger than 64 MiB\n +--max-size raises the limit\n$/,
      )
    }
    const { status, stderr } = await run(['big.xml', '--to', 'json', '--max-size', '200M'])
    expect({ status, code: stderr.match(/VL\d{3}/g) }).toEqual({ status: 1, code: ['VL102'] })
  })

  test('a device that never ends', async () => {
    const { status, stderr } = await run(['/dev/zero', '--to', 'json', '--max-size', '1M'])
    expect(status).toBe(1)
    expect(stderr).toContain('VL105')
  })

  test('a directory without XML, and files that are not there', async () => {
    mkdirSync(join(cwd, 'empty'))
    const { status, stderr } = await run(['empty', 'missing.xml', '--to', 'json'])
    expect(status).toBe(2)
    expect(stderr.match(/VL\d{3}/g)).toEqual(['VL502', 'VL501'])
  })

  test('100,000 faults in one document', async () => {
    const repeated = '<on_hoststop>sav</on_hoststop>\n'.repeat(100_000)
    const { status, stderr } = await run(['--to', 'json'], `<domain>${repeated}</domain>`)
    expect(status).toBe(1)
    expect(stderr.match(/ error VL20[34] /g)).toHaveLength(1000)
    expect(stderr).toContain('warning VL120 up to 99000 more findings are not listed')
  })

  test('the deepest limit there is', async () => {
    const json = (depth: number) => `{"VMName":"a","x":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect((await run(['--to', 'json', '--max-depth', '10000'], json(1999))).status).toBe(0)
    expect((await run(['--to', 'json', '--max-depth', '10000'], json(2000))).stderr).toContain('VL104')
    const xml = (depth: number) => `<domain>${'<on_hoststop>'.repeat(depth)}${'</on_hoststop>'.repeat(depth)}</domain>`
    expect((await run(['--to', 'json', '--max-depth', '10000'], xml(9999))).stderr).toContain('VL205')
    expect((await run(['--to', 'json', '--max-depth', '10000'], xml(10_000))).stderr).toContain('VL104')
  })

  test('control characters of an input do not reach the terminal', async () => {
    const { stderr } = await run(['--to', 'json'], '<domain>\n<on_hoststop>\u009b31m\u202e</on_hoststop></domain>')
    expect(stderr).toContain('\\u{9b}31m\\u{202e}')
    expect(stderr).not.toMatch(/[\u009b\u202e]/)
  })
})

describe('usage errors: status 2, and what to do', () => {
  test.each([
    [['convert'], /required option '--to <format>'/],
    [['convert', '--to', 'vmx'], /Allowed choices are domain, json/],
    [['convrt'], /Did you mean convert/],
    [['convert', '--to', 'json', '--placment', 'both'], /Did you mean --placement/],
    [['convert', '--to', 'json', '--max-size', '-1'], /a number of bytes/],
    [['convert', '--to', 'json', '--max-depth', '0'], /an integer from 1 to 10000/],
    [['convert', '--to', 'json', '--max-depth', '10001'], /an integer from 1 to 10000/],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await virtLifecycle(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})

describe('a run in which nothing can be set ends with 1', () => {
  const SILENT = JSON.stringify([{ VMName: 'a', State: 2 }])
  const nothing = /^<stdin>:1:[12] error VL320 there is nothing to set: no machine /m

  test.each([['powershell'], ['virsh']])('--to %s', async (to) => {
    const { status, stdout, stderr } = await run(['--to', to], SILENT)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/warning VL319 /)
    expect(stderr).toMatch(nothing)
  })

  test.each([['--diff'], ['--write']])('--into with %s', async (how) => {
    writeFileSync(join(cwd, 'a.xml'), DOMAIN)
    const { status, stderr } = await run(['--into', 'a.xml', how], SILENT)
    expect(status).toBe(1)
    expect(stderr).toMatch(nothing)
    expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe(DOMAIN)
  })

  test('also if there is no machine', async () => {
    const { status, stderr } = await run(['--to', 'virsh'], '[]')
    expect(status).toBe(1)
    expect(stderr).toMatch(nothing)
  })

  test('an error in the input is not said twice', async () => {
    const { status, stderr } = await run(['--to', 'virsh'], JSON.stringify([{ VMName: 'a', AutomaticStopAction: 9 }]))
    expect(status).toBe(1)
    expect(stderr).not.toMatch(/VL320/)
  })

  test('a document is written even so', async () => {
    const { status, stdout } = await run(['--to', 'json'], SILENT)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ machines: [{ name: 'a' }] })
  })

  test('lines of JSON get the warning once', async () => {
    const { status, stderr } = await run(['--ndjson', '--to', 'json'], '{"VMName":"a"}\n{"VMName":"b"}\n')
    expect(status).toBe(0)
    expect(stderr.match(/VL319/g)).toHaveLength(1)
  })
})
