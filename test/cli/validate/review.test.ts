import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Log } from 'sarif'
import { type Run, spawnVirtLifecycle, virtLifecycle } from '../program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-review-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
beforeEach(() => {
  cwd = mkdtempSync(join(scratch, 'test-'))
})

const put = (file: string, content: string): void => writeFileSync(join(cwd, file), content)
const rules = (levels: Readonly<Record<string, unknown>>): void =>
  put('virt-lifecycle.config.json', JSON.stringify({ schema: 'embedded', rules: levels }))

const validate = (...args: readonly string[]): Promise<Run> => virtLifecycle(['validate', ...args], { cwd })

/** Severity and code of each finding that is printed. */
const saidIn = ({ stdout, stderr }: Run): readonly string[] =>
  [...`${stdout}${stderr}`.matchAll(/^\S+:\d+:\d+ (\w+ VL\d+)/gm)].map(([, said = '']) => said)

const domain = (...lines: readonly string[]): string =>
  ['<domain type="kvm">', '  <name>a</name>', ...lines, '</domain>', ''].join('\n')
const SPACE = '  <on_hoststop> save </on_hoststop>' // VL209, a warning
const WRONG = '  <on_hoststop>sav</on_hoststop>' // VL203, an error
const SILENT = '  <!-- virt-lifecycle-disable-next-line VL203: agreed on -->'

describe('a comment that silences a finding', () => {
  beforeEach(() => put('a.xml', domain(SILENT, WRONG)))

  test('makes the document valid, and the summary counts it', async () => {
    const run = await validate('--schema', 'embedded', 'a.xml')
    expect(run).toMatchObject({ status: 0, stdout: '' })
    expect(run.stderr).toMatch(/^1 document checked against the embedded schema: all valid; 1 silenced\n/)
  })

  test('leaves it in SARIF, as suppressed', async () => {
    put('a.xml', domain(SILENT, `${WRONG}<nonsense><on_hoststop>x</on_hoststop></nonsense>`))
    const { stdout } = await validate('--schema', 'embedded', '--format', 'sarif', 'a.xml')
    const results = (JSON.parse(stdout) as Log).runs[0]?.results ?? []
    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['VL206', undefined],
      ['VL403', undefined],
      ['VL203', [{ kind: 'inSource', justification: 'agreed on' }]],
    ])
  })

  test('keeps it out of a baseline', async () => {
    await validate('--schema', 'embedded', '--baseline', 'accepted.json', '--update-baseline', 'a.xml')
    expect(JSON.parse(readFileSync(join(cwd, 'accepted.json'), 'utf8'))).toEqual({ version: 1, findings: [] })
  })

  test('keeps --fix from changing it', async () => {
    await validate('--schema', 'embedded', '--fix', 'a.xml')
    expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe(domain(SILENT, WRONG))
  })

  test('counts for --max-warnings if it is unused', async () => {
    put('a.xml', domain(SILENT))
    const run = await validate('--schema', 'embedded', '--max-warnings', '0', 'a.xml')
    expect([run.status, saidIn(run)]).toEqual([1, ['warning VL425']])
  })

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['the schema, with one that knows less', 'VL403', [], []],
    ['a requirement, where nothing is required', 'VL214', [], []],
    ['a requirement, where something is', 'VL214', ['--require', 'hoststop'], ['warning VL425']],
    ['a placement, where none is expected', 'VL215', [], []],
    ['the shorthand, where it is accepted', 'VL216', [], []],
    ['a difference of engines, where there is one engine', 'VL405', [], []],
    ['a lifecycle rule', 'VL209', [], ['warning VL425']],
  ])('is said to be unused only if this run could have found it: %s', async (_, code, args, said) => {
    put('a.xml', domain('  <on_hoststop>save</on_hoststop>', `<!-- virt-lifecycle-disable-line ${code} -->`))
    expect(saidIn(await validate('--schema', 'embedded', ...args, 'a.xml'))).toEqual(said)
  })
})

test('what several processes check is silenced, too, and has the severities of the configuration', async () => {
  mkdirSync(join(cwd, 'vms'))
  for (let i = 0; i < 120; i++) put(`vms/${i}.xml`, domain(SILENT, WRONG, '  <!-- virt-lifecycle-disable VL209 -->'))
  put('virt-lifecycle.config.json', JSON.stringify({ schema: 'embedded', rules: { VL425: 'error' } }))
  const run = spawnVirtLifecycle(['validate', '--jobs', '2', 'vms'], { cwd })
  expect(run.stderr).toContain(
    '120 documents checked against the embedded schema: 120 invalid (120 errors); 120 silenced',
  )
})

