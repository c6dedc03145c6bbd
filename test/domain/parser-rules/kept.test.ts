import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { Keeper, Paths, repeated } from '../../../src/domain/parser-rules/kept.js'
import { childElements, parseXml, type XmlElement } from '../../../src/xml/index.js'

const PATHS = ['name', 'devices/disk', 'devices/disk/target', 'devices/*/alias']

/** The root element of a document, of which what is asked for is kept. */
function rootOf(text: string, keep: (element: XmlElement, depth: number) => boolean): XmlElement {
  const parsed = parseXml(new SourceText('a.xml', text), { keep })
  if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)
  return parsed.root
}

/** The `id` of the elements at each path, after the documents were parsed one after the other with one keeper. */
function idsIn(...documents: readonly [string, ...string[]]) {
  const paths = new Paths(PATHS)
  const keeper = new Keeper(paths)
  const [root] = documents.map((text) => rootOf(text, (element, depth) => keeper.keeps(element, depth))).reverse()
  if (root === undefined) throw new Error('no document')
  const kept = keeper.domain(root)
  const ids = PATHS.map((path) => kept.at(path).map(({ attributes }) => attributes['id']))
  // It is the same whether a path has elements, or is known to have some.
  expect(PATHS.map((path) => kept.hasAny([paths.numberOf(path)]))).toEqual(ids.map((some) => some.length > 0))
  return ids
}

describe('the elements that rules look at', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    ['none', '<domain/>', [[], [], [], []]],
    ['a path', '<domain><name id="a"/><name id="b"/></domain>', [['a', 'b'], [], [], []]],
    [
      'a path within a path',
      '<domain><devices><disk id="a"><target id="b"/></disk><disk id="c"/></devices></domain>',
      [[], ['a', 'c'], ['b'], []],
    ],
    [
      'any name, those that have a path of their own among them',
      '<domain><devices><disk id="a"><alias id="b"/></disk><hub><alias id="c"/></hub></devices></domain>',
      [[], ['a'], [], ['b', 'c']],
    ],
    [
      'the same names elsewhere',
      '<domain><a><name id="a"/></a><disk id="b"/><devices><name id="c"/><alias id="d"/><target id="e"/></devices></domain>',
      [[], [], [], []],
    ],
    [
      'deeper than any path',
      '<domain><name id="a"><name id="b"/></name><devices><disk id="c"><target id="d"><alias id="e"/></target></disk></devices></domain>',
      [['a'], ['c'], ['d'], []],
    ],
    [
      'in a namespace',
      '<domain xmlns:x="urn:x"><x:name id="a"/><x:devices><disk id="b"/></x:devices><devices><x:disk id="c"><alias id="d"/></x:disk></devices></domain>',
      [[], [], [], []],
    ],
  ])('%s', (_, text, ids) => {
    expect(idsIn(text)).toEqual(ids)
  })

  test('those of a document that was read before are forgotten', () => {
    const text = '<domain><name id="a"/><devices><disk id="b"/></devices></domain>'
    expect(idsIn(text, text)).toEqual([['a'], ['b'], [], []])
    expect(idsIn(text, '<domain/>')).toEqual([[], [], [], []])
  })

  test('a path that no rule has named has no elements', () => {
    const keeper = new Keeper(new Paths(PATHS))
    const root = rootOf('<domain><name/><devices><disk/></devices></domain>', (element, depth) =>
      keeper.keeps(element, depth),
    )
    expect(keeper.domain(root).at('title')).toEqual([])
  })
})

test('all that have something in common with an earlier one are paired with the first', () => {
  const elements = childElements(rootOf('<a><b k="1"/><b/><b k="2"/><b k="1"/><b/><b k="1"/></a>', () => true))
  const pairs = repeated(elements, ({ attributes }) => attributes['k'])
  expect(pairs.map(({ first, again, key }) => [elements.indexOf(first), elements.indexOf(again), key])).toEqual([
    [0, 3, '1'],
    [0, 5, '1'],
  ])
  expect(repeated([], () => 'x')).toEqual([])
})
