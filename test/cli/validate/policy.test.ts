import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { PLACEMENTS, REQUIREMENTS } from '../../../src/domain/index.js'
import { REPORT_FORMAT_NAMES } from '../../../src/report/formats.js'
import { JSON_SCHEMAS } from '../../../src/schemas/index.js'
import { ENGINE_NAMES, validateDomain } from '../../../src/validate/index.js'
import { refusedByLibvirt, virtLifecycle } from '../program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-policy-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
beforeEach(() => {
  cwd = mkdtempSync(join(scratch, 'test-'))
})

const put = (file: string, content: string): void => writeFileSync(join(cwd, file), content)

/** The lines that a call prints, in the form of compilers, without the file; its status and its summary. */
async function validate(...args: readonly string[]) {
  const { status, stdout, stderr } = await virtLifecycle(['validate', ...args], { cwd })
  const said = [...stdout.matchAll(/^(\S+?):\d+:\d+ (\w+ VL\d+)/gm)].map(([, file, what]) => `${file} ${what}`)
  return { status, said, stdout, stderr }
}

const domain = (content: string): string => `<domain type="kvm">\n  <name>a</name>\n${content}</domain>\n`
const STOP = '  <on_hoststop>save</on_hoststop>\n'
const START = '  <on_hoststart>start</on_hoststart>\n'
const SPACE = '  <on_hoststop> save </on_hoststop>\n'
const METADATA = `  <metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0"><on_hoststop>save</on_hoststop></lifecycle></metadata>\n`

describe('warnings', () => {
  beforeEach(() => put('a.xml', domain(SPACE)))

  test.each<[string[], number, string[]]>([
    [[], 0, ['a.xml warning VL209']],
    [['--strict'], 1, ['a.xml error VL209']],
    [['--max-warnings', '1'], 0, ['a.xml warning VL209']],
    [['--max-warnings', '0'], 1, ['a.xml warning VL209']],
    [['--strict', '--max-warnings', '0'], 1, ['a.xml error VL209']],
  ])('%j', async (args, status, said) => {
    expect(await validate('--schema', 'embedded', 'a.xml', ...args)).toMatchObject({ status, said })
  })

  test('too many are said to be', async () => {
    expect((await validate('--schema', 'embedded', 'a.xml', '--max-warnings', '0')).stderr).toBe(
      `1 document checked against the embedded schema: all valid (1 warning); too many warnings (limit: 0)\n${refusedByLibvirt('1 domain')}`,
    )
  })

  test.each(['-1', 'many', '1.5', ''])('--max-warnings %s is a usage error', async (number) => {
    const { status, stderr } = await validate('--max-warnings', number, 'a.xml')
    expect(status).toBe(2)
    expect(stderr).toContain('Expected an integer of at least 0.')
  })
})

describe('--require', () => {
  test.each<[string, string, string, string[]]>([
    ['nothing said', '', 'hoststart,hoststop', ['a.xml error VL214', 'a.xml error VL214']],
    ['one said', START, 'hoststart,hoststop', ['a.xml error VL214']],
    ['the one that is wanted', STOP, 'hoststop', []],
    ['both', START + STOP, 'hoststop, hoststart', []],
    ['in the metadata', METADATA, 'hoststop', []],
    [
      'the shorthand says both',
      '  <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>\n',
      'hoststart,hoststop',
      [],
    ],
    [
      'one that is wrong is not said to be missing',
      '  <on_hoststop>sav</on_hoststop>\n',
      'hoststop',
      ['a.xml error VL203'],
    ],
  ])('%s', async (_, content, wanted, said) => {
    put('a.xml', domain(content))
    expect(await validate('--schema', 'embedded', 'a.xml', '--require', wanted)).toMatchObject({
      status: said.length === 0 ? 0 : 1,
      said,
    })
  })

  test('a word that is not known', async () => {
    const { status, stderr } = await validate('--require', 'hoststart,hostend', 'a.xml')
    expect(status).toBe(2)
    expect(stderr).toContain('Allowed are: hoststart, hoststop.')
  })
})

describe('--placement', () => {
  test.each<[string, string, string, string | undefined]>([
    ['element, and it is', STOP, 'element', undefined],
    ['element, and it is not', METADATA, 'element', '3:13'],
    ['element, and it is duplicate', METADATA + STOP, 'element', '3:13'],
    ['metadata, and it is', METADATA, 'metadata', undefined],
    ['metadata, and it is not', STOP, 'metadata', '3:3'],
    ['both, and it is', METADATA + STOP, 'both', undefined],
    ['both, and it is not', STOP, 'both', '3:3'],
    ['none is there', '', 'both', undefined],
  ])('%s', async (_, content, wanted, place) => {
    put('a.xml', domain(content))
    const { status, stdout } = await validate('--schema', 'embedded', 'a.xml', '--placement', wanted)
    expect({ status, place: /^a\.xml:(\d+:\d+) error VL215/.exec(stdout)?.[1] }).toEqual({
      status: place === undefined ? 0 : 1,
      place,
    })
  })
})

