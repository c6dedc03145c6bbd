import { describe, expect, test } from '@jest/globals'
import { compileSchema, detailedMessages, type Validator, type ValidatorOptions } from '../../src/relaxng/index.js'

const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

const LIBRARY = `<grammar ${RNG}>
  <start><element name="library"><interleave>
    <element name="name"><text/></element>
    <element name="city"><ref name="place"/></element>
    <zeroOrMore><ref name="item"/></zeroOrMore>
  </interleave></element></start>
  <define name="place"><data type="string"><param name="pattern">[A-Z].*</param></data></define>
  <define name="item"><element name="item"><choice>
    <group><attribute name="kind"><value>book</value></attribute><attribute name="isbn"/><element name="author"><text/></element><element name="year"><data type="gYear"/></element></group>
    <group><attribute name="kind"><value>film</value></attribute><optional><attribute name="minutes"><data type="positiveInteger"/></attribute></optional><element name="director"><text/></element></group>
  </choice></element></define>
</grammar>`

function compiled(options: ValidatorOptions): Validator {
  const result = compileSchema(LIBRARY, 'library.rng', () => undefined, options)
  if ('error' in result) throw new Error(result.error.message)
  return result.validator
}

const words = { describeDefinition: (name: string) => (name === 'place' ? 'a place with a capital letter' : undefined) }
const detailed = compiled({ messages: detailedMessages(words) })
const brief = compiled({})
const said = (validator: Validator, text: string): readonly string[] =>
  validator.validate(text).map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`))

const library = (content: string): string => `<library><name>a</name><city>Bern</city>${content}</library>`

describe('messages of any schema', () => {
  test.each([
    [
      '<item minutes="90" kind="book" isbn="1"><author/><year>2000</year></item>',
      [
        '"minutes" needs kind="film"; this <item> has kind="book" (change "kind", or remove "minutes"; as it is, <item> can also have: isbn)',
      ],
    ],
    [
      '<item kind="film"><author>a</author><director/></item>',
      ['<author> needs kind="book"; this <item> has kind="film" (change "kind", or remove <author>)'],
    ],
    ['<item kind="book" isbn="1"><year>2000</year><author/></item>', ['<year> must come after <author> in <item>']],
    [
      '<item kind="films"><director/></item>',
      ['the attribute "kind" is "films", not one of: "book", "film" (did you mean "film"?)'],
    ],
    [
      '<item kind="film" director="a"/>',
      [
        'the attribute "director" is not allowed on <item>; it can also have: minutes (write it as an element in <item>: <director>a</director>)',
      ],
    ],
    [
      '<item kind="book" code="978"><author/><year>2000</year></item>',
      ['the attribute "code" is not allowed on <item>; it can also have: isbn'],
    ],
    [
      '<author>a</author>',
      ['<author> is not allowed in <library>; it can also have: item (<author> belongs in <item>)'],
    ],
  ])('%s', (content, messages) => {
    const found = said(detailed, library(content))
    expect(found.slice(0, 1)).toEqual(messages)
  })

  test('the words for a named pattern come from outside', () => {
    const text = '<library><name>a</name><city>bern</city></library>'
    expect(said(detailed, text)).toEqual(['<city> is "bern", not a place with a capital letter (did you mean "BERN"?)'])
    expect(said(brief, text)).toEqual(['<city> is "bern", not text matching the pattern [A-Z].*'])
  })

  test('independent faults are all reported, and none twice', () => {
    const text =
      '<library><nam>a</nam><item kind="film" minutes="0"/><item kind="book" isbn="1"><author/></item></library>'
    expect(said(detailed, text)).toEqual([
      '<nam> is not allowed in <library>; allowed: name, city, item (did you mean <name>?)',
      'the attribute "minutes" is "0", not an integer of 1 or more',
      '<item> is missing the required element <director> (add <director/>)',
      '<item> is missing the required element <year> (add <year>…</year>, where … is a year of four digits)',
      '<library> is missing the required element <city> (add <city>…</city>, where … is a place with a capital letter)',
    ])
  })

  test('without explanations they find as much in a valid and in a wrong document', () => {
    const wrong = library('<item kind="film" isbn="1"><director/></item>')
    expect(said(brief, wrong)).toEqual(['the attribute "isbn" is not allowed on <item>; allowed: minutes'])
    expect(said(brief, library(''))).toEqual([])
    expect(said(detailed, library(''))).toEqual([])
  })

  test('what a document has very many of is not looked into for ever', () => {
    const text = library('<item kind="film" isbn="1"><director/></item>'.repeat(300))
    const found = said(detailed, text)
    expect(found).toHaveLength(300)
    expect(new Set(found).size).toBe(2)
  })

  test('looking for an explanation teaches the validator nothing that it would save', () => {
    const validator = compiled({ messages: detailedMessages(words) })
    validator.validate(library('<item kind="film"><director/></item>'))
    const { learned } = validator
    validator.validate(library('<item kind="film" isbn="1"><director/></item>'))
    expect(validator.learned - learned).toBeLessThan(5)
  })
})
