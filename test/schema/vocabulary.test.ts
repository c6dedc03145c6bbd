import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import {
  DELAY_RANGE,
  HOST_START_VALUES,
  HOST_STOP_VALUES,
  LIFECYCLE_NAMESPACE,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  ORDER_RANGE,
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

test('the grammar has the actions of the tables, no more and no fewer', () => {
  expect(texts(inDefine('hostStartOptions', 'value'))).toEqual(HOST_START_VALUES)
  expect(texts(inDefine('hostStopOptions', 'value'))).toEqual(HOST_STOP_VALUES)
  expect(grammar.filter(({ local }) => local === 'value')).toHaveLength(
    HOST_START_VALUES.length + HOST_STOP_VALUES.length,
  )
})

test('the grammar has the elements and attributes of the tables', () => {
  expect(names(grammar.filter(({ local }) => local === 'element'))).toEqual([ON_HOSTSTART, ON_HOSTSTOP])
  expect(names(inDefine('onHostStart', 'attribute'))).toEqual(['delay', 'order'])
  expect(names(grammar.filter(({ local }) => local === 'attribute'))).toEqual(['delay', 'order'])
})

test.each([
  ['hostStartDelay', DELAY_RANGE],
  ['hostStartOrder', ORDER_RANGE],
] as const)('%s has the range of the tables', (define, { min, max }) => {
  const params = new Map(inDefine(define, 'param').map((param) => [param.attributes['name'], textOf(param)]))
  // The pattern allows digits only, so 0 is the least without a minInclusive.
  expect(Number(params.get('minInclusive') ?? 0)).toBe(min)
  expect(Number(params.get('maxInclusive'))).toBe(max)
})

test.each(['metadata', 'domain-lifecycle'])('%s.rng has the namespace of the tables', (name) => {
  const namespaces = elementsOf(`schema/${name}.rng`).flatMap(({ attributes }) => attributes['ns'] ?? [])
  expect([...new Set(namespaces)].filter((ns) => ns !== '')).toEqual([LIFECYCLE_NAMESPACE])
})