describe('a configuration', () => {
  const config = (value: unknown): void => put('virt-lifecycle.config.json', JSON.stringify(value, null, 2))
  beforeEach(() => {
    mkdirSync(join(cwd, 'vms/deep'), { recursive: true })
    put('vms/a.xml', domain(SPACE))
    put('vms/b.xml', domain(START))
  })

  test('says what is validated, and how', async () => {
    config({ paths: ['vms'], schema: 'embedded', strict: true, require: ['hoststop'] })
    expect(await validate()).toMatchObject({ status: 1, said: ['vms/a.xml error VL209', 'vms/b.xml error VL214'] })
  })

  test('is found from below, and its paths are relative to it', async () => {
    config({ paths: ['vms/*.xml'], exclude: ['/vms/b.xml'], schema: 'embedded', baseline: 'accepted.json' })
    put('accepted.json', '{ "version": 1, "findings": [] }')
    cwd = join(cwd, 'vms/deep')
    expect(await validate()).toMatchObject({ status: 0, said: ['../a.xml warning VL209'] })
  })

  test('the nearest one counts', async () => {
    config({ nonsense: true })
    put('vms/virt-lifecycle.config.json', '{ "schema": "embedded", "maxWarnings": 0 }')
    cwd = join(cwd, 'vms')
    expect(await validate('a.xml')).toMatchObject({ status: 1, said: ['a.xml warning VL209'] })
  })

  test('options take precedence, and take switches back', async () => {
    config({
      paths: ['vms/b.xml'],
      schema: 'embedded',
      strict: true,
      skipNonDomains: true,
      require: ['hoststop'],
      format: 'json',
    })
    put('net.xml', '<network/>')
    expect(
      await validate('vms/a.xml', 'net.xml', '--no-strict', '--no-skip-non-domains', '--format', 'text'),
    ).toMatchObject({
      status: 1,
      said: ['vms/a.xml warning VL209', 'net.xml error VL109'],
    })
    expect(await validate('vms/b.xml', '--no-config', '--schema', 'embedded')).toMatchObject({ status: 0, said: [] })
  })

  test('skipOther is the former name of skipNonDomains', async () => {
    put('net.xml', '<network/>')
    config({ schema: 'embedded', skipOther: true })
    const skipping = await validate('vms/a.xml', 'net.xml')
    expect(skipping).toMatchObject({ status: 0, said: ['vms/a.xml warning VL209'] })
    expect(skipping.stderr).toContain('; skipped 1 document that is not a domain\n')
    for (const option of ['--no-skip-other', '--no-skip-non-domains']) {
      expect(await validate('vms/a.xml', 'net.xml', option)).toMatchObject({ status: 1 })
    }
  })

  test('another file, whose paths are relative to that', async () => {
    put('vms/ci.json', '{ "paths": ["b.xml"], "schema": "embedded", "placement": "metadata" }')
    expect(await validate('--config', 'vms/ci.json')).toMatchObject({ status: 1, said: ['vms/b.xml error VL215'] })
  })

  test('a schema in it is relative to it', async () => {
    put(
      'vms/own.rng',
      '<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0"><attribute name="type"/><element name="name"><text/></element></element>',
    )
    put('vms/virt-lifecycle.config.json', '{ "schema": "own.rng" }')
    cwd = join(cwd, 'vms/deep')
    expect(await validate('../b.xml')).toMatchObject({ status: 1, said: ['../b.xml error VL403'] })
  })

  test.each<[string, string, RegExp]>([
    [
      'a key that nobody knows',
      '{\n  "skipNonDomain": true\n}',
      /:2:3 error VL507 "skipNonDomain" is unknown; did you mean "skipNonDomains"\?/,
    ],
    ['a value of another type', '{ "strict": "yes" }', /:1:13 error VL507 strict must be boolean/],
    ['a value that is not known', '{ "format": "xml" }', /:1:13 error VL507 format must be one of: text, compact/],
    ['a key that is duplicate', '{ "git": true, "git": false }', /:1:16 error VL507 duplicate "git"/],
    ['no JSON', '{ "git": true, }', /:1:16 error VL507 not valid JSON: /],
    ['no object', '[]', /:1:1 error VL507 not a JSON object/],
    ['nothing', '', /:1:1 error VL507 .*empty/],
    ['a comment', '{ // why\n}', /:1:3 error VL507 not valid JSON: comments are not allowed/],
  ])('%s is an error with its place', async (_, text, message) => {
    put('virt-lifecycle.config.json', text)
    const { status, stdout, stderr } = await validate('vms')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr.match(/VL507/g)).toHaveLength(1)
  })

  test('above the root of a repository counts no more', async () => {
    config({ nonsense: true })
    mkdirSync(join(cwd, 'vms/.git'))
    cwd = join(cwd, 'vms')
    expect(await validate('--schema', 'embedded', 'b.xml')).toMatchObject({ status: 0 })
  })

  test('one that is a device, or has wrong items', async () => {
    expect((await validate('--config', '/dev/zero', 'vms')).stderr).toMatch(
      /^\/dev\/zero:1:1 error VL507 .*not a regular file/,
    )
    config({ require: ['hoststart', 'stop'] })
    expect((await validate('vms')).stderr).toMatch(/VL507 require\[1\] must be one of: hoststart, hoststop/)
  })

  test('one that is named and is not there', async () => {
    expect(await validate('--config', 'nix.json', 'vms')).toMatchObject({
      status: 2,
      stderr: 'nix.json:1:1 error VL507 cannot be read: no such file or directory\n',
    })
  })

  test('its schema knows the words that the options take', () => {
    const { engine, format, placement, require } = Object(JSON_SCHEMAS.config['properties'])
    expect(engine.enum).toEqual(ENGINE_NAMES)
    expect(format.enum).toEqual(REPORT_FORMAT_NAMES)
    expect(placement.enum).toEqual(PLACEMENTS)
    expect(require.items.enum).toEqual(REQUIREMENTS)
  })

  test('the names of its keys are those of the options', async () => {
    const { stdout } = await virtLifecycle(['validate', '--help'])
    const keys = Object.keys(Object(JSON_SCHEMAS.config['properties'])).filter(
      (key) => !['$schema', 'paths', 'skipOther', 'rules'].includes(key),
    )
    for (const key of keys) {
      expect(stdout).toContain(`--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} `)
    }
  })
})

