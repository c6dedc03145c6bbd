import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { type DiagnosticCode, SourceText } from '../../../src/diagnostics/index.js'
import { parserCheck } from '../../../src/domain/index.js'
import { JSON_SCHEMAS } from '../../../src/schemas/index.js'
import {
  applySilences,
  createEngine,
  offerCaseFixes,
  type ValidateOptions,
  validateDomain,
} from '../../../src/validate/index.js'
import { virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-rules-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const list = (...args: readonly string[]) => virtLifecycle(['validate', '--list-rules', ...args], { cwd })

interface Rule {
  readonly code: DiagnosticCode
  readonly severity: string
  readonly fix: boolean
  readonly silence: boolean
  readonly lower: boolean
  readonly title: string
}

async function rules(...args: readonly string[]): Promise<readonly Rule[]> {
  const { status, stdout } = await list(...args)
  const listed = JSON.parse(stdout)
  const check = new Ajv().compile(JSON_SCHEMAS.rules)
  check(listed)
  expect([status, check.errors]).toEqual([0, null])
  return listed.rules
}

test('lists the codes of documents with what can be done about them', async () => {
  const listed = new Map((await rules('--json')).map((rule) => [rule.code, rule]))
  expect(listed.get('VL101')).toEqual({
    code: 'VL101',
    severity: 'error',
    fix: false,
    silence: false,
    lower: false,
    title: 'The document is not well-formed XML',
  })
  expect(listed.get('VL209')).toMatchObject({ severity: 'warning', fix: true, silence: true, lower: true })
  expect(listed.get('VL404')).toMatchObject({ silence: false, lower: true })
  expect(listed.get('VL425')).toMatchObject({ severity: 'warning', silence: false, lower: true })
  // About JSON, translation, the run, guests.
  for (const code of ['VL107', 'VL312', 'VL401', 'VL501', 'VL601'] as const) expect(listed.has(code)).toBe(false)
})

test('has the severities of the configuration', async () => {
  writeFileSync(join(cwd, 'own.json'), '{ "rules": { "VL209": "off", "VL216": "error" } }')
  const severities = Object.fromEntries(
    (await rules('--format', 'json', '--config', 'own.json')).map((rule) => [rule.code, rule.severity]),
  )
  expect(severities).toMatchObject({ VL208: 'warning', VL209: 'off', VL216: 'error' })
})

test('as text, has a line for each', async () => {
  const { status, stdout, stderr } = await list()
  expect([status, stderr]).toEqual([0, ''])
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^CODE {3}SEVERITY {2}FIX {2}SILENCE {2}LOWER {2}TITLE$/)
  expect(lines).toContainEqual(
    expect.stringMatching(/^VL209 {2}warning {3}yes {2}yes {6}yes {4}White space around a value$/),
  )
  expect(lines).toHaveLength((await rules('--json')).length + 1)
})

test('takes no format of findings', async () => {
  expect(await list('--format', 'sarif')).toMatchObject({ status: 2, stdout: '' })
})

const domain = (content: string): string => `<domain type="kvm"><name>a</name>${content}</domain>`

const withCaseFixes: ValidateOptions['review'] = (document, found) => ({
  diagnostics: offerCaseFixes(document, found),
  silenced: [],
})

/** The engine of a schema for the content of a domain. */
const engineFor = async (content: string): Promise<ValidateOptions> => {
  const libraries =
    'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
  const source = new SourceText('own.rng', `<element name="domain" ${libraries}>${content}</element>`)
  const created = await createEngine('builtin', { source }, () => undefined)
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created
}

const own = await engineFor('<attribute name="type"><value>kvm</value></attribute>')
const numbers = await engineFor(
  '<attribute name="type"><data type="int"><param name="pattern">[0-9]</param></data></attribute>',
)
const empty = (name: string): string => `<element name="${name}"><empty/></element>`
const orders = await engineFor(
  `<interleave><interleave>${empty('a1')}${empty('a2')}</interleave><interleave>${empty('b1')}${empty('b2')}</interleave></interleave>`,
)

/** A domain for each code that has a fix, in which it has one. */
const FIXED: readonly (readonly [DiagnosticCode, string, ValidateOptions])[] = [
  ['VL106', `<?xml version="1.0" encoding="UTF-16"?>${domain('')}`, {}],
  ['VL201', domain('<on_hoststart dealy="3">start</on_hoststart>'), {}],
  ['VL203', domain('<on_hoststop>sav</on_hoststop>'), {}],
  ['VL209', domain('<on_hoststop> save </on_hoststop>'), {}],
  ['VL215', domain('<on_hoststop>save</on_hoststop>'), { placement: 'metadata' }],
  ['VL216', domain('<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'), { expandShorthand: true }],
  ['VL220', '<domain type="kvm "/>', { parserCheck, ...own }],
  ['VL232', domain('<devices><hostdev><source><vendor id="beef"/></source></hostdev></devices>'), { parserCheck }],
  [
    'VL239',
    domain('<devices><serial type="unix"><source mode="client" path="/a"/></serial></devices>'),
    { parserCheck },
  ],
  ['VL403', '<domain type="KVM"/>', { review: withCaseFixes, ...own }],
  ['VL406', '<domain><a1/><b1/><a2/><b2/></domain>', orders],
  ['VL407', '<domain type=" 5"/>', numbers],
  ['VL426', domain('<!-- virt-lifecycle-disable-nextline VL203 -->'), { review: applySilences }],
  ['VL427', domain('<!-- virt-lifecycle-disable-line vl203 -->'), { review: applySilences }],
]

test.each(FIXED)('%s has a fix', (code, text, options) => {
  const found = validateDomain(new SourceText('a.xml', text, 1, 'UTF-8'), options)
  expect(found.find((diagnostic) => diagnostic.code === code)?.fix).toEqual(
    expect.arrayContaining([expect.objectContaining({ line: 1 })]),
  )
})

test('these are the codes that are said to have one', async () => {
  const listed = (await rules('--json')).filter(({ fix }) => fix).map(({ code }) => code)
  expect(listed).toEqual(FIXED.map(([code]) => code))
})
