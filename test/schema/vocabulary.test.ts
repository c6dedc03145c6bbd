import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import {
  LIFECYCLE_NAMESPACE,
  LIFECYCLE_VALUES,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  START_ATTRIBUTE_NAMES,
  START_ATTRIBUTES,
} from '../../src/lifecycle/index.js'
import { parseXml, textOf, type XmlElement } from '../../src/xml/index.js'

/** The grammar's elements, in document order. */
function elementsOf(file: string): readonly XmlElement[] {
  const parsed = parseXml(new SourceText(file, readFileSync(file, 'utf8')), {
    keep: () => true,
    collect: () => true,
  })
  if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)
  return parsed.collected
}

const grammar = elementsOf('schema/lifecycle.rng')

/** The elements of a kind in a definition. */
function inDefine(define: string, local: string): readonly XmlElement[] {
  const within = (element: XmlElement): boolean =>
    element.local === 'define'
      ? element.attributes['name'] === define
      : element.parent !== undefined && within(element.parent)
  return grammar.filter((element) => element.local === local && within(element))
}

const texts = (elements: readonly XmlElement[]): readonly string[] => elements.map((element) => textOf(element))
const names = (elements: readonly XmlElement[]) => elements.map((element) => element.attributes['name'])

test('the grammar has exactly the actions in the tables', () => {
  expect(texts(inDefine('hostStartOptions', 'value'))).toEqual(LIFECYCLE_VALUES.on_hoststart)
  expect(texts(inDefine('hostStopOptions', 'value'))).toEqual(LIFECYCLE_VALUES.on_hoststop)
  expect(grammar.filter(({ local }) => local === 'value')).toHaveLength(Object.values(LIFECYCLE_VALUES).flat().length)
})

test('the grammar has the elements and attributes in the tables', () => {
  expect(names(grammar.filter(({ local }) => local === 'element'))).toEqual([ON_HOSTSTART, ON_HOSTSTOP])
  expect(names(inDefine('onHostStart', 'attribute'))).toEqual(START_ATTRIBUTE_NAMES)
  expect(names(grammar.filter(({ local }) => local === 'attribute'))).toEqual(START_ATTRIBUTE_NAMES)
})

test.each(START_ATTRIBUTES)('$name has the range of the tables', ({ name, min, max }) => {
  const define = `hostStart${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const params = new Map(inDefine(define, 'param').map((param) => [param.attributes['name'], textOf(param)]))
  // The pattern allows only digits, so without a minInclusive the minimum is 0.
  expect(Number(params.get('minInclusive') ?? 0)).toBe(min)
  expect(Number(params.get('maxInclusive'))).toBe(max)
})

test.each(['metadata', 'domain-lifecycle'])('%s.rng has the namespace in the tables', (name) => {
  const namespaces = elementsOf(`schema/${name}.rng`).flatMap(({ attributes }) => attributes['ns'] ?? [])
  expect([...new Set(namespaces)].filter((ns) => ns !== '')).toEqual([LIFECYCLE_NAMESPACE])
})