describe('a baseline', () => {
  const accept = () => validate('--schema', 'embedded', '--baseline', 'accepted.json', '--update-baseline', '.')
  const check = (...args: readonly string[]) =>
    validate('--schema', 'embedded', '--baseline', 'accepted.json', ...(args.length === 0 ? ['.'] : args))
  const read = () => JSON.parse(readFileSync(join(cwd, 'accepted.json'), 'utf8'))
  beforeEach(() => {
    put('a.xml', domain('  <on_hoststop>sav</on_hoststop>\n'))
    put('b.xml', domain(SPACE))
  })

  test('accepts what is found today, and fails on what is new', async () => {
    expect(await accept()).toMatchObject({ status: 0, said: [] })
    expect(new Ajv().compile(JSON_SCHEMAS.baseline)(read())).toBe(true)
    expect(read().findings.map(({ file, code }: { file: string; code: string }) => `${file} ${code}`)).toEqual([
      'a.xml VL203',
      'b.xml VL209',
    ])
    expect(await check()).toMatchObject({
      status: 0,
      said: [],
      stderr: `2 documents checked against the embedded schema: all valid; 2 findings accepted by accepted.json\n${refusedByLibvirt('2 domains')}`,
    })
    put('c.xml', domain('  <on_hoststop>sav</on_hoststop>\n'))
    expect(await check()).toMatchObject({ status: 1, said: ['c.xml error VL203'] })
  })

  test('knows a finding again where lines were added, and its file was read from elsewhere', async () => {
    await accept()
    put('a.xml', domain(`  <!-- more -->\n\n  <title>t</title>\n  <on_hoststop>sav</on_hoststop>\n`))
    expect(await check()).toMatchObject({ status: 0, said: [] })
    mkdirSync(join(cwd, 'deep'))
    cwd = join(cwd, 'deep')
    expect(await validate('--schema', 'embedded', '--baseline', '../accepted.json', '../a.xml')).toMatchObject({
      status: 0,
      said: [],
    })
  })

  test('does not accept the same mistake a second time in a file', async () => {
    put('a.xml', domain('  <metadata/>\n<on_hoststop x="1">save</on_hoststop>\n'))
    await accept()
    put(
      'a.xml',
      domain('  <metadata/>\n<on_hoststop x="1">save</on_hoststop>\n<on_hoststop x="1">save</on_hoststop>\n'),
    )
    expect((await check()).said).toEqual(['a.xml error VL204', 'a.xml error VL201'])
  })

  test('does not take one finding for another that is marked at the same place', async () => {
    put('a.xml', domain(STOP))
    put('b.xml', domain(STOP + START))
    const args = ['--schema', 'embedded', '--require', 'hoststart,hoststop', '--baseline', 'accepted.json']
    await validate(...args, '--update-baseline', '.')
    put('a.xml', domain(START))
    expect(await validate(...args, '.')).toMatchObject({ status: 1, said: ['a.xml error VL214'] })
  })

  test('does not accept what hides the rest', async () => {
    put('a.xml', `${domain(STOP)}</domain>`)
    expect(await accept()).toMatchObject({ status: 1, said: ['a.xml error VL101'] })
    expect(await check('a.xml')).toMatchObject({ status: 1, said: ['a.xml error VL101'] })
  })

  test('says how much of it no longer matches, of the files that were looked at', async () => {
    await accept()
    put('a.xml', domain(STOP))
    expect((await check()).stderr).toContain(
      '1 finding accepted by accepted.json, 1 baseline entry no longer matches anything (--update-baseline removes it)',
    )
    expect((await check('b.xml')).stderr).not.toContain('no longer')
    await accept()
    expect(read().findings).toHaveLength(1)
  })

  test('is updated in part where a part is looked at; files that are gone go', async () => {
    await accept()
    put('b.xml', domain(STOP))
    await validate('--schema', 'embedded', '--baseline', 'accepted.json', '--update-baseline', 'b.xml')
    expect(read().findings.map(({ file }: { file: string }) => file)).toEqual(['a.xml'])
    rmSync(join(cwd, 'a.xml'))
    await validate('--schema', 'embedded', '--baseline', 'accepted.json', '--update-baseline', 'b.xml')
    expect(read().findings).toEqual([])
  })

  test('does not accept what could not be read, and does not forget it either', async () => {
    await accept()
    rmSync(join(cwd, 'a.xml'))
    mkdirSync(join(cwd, 'a.xml'))
    const { status } = await validate(
      '--schema',
      'embedded',
      '--baseline',
      'accepted.json',
      '--update-baseline',
      'a.xml',
      'nix.xml',
    )
    expect(status).toBe(2)
    expect(read().findings).toHaveLength(2)
  })

  test('accepted warnings are none of the many', async () => {
    await accept()
    expect(await check('--max-warnings', '0', 'b.xml')).toMatchObject({ status: 0 })
    expect(await check('--strict', 'b.xml')).toMatchObject({ status: 0 })
  })

  test.each<[string, string | undefined, RegExp]>([
    ['missing', undefined, /^accepted\.json:1:1 error VL508 no such file\n.*--update-baseline/],
    ['no JSON', '{', /^accepted\.json:1:2 error VL508 not valid JSON/],
    ['another document', '{ "format": 1 }', /error VL508 "version" is missing/],
    ['a newer version', '{ "version": 2, "findings": [] }', /:1:14 error VL508 version must be 1/],
  ])('%s is an error', async (_, text, message) => {
    if (text !== undefined) put('accepted.json', text)
    const { status, stdout, stderr } = await check()
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('--update-baseline needs one', async () => {
    const { status, stderr } = await validate('--update-baseline', '.')
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: option '--update-baseline' requires '--baseline <file>'\n(see --help)\n",
    })
  })
})

describe('the library says what the command says', () => {
  test.each<[string, Parameters<typeof validateDomain>[1], readonly string[]]>([
    [domain(SPACE), {}, []],
    [domain(SPACE), { strict: true }, ['--strict']],
    [domain('  <on_hoststop>sav</on_hoststop>\n'), {}, []],
    [
      domain(START),
      { require: ['hoststop'], placement: 'metadata' },
      ['--require', 'hoststop', '--placement', 'metadata'],
    ],
    ['<network/>', {}, []],
    ['<domain>', { maxDepth: 1 }, ['--max-depth', '1']],
  ])('%j %j', async (text, options, args) => {
    put('a.xml', text)
    const { stdout } = await validate('--schema', 'embedded', '--json', 'a.xml', ...args)
    const diagnostics = validateDomain(text, { ...options, file: 'a.xml' }).map(({ excerpt: _, ...rest }) => rest)
    expect(JSON.parse(stdout).diagnostics).toEqual(diagnostics)
  })
})
