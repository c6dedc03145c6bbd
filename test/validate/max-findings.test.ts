import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { type Diagnostic, hasErrors, SourceText } from '../../src/diagnostics/index.js'
import { parserCheck } from '../../src/domain/index.js'
import { createEngine, fixDomain, validateDomain } from '../../src/validate/index.js'
import { virtLifecycle } from '../cli/program.js'

const domain = (inside: string) => `<domain><name>a</name>${inside}</domain>`

test('at most so many findings of a document are listed, and it is said how many more there are', () => {
  const found = validateDomain(domain('<a><on_hoststop/></a>'.repeat(50)), { engine: 'none', maxFindings: 20 })
  expect(found.map(({ code }) => code)).toEqual([...Array(20).fill('VL206'), 'VL120'])
  expect(found.at(-1)).toMatchObject({
    severity: 'warning',
    message: 'up to 30 more findings are not listed',
  })
})

test('a thousand are listed unless told otherwise, with a schema too', () => {
  const found = validateDomain(domain('x<on_hoststop>save</on_hoststop>'.repeat(3000)))
  expect(found).toHaveLength(1001)
  expect(found.at(-1)?.code).toBe('VL120')
})

test('an error that is not among the first findings still makes a document invalid', () => {
  const text = domain('<on_hoststop> save </on_hoststop><a><on_hoststart/></a>')
  expect(hasErrors(validateDomain(text, { engine: 'none', maxFindings: 1 }))).toBe(true)
})

/** The engine of a schema with what the rules about disks look at. */
const created = await createEngine(
  'builtin',
  {
    source: new SourceText(
      'disks.rng',
      `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0">
        <element name="name"><text/></element><element name="memory"><text/></element>
        <element name="os"><element name="type"><value>hvm</value></element></element>
        <element name="devices"><oneOrMore><element name="disk">
          <attribute name="device"><value>disk</value></attribute><element name="target"><attribute name="dev"/></element>
        </element></oneOrMore><optional><element name="end"><empty/></element></optional></element>
      </element>`,
    ),
  },
  () => undefined,
)
if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
const DISKS = created.engine

const disks = (count: number, more = ''): string => {
  const each = '<disk device=" disk "><target dev="vda"/></disk>'.repeat(count)
  return domain(`<memory>1</memory><os><type>hvm</type></os><devices>${each}${more}</devices>`)
}

test('warnings about words are bounded by themselves: an error behind them is listed', () => {
  const found = validateDomain(disks(3000, '<other/>'), { engine: DISKS, parserCheck, maxFindings: 10_000 })
  expect(found.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'VL403' }])
  expect(found.filter(({ code }) => code === 'VL220')).toHaveLength(3000)
  const few = validateDomain(disks(3000, '<other/>'), { engine: DISKS, parserCheck, maxFindings: 10 })
  expect(hasErrors(few)).toBe(true)
  // Nobody asked for them: they do not count.
  expect(validateDomain(disks(3000), { engine: DISKS, maxFindings: 10 })).toEqual([])
  const valid = validateDomain(disks(3000, '<end/>'), { engine: DISKS, parserCheck, maxFindings: 10 })
  expect(hasErrors(valid)).toBe(false)
})

test('of what libvirt refuses some of each code are looked at, and all are counted', () => {
  const text = disks(3000)
  const options = { engine: DISKS, parserCheck, maxFindings: 10 }
  let looked: readonly Diagnostic[] = []
  const found = validateDomain(text, {
    ...options,
    review: (_, diagnostics) => {
      looked = diagnostics
      return { diagnostics, silenced: [] }
    },
  })
  expect(found).toHaveLength(11)
  expect(found.at(-1)).toMatchObject({ severity: 'warning', message: 'up to 5989 more findings are not listed' })
  expect(looked).toHaveLength(2020)
  expect(new Set(looked.map(({ code }) => code))).toEqual(new Set(['VL220', 'VL224']))
  // A team that takes one of them seriously hears of it.
  const raised = validateDomain(text, {
    ...options,
    review: (_, diagnostics) => ({
      diagnostics: diagnostics.map((one) => (one.code === 'VL224' ? { ...one, severity: 'error' } : one)),
      silenced: [],
    }),
  })
  expect(hasErrors(raised)).toBe(true)
})

test('fixes that are not listed the first time are applied all the same', () => {
  const text = domain('<on_hoststart order=" 1 " delay=" 2 "> start </on_hoststart><on_hoststop> save </on_hoststop>')
  const { text: fixed } = fixDomain(text, { engine: 'none', maxFindings: 1 })
  expect(fixed).toBe(domain('<on_hoststart order="1" delay="2">start</on_hoststart><on_hoststop>save</on_hoststop>'))
})

test('--max-findings limits what is printed; a baseline accepts nothing in such a document', async () => {
  const input = domain('<a><on_hoststop/></a>'.repeat(5))
  const args = ['validate', '--schema', 'embedded', '--json', '--max-findings', '2']
  const { stdout } = await virtLifecycle(args, { input })
  const { diagnostics } = JSON.parse(stdout)
  expect(diagnostics.map(({ code }: { code: string }) => code)).toEqual(['VL206', 'VL206', 'VL120'])
  const directory = mkdtempSync(join(tmpdir(), 'virt-lifecycle-max-findings-'))
  try {
    const baseline = ['--baseline', join(directory, 'baseline.json')]
    await virtLifecycle([...args, ...baseline, '--update-baseline'], { input })
    expect((await virtLifecycle([...args, ...baseline], { input })).status).toBe(1)
    await virtLifecycle([...args.slice(0, -2), ...baseline, '--update-baseline'], { input })
    expect((await virtLifecycle([...args.slice(0, -2), ...baseline], { input })).status).toBe(0)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