describe('"rules" in the configuration', () => {
  test.each<[string, string, string, number, readonly string[]]>([
    ['VL209', 'off', SPACE, 0, []],
    ['VL209', 'warning', SPACE, 0, ['warning VL209']],
    ['VL209', 'error', SPACE, 1, ['error VL209']],
    ['VL203', 'warning', WRONG, 0, ['warning VL203']],
    ['VL203', 'off', WRONG, 0, []],
    ['VL203', 'off', SPACE, 0, ['warning VL209']],
  ])('%s is %s', async (code, level, line, status, said) => {
    put('a.xml', domain(line))
    rules({ [code]: level })
    const run = await validate('a.xml')
    expect([run.status, saidIn(run)]).toEqual([status, said])
    expect(run.stderr).toContain(status === 0 ? ': all valid' : ': 1 invalid (1 error)')
  })

  test('come before --strict', async () => {
    put('a.xml', domain(WRONG))
    rules({ VL203: 'warning' })
    expect(saidIn(await validate('--strict', 'a.xml'))).toEqual(['error VL203'])
    rules({ VL203: 'off' })
    expect(saidIn(await validate('--strict', 'a.xml'))).toEqual([])
  })

  test('count in every report, and in a baseline', async () => {
    put('a.xml', domain(SPACE))
    rules({ VL209: 'error' })
    const { stdout } = await validate('--json', '--output', 'junit=junit.xml', 'a.xml')
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [{ code: 'VL209', severity: 'error' }],
      documents: [{ valid: false }],
    })
    expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).toContain('failures="1"')
    rules({ VL209: 'off' })
    await validate('--baseline', 'accepted.json', '--update-baseline', 'a.xml')
    expect(readFileSync(join(cwd, 'accepted.json'), 'utf8')).not.toContain('VL209')
  })

  test('do not fix what is off', async () => {
    put('a.xml', domain(SPACE))
    rules({ VL209: 'off' })
    await validate('--fix', 'a.xml')
    expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe(domain(SPACE))
  })

  test('can turn off the warnings about comments', async () => {
    put('a.xml', domain(SILENT))
    rules({ VL425: 'off' })
    expect(saidIn(await validate('--strict', 'a.xml'))).toEqual([])
  })

  test.each<[string, number, readonly string[]]>([
    ['off', 0, []],
    ['warning', 0, ['warning VL404']],
    ['error', 1, ['error VL404']],
  ])('say what it means that no schema is installed: %s', async (level, status, said) => {
    put('a.xml', domain())
    put('config.json', JSON.stringify({ rules: { VL404: level } }))
    const bare = { cwd, env: { LIBVIRT_SCHEMAS: undefined }, system: { root: join(cwd, 'nowhere') } }
    const run = await virtLifecycle(['validate', '--config', 'config.json', 'a.xml'], bare)
    expect([run.status, saidIn(run)]).toEqual([status, said])
  })

  test.each<[string, RegExp]>([
    [
      '{ "VL2099": "off" }',
      /json:2:13 error VL523 "VL2099" in "rules" is not a code of this program\n.*\n.*did you mean VL209\?/,
    ],
    ['{ "nonsense": "off" }', /json:2:13 error VL523 "nonsense" in "rules" .*\n.*\n.*--list-rules/],
    ['{ "VL312": "off" }', /json:2:13 error VL523 "validate" does not report VL312 in documents/],
    ['{ "VL101": "off" }', /json:2:13 error VL524 VL101 must stay an error\n.*\n.*anything could be wrong/],
    ['{ "VL501": "warning" }', /json:2:13 error VL524 VL501 must stay an error\n.*\n.*could not do/],
    ['{ "VL209": "note" }', /json:2:22 error VL507 VL209 must be one of: off, warning, error/],
    ['[]', /json:2:11 error VL507 rules must be object/],
  ])('must be right: %s', async (text, message) => {
    put('a.xml', domain())
    put('virt-lifecycle.config.json', `{\n "rules": ${text}\n}`)
    const { status, stdout, stderr } = await validate('a.xml')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr.match(/ error VL/g)).toHaveLength(1)
  })

  test('may say of what must be an error that it is one', async () => {
    put('a.xml', domain())
    rules({ VL101: 'error', VL501: 'error' })
    expect((await validate('a.xml')).status).toBe(0)
  })
})
