import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { SourceText } from '../../src/diagnostics/index.js'
import { JSON_SCHEMAS } from '../../src/schemas/index.js'
import { createEngine } from '../../src/validate/index.js'
import { describeWithPeer, testWithPeer } from '../peers/programs.js'
import { workflowCommands } from '../report/runner.js'
import { refusedByLibvirt, spawnVirtLifecycle, virtLifecycle } from './program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-validate-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const good = '<domain type="kvm"><name>a</name><on_hoststop>save</on_hoststop></domain>\n'
const bad = '<domain type="kvm">\n  <name>a</name>\n  <on_hoststop>sav</on_hoststop>\n</domain>\n'

const validate = (...args: readonly string[]) => virtLifecycle(['validate', ...args], { cwd })

beforeAll(() => {
  mkdirSync(join(cwd, 'vms', 'deep'), { recursive: true })
  mkdirSync(join(cwd, 'schemas'))
  writeFileSync(join(cwd, 'vms', 'good.xml'), good)
  writeFileSync(join(cwd, 'vms', 'deep', 'bad.XML'), bad)
  writeFileSync(join(cwd, 'vms', 'readme.txt'), 'not XML')
})

describe('validate with the embedded schema', () => {
  test('a directory: what is wrong, where, and what was meant', async () => {
    const { status, stdout, stderr } = await validate('--schema', 'embedded', 'vms')
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^vms\/deep\/bad\.XML:3:16 error VL203 on_hoststop is "sav", not one of: destroy, save, shutdown, stop-and-restart-on-next-boot\n {4}3 \| {3}<on_hoststop>sav<\/on_hoststop>\n {6}\| {16}\^\^\^ {2}did you mean "save"\?\n/,
    )
    expect(stderr).toMatch(
      /^2 documents checked against the embedded schema: 1 invalid \(1 error\)\nlibvirt up to 12.8 refuses the lifecycle elements of 2 domains in "virsh define --validate"\n$/,
    )
  })

  test('what is valid prints nothing but the summary', async () => {
    expect(await validate('--schema', 'embedded', 'vms/good.xml')).toEqual({
      status: 0,
      stdout: '',
      stderr: `1 document checked against the embedded schema: all valid\n${refusedByLibvirt('1 domain')}`,
    })
  })

  test('one mistake is one finding, though white space stands around it', async () => {
    const { stdout } = await virtLifecycle(['validate', '--schema', 'embedded', '--format', 'compact'], {
      input: '<domain>\n<on_hoststop>\n  sav\n</on_hoststop>\n</domain>',
    })
    expect(stdout.match(/^<stdin>:\d+:\d+: \w+|VL\d+/gm)).toEqual([
      '<stdin>:3:3: warning',
      'VL209',
      '<stdin>:3:3: error',
      'VL203',
    ])
  })

  test('on GitHub no message about the set-up can be a command', async () => {
    writeFileSync(join(cwd, 'odd.json'), '{ "::error::x": "##[error]y" }')
    const { status, stderr } = await virtLifecycle(['validate', '--config', 'odd.json'], {
      cwd,
      env: { GITHUB_ACTIONS: 'true' },
    })
    expect(status).toBe(2)
    expect(stderr.match(/error VL507/g)).toHaveLength(1)
    expect(workflowCommands(stderr)).toEqual([])
  })

  test('JSON follows its schema', async () => {
    const { status, stdout } = await validate('--schema', 'embedded', '--json', 'vms', 'missing.xml')
    expect(status).toBe(2)
    const report: unknown = JSON.parse(stdout)
    const check = new Ajv({ allErrors: true }).compile(JSON_SCHEMAS['validation-report'])
    check(report)
    expect(check.errors).toBeNull()
    expect(report).toMatchObject({
      version: 1,
      documents: [
        { file: 'vms/deep/bad.XML', valid: false },
        { file: 'vms/good.xml', valid: true },
      ],
    })
  })

  test('a warning does not make a document invalid', async () => {
    const { status, stdout } = await virtLifecycle(['validate', '--schema', 'embedded'], {
      input: '<domain><on_hoststop> save </on_hoststop></domain>',
    })
    expect(status).toBe(0)
    expect(stdout).toContain('warning VL209')
  })

  test.each([
    [
      'a DOCTYPE never reaches the engine',
      '<!DOCTYPE domain [<!ENTITY x SYSTEM "/etc/hostname">]><domain>&x;</domain>',
      'VL103',
    ],
    ['nesting', `<domain>${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}</domain>`, 'VL104'],
    ['broken XML', '<domain>', 'VL101'],
    ['an empty file', '', 'VL102'],
    ['another document', '<pool/>', 'VL109'],
    ['text in the domain', '<domain>oops</domain>', 'VL205'],
  ])('%s', async (_, input, code) => {
    const { status, stdout } = await virtLifecycle(['validate', '--schema', 'embedded'], { input })
    expect(status).toBe(1)
    expect(stdout.match(/VL\d{3}/g)?.[0]).toBe(code)
    expect(stdout).not.toMatch(/\bat .*\.js:/)
  })

  test('nesting of 900, and line 70,000, are fine', async () => {
    const deep = `<domain>${'<a>'.repeat(900)}${'</a>'.repeat(900)}</domain>`
    expect((await virtLifecycle(['validate', '--schema', 'embedded'], { input: deep })).status).toBe(0)
    const long = `<domain>${'\n'.repeat(70_000)}<on_hoststop x="1">save</on_hoststop></domain>`
    const { stdout } = await virtLifecycle(['validate', '--schema', 'embedded'], { input: long })
    expect(stdout).toMatch(/^<stdin>:70001:14 error VL201 /)
  })
})

