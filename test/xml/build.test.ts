import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { writeXml as writeByXmlbuilder2 } from '../../src/node/write-xml.js'
import { buildXml, childElements, type NewElement, parseXml, textOf, type XmlElement } from '../../src/xml/index.js'
import { writeXml } from '../../src/xml/write-xml.js'

/** Names: plain ones, unusual ones, those that HTML treats in a way of its own, and what objects have anyway. */
const name = fc.constantFrom('a', 'VALUE.ARRAY', 'on_hoststart', 'br', 'input', 'script', 'é', '_x-1', 'constructor')

const namespaced = fc.oneof(
  { weight: 3, arbitrary: name.map((local) => ({ name: local })) },
  fc.tuple(name, fc.constantFrom('p', 'cim')).map(([local, prefix]) => ({
    name: `${prefix}:${local}`,
    namespace: `http://example.com/${prefix}`,
  })),
  name.map((local) => ({ name: local, namespace: 'urn:x:"default" & more' })),
)

/** Every character that XML 1.0 can hold is text; some have to be escaped. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'&<>"\'\r\n\t ;#', '&amp;', '&#13;', '&lt', ']]>', '\u0085', '\u2028', '\u{1f600}'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((unit) => !/[\p{Cc}\ufffe\uffff]/u.test(unit)),
  ),
  maxLength: 12,
})

const { element } = fc.letrec<{ element: NewElement }>((tie) => ({
  element: fc
    .tuple(
      namespaced,
      fc.option(fc.dictionary(name, text, { maxKeys: 3 }), { nil: undefined }),
      fc.oneof(
        { maxDepth: 4 },
        fc.constant({}),
        text.map((content) => ({ text: content })),
        text.map((content) => ({ cdata: content.replaceAll('\r', '').replaceAll(']', '') })),
        fc.array(tie('element'), { maxLength: 3 }).map((children) => ({ children })),
      ),
    )
    .map(([names, attributes, content]) => ({
      ...names,
      ...(attributes === undefined ? {} : { attributes }),
      ...content,
    })),
}))

const layout = fc.record({ declaration: fc.boolean(), indent: fc.nat({ max: 3 }) })

describe('a new document', () => {
  test('is the same, whichever writes it', () => {
    fc.assert(
      fc.property(element, layout, (root, options) => {
        expect(writeXml(root, options)).toBe(writeByXmlbuilder2(root, options))
      }),
      { numRuns: 1000 },
    )
  })

  test('is read as what it was made of', () => {
    fc.assert(
      fc.property(element, (root) => {
        const parsed = parseXml(new SourceText('x.xml', writeXml(root, { declaration: true, indent: 0 })), {
          keep: () => true,
        })
        if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)
        expectSame(parsed.root, root)
      }),
    )
  })

  test('in Node is written by xmlbuilder2', () => {
    const root: NewElement = { name: 'a', attributes: { b: '"\t&' }, children: [{ name: 'c', text: '<&#13;\r' }] }
    expect(buildXml(root)).toBe('<a b="&quot;&#9;&amp;">\n  <c>&lt;&amp;#13;&#13;</c>\n</a>')
    expect(buildXml({ name: 'a', children: [] }, { declaration: true })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a/>',
    )
  })
})

function expectSame(
  read: XmlElement,
  { name, namespace, attributes = {}, children = [], text = '', cdata = '' }: NewElement,
): void {
  expect(read.name).toBe(name)
  if (namespace !== undefined) expect(read.uri).toBe(namespace)
  expect(read.attributes).toMatchObject(attributes)
  const content = `${text}${cdata}`
  if (content !== '') expect(textOf(read)).toBe(content)
  const elements = childElements(read)
  expect(elements).toHaveLength(content === '' ? children.length : 0)
  for (const [index, child] of elements.entries()) expectSame(child, children[index] ?? { name: 'none' })
}
