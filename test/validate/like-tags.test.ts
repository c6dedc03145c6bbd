import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { createEngine, type Engine, validateDomain } from '../../src/index.js'

const uuid = '[0-9a-f]{8}-[0-9a-f]{27}'

/** A schema with what a tag alone does not decide: a name with a prefix, and values that libxml2 refuses. */
const SCHEMA = `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <optional><element name="uuid"><data type="string"><param name="pattern">${uuid}</param></data></element></optional>
  <zeroOrMore>
    <choice>
      <element name="kind"><attribute name="of"><value type="QName" xmlns:v="urn:v">v:it</value></attribute></element>
      <element name="count"><attribute name="n"><data type="unsignedInt"/></attribute></element>
      <element name="id"><attribute name="uuid"><data type="string"><param name="pattern">${uuid}</param></data></attribute></element>
    </choice>
  </zeroOrMore>
</element>`

async function engine(): Promise<Engine> {
  const created = await createEngine(
    'builtin',
    { source: new SourceText('a.rng', SCHEMA), url: 'file:///a.rng' },
    () => undefined,
  )
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created.engine
}

describe('tags that are written alike', () => {
  const valid = '<domain xmlns:p="urn:v">\n<kind of="p:it"/><count n="1"/>\n</domain>'

  test.each([
    [
      'another namespace for a prefix in a value',
      '<domain xmlns:p="urn:w">\n<kind of="p:it"/><count n="1"/>\n</domain>',
    ],
    ['no namespace for it', '<domain>\n<kind of="p:it"/><count n="1"/>\n</domain>'],
    ['another parent, where they are not allowed', '<domain xmlns:p="urn:v"><uuid><kind of="p:it"/></uuid></domain>'],
    ['a default namespace around', '<domain xmlns:p="urn:v"><kind of="p:it"/><count n="1" xmlns="urn:x"/></domain>'],
    ['a default namespace in the parent', '<domain xmlns:p="urn:v" xmlns="urn:x"><kind of="p:it"/></domain>'],
    ['a spelling that libxml2 refuses', '<domain xmlns:p="urn:v"><count n="+1"/><count n="+1"/></domain>'],
    ['a wrong value', '<domain xmlns:p="urn:v"><count n="x"/><count n="x"/></domain>'],
    ['an attribute that is missing', '<domain xmlns:p="urn:v"><count/><count/></domain>'],
  ])('have findings of their own: %s', async (_, text) => {
    const fresh = validateDomain(text, { engine: await engine() })
    expect(fresh.length).toBeGreaterThan(0)
    const used = await engine()
    for (let i = 0; i < 3; i++) {
      expect(validateDomain(valid, { engine: used })).toEqual([])
      expect(validateDomain(text, { engine: used })).toEqual(fresh)
    }
  })

  test('have their own positions', async () => {
    const used = await engine()
    const at = (text: string) => validateDomain(text, { engine: used }).map(({ line, column }) => `${line}:${column}`)
    expect(at('<domain>\n<count n="x"/>\n</domain>')).toEqual(['2:11'])
    expect(at('<domain>\n\n   <count n="x"/><count n="x"/></domain>')).toEqual(['3:14', '3:28'])
  })
})

test('no part of a document keeps the whole document in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const used = await engine()
  const held = (): number => {
    collect()
    return process.memoryUsage().heapUsed / 1024 / 1024
  }
  const megabytes = 2
  const validate = (i: number): void => {
    const id = `00000000-${String(i).padStart(27, '0')}`
    // From bytes, so that no two of them share a part.
    const bytes = Buffer.from(
      `<domain><!--${'x'.repeat(megabytes * 1024 * 1024)}--><uuid>${id}</uuid><id uuid="${id}"/></domain>`,
    )
    expect(validateDomain(bytes.toString(), { engine: used })).toEqual([])
  }
  validate(0)
  const before = held()
  for (let i = 1; i <= 20; i++) validate(i)
  expect(held() - before).toBeLessThan(5 * megabytes)
})