describe('a schema that cannot be used ends with status 2 and its place', () => {
  const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
  test.each([
    ['missing', undefined, /VL501 cannot read the file: no such file/],
    ['empty', '', /VL402 .*empty/],
    ['broken', `<grammar ${RNG}>\n<start>`, /:2:8 error VL402 the schema cannot be used: the document ends too early/],
    [
      'not RELAX NG',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
      /:1:1 error VL402 the schema is not RELAX NG/,
    ],
    ['with a DOCTYPE', `<!DOCTYPE grammar><grammar ${RNG}/>`, /:1:1 error VL402 /],
    [
      'including what is not there',
      `<grammar ${RNG}>\n<include href="nix.rng"/></grammar>`,
      /:2:16 error VL402 the schema includes "nix.rng", which cannot be read/,
    ],
    [
      'including the network',
      `<grammar ${RNG}>\n<include href="http://localhost/x.rng"/></grammar>`,
      /:2:16 error VL402 .*which is not a file/,
    ],
    [
      'including itself',
      `<grammar ${RNG}>\n<include href="s.rng"/></grammar>`,
      /:2:16 error VL402 .*which includes it in turn/,
    ],
    [
      'with a reference to nothing',
      `<grammar ${RNG}><start><ref name="x"/></start></grammar>`,
      /:1:61 error VL402 the schema cannot be used: there is no <define name="x">/,
    ],
  ])('%s', async (_, text, message) => {
    rmSync(join(cwd, 's.rng'), { force: true })
    if (text !== undefined) writeFileSync(join(cwd, 's.rng'), text)
    const { status, stdout, stderr } = await validate('--schema', 's.rng', 'vms/good.xml')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\bat .*\.js:/)
  })

  test('a directory without domain.rng', async () => {
    const { status, stderr } = await validate('--schema', 'schemas', 'vms/good.xml')
    expect(status).toBe(2)
    expect(stderr).toMatch(/schemas:1:1 error VL402 the directory does not contain domain\.rng/)
  })

  test('a file of its own', async () => {
    writeFileSync(
      join(cwd, 'any.rng'),
      `<element name="domain" ${RNG}><attribute name="type"/><zeroOrMore><element><anyName/><text/></element></zeroOrMore></element>`,
    )
    expect((await validate('--schema', 'any.rng', 'vms/good.xml')).status).toBe(0)
  })
})

describeWithPeer(['libvirt-schemas'], "validate with the installed libvirt's schema", () => {
  test('the examples are valid, the broken one is not, and our message comes first', async () => {
    expect(await virtLifecycle(['validate', resolve('examples/domains')])).toMatchObject({ status: 0, stdout: '' })
    const { status, stdout } = await virtLifecycle(['validate', 'web02.xml'], { cwd: resolve('examples/broken') })
    expect(status).toBe(1)
    expect(stdout.match(/^web02\.xml:\d+:\d+ error VL\d{3}/gm)?.slice(0, 2)).toEqual([
      'web02.xml:7:24 error VL207',
      'web02.xml:8:16 error VL203',
    ])
  })

  test('what libvirt itself does not know is found too', async () => {
    const { status, stdout } = await virtLifecycle(['validate'], {
      input: '<domain type="kvm"><name>a</name><devics/></domain>',
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^<stdin>:1:34 error VL403 <devics> is not allowed in <domain>$/m)
  })
})

test.each([
  ['libxml2', 'libxml2-wasm'],
  ['both', 'libxml2-wasm'],
  ['libxmljs2', 'libxmljs2'],
])('--engine %s without the package %s says what is missing and how to get it', (engine, name) => {
  const { status, stdout, stderr } = spawnVirtLifecycle(
    ['validate', '--engine', engine, '--schema', 'embedded', 'vms/good.xml'],
    { cwd, env: WITHOUT_LIBXML2 },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(`error VL401 this engine needs the package ${name}, which is not installed here\n`)
  expect(stderr).toContain(`npm install ${name}`)
})

describe('validate with the builtin engine, which needs no other package', () => {
  const builtin = (input: string, ...more: readonly string[]) =>
    spawnVirtLifecycle(['validate', '--schema', 'embedded', ...more], {
      input,
      cwd,
      env: WITHOUT_LIBXML2,
    })

  test('valid and not valid', async () => {
    expect(await builtin(good)).toMatchObject({ status: 0, stdout: '' })
    const { status, stdout } = await builtin(bad)
    // The rule has said it; the schema need not say it again.
    expect({ status, codes: stdout.match(/VL\d+/g) }).toEqual({ status: 1, codes: ['VL203'] })
  })

  test('a schema of its own: what is wrong, what would be right, what was meant', async () => {
    writeFileSync(
      join(cwd, 'own.rng'),
      `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
        <attribute name="type"><choice><value>kvm</value><value>qemu</value></choice></attribute>
        <interleave><element name="name"><text/></element><element name="vcpu"><data type="unsignedShort"/></element></interleave>
      </element>`,
    )
    const input = '<domain typ="kvm">\n<nme/>\n<vcpu>many</vcpu>\n</domain>'
    const { stdout } = await builtin(input, '--schema', 'own.rng')
    expect(stdout.match(/^<stdin>.*/gm)).toEqual([
      '<stdin>:1:9 error VL403 the attribute "typ" is not allowed on <domain>; allowed: type',
      '<stdin>:2:1 error VL403 <nme> is not allowed in <domain>; allowed: name, vcpu',
      '<stdin>:3:7 error VL403 <vcpu> is "many", not an integer from 0 to 65535',
    ])
    expect(stdout.match(/did you mean .*/g)).toEqual(['did you mean "type"?', 'did you mean <name>?'])
  })

  test('a schema that is wrong has its place', async () => {
    writeFileSync(
      join(cwd, 'wrong.rng'),
      '<grammar xmlns="http://relaxng.org/ns/structure/1.0">\n<start>\n<ref name="x"/></start></grammar>',
    )
    const { status, stderr } = await builtin(good, '--schema', 'wrong.rng')
    expect(status).toBe(2)
    expect(stderr).toMatch(/wrong\.rng:3:1 error VL402 the schema cannot be used: there is no <define name="x">/)
  })
})

describe('a schema that libxml2 refuses', () => {
  const text = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="x"/></start></grammar>'

  test('is said to be, and why', async () => {
    const load = () => undefined
    const created = await createEngine('libxml2', { source: new SourceText('refused.rng', text) }, load)
    expect(created).toMatchObject({ diagnostics: [{ code: 'VL402', file: 'refused.rng' }] })
  })

  testWithPeer(['libxmljs2'], 'with libxmljs2 as well', async () => {
    writeFileSync(join(cwd, 'refused.rng'), text)
    const { status, stderr } = await validate('--engine', 'libxmljs2', '--schema', 'refused.rng', 'vms/good.xml')
    expect(status).toBe(2)
    expect(stderr).toMatch(/VL402/)
  })
})

describeWithPeer(['libvirt-schemas'], 'validate with libxml2, and with both engines', () => {
  const invalid = '<domain type="kvm"><name>a</name><devics/></domain>'

  test('they agree', async () => {
    expect(await virtLifecycle(['validate', '--engine', 'both', resolve('examples/domains')])).toMatchObject({
      status: 0,
      stdout: '',
    })
    const { stdout } = await virtLifecycle(['validate', '--engine', 'both'], { input: invalid })
    expect(stdout).not.toContain('VL405')
    expect(stdout).toContain('VL403')
  })

  test('libxml2 reads nothing but the schema and what it includes', async () => {
    const { status, stdout } = await virtLifecycle(['validate', '--engine', 'libxml2'], { input: invalid })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^<stdin>:1:1 error VL403 libxml2: Element domain has extra content: devics/)
  })
})

/** A resolve hook makes the packages missing. */
const WITHOUT_LIBXML2 = {
  NODE_OPTIONS: `--no-warnings --experimental-loader=${new URL('./without-libxml2.mjs', import.meta.url).href}`,
}
