import { describe, expect, test } from '@jest/globals'
import { allLibraries } from '../../src/relaxng/datatypes/libraries.js'
import { XSD_LIBRARY_URI } from '../../src/relaxng/datatypes/xsd.js'
import { childElements, textOf, type XmlElement } from '../../src/xml/index.js'
import { childrenNamed, describeSuite } from './suite.js'

const libraries = allLibraries((pattern) => (pattern === '/.*' ? 'an absolute path' : undefined))

/** The namespaces declared around a value of the suite. */
function contextOf(element: XmlElement) {
  return {
    namespaceOf: (prefix: string): string | undefined => {
      if (prefix === '') return ''
      for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
        const uri = at.attributes[`xmlns:${prefix}`]
        if (uri !== undefined) return uri
      }
      return undefined
    },
  }
}

function datatype(name: string, params: Readonly<Record<string, string>> = {}) {
  const created = libraries.get(XSD_LIBRARY_URI)?.create(
    name,
    Object.entries(params).map(([param, value]) => ({ name: param, value })),
  )
  if (created === undefined || 'error' in created) throw new Error(created?.error)
  return created.datatype
}

/** Types of XPath 2.0, which are not in XML Schema 1.0. */
const NOT_OURS = ['untypedAtomic', 'anyAtomicType']

describeSuite('xsdtest.xml', "James Clark's test suite of the datatypes", ({ root }) => {
  const types = childElements(root).filter(({ attributes }) => !NOT_OURS.includes(attributes['name'] ?? ''))
  test.each(types.map((element) => [element.attributes['name'] ?? '', element] as const))('%s', (name, element) => {
    const type = datatype(name)
    for (const kind of ['valid', 'invalid']) {
      // No document with a DTD is processed, so no entity is ever declared.
      for (const value of childrenNamed(element, kind).filter(({ attributes }) => !('internalSubset' in attributes))) {
        expect([kind, textOf(value), type.allows(textOf(value), contextOf(value))]).toEqual([
          kind,
          textOf(value),
          kind === 'valid',
        ])
      }
    }
    for (const value of childrenNamed(element, 'length')) {
      const length = value.attributes['value'] ?? ''
      expect([length, datatype(name, { length }).allows(textOf(value), contextOf(value))]).toEqual([length, true])
    }
    for (const equiv of childrenNamed(element, 'equiv')) {
      const classes = childrenNamed(equiv, 'class').map(
        (values) =>
          new Set(childrenNamed(values, 'value').map((value) => type.valueOf(textOf(value), contextOf(value)))),
      )
      expect(classes.map(({ size }) => size)).toEqual(classes.map(() => 1))
      expect(new Set(classes.flatMap((keys) => [...keys])).size).toBe(classes.length)
    }
    const context = contextOf(element)
    for (const pair of [...childrenNamed(element, 'lessThan'), ...childrenNamed(element, 'incomparable')]) {
      const [low = '', high = ''] = childrenNamed(pair, 'value').map(textOf)
      const isLess = (a: string, b: string) => datatype(name, { maxExclusive: b }).allows(a, context)
      expect([low, high, isLess(low, high), isLess(high, low)]).toEqual([low, high, pair.local === 'lessThan', false])
    }
  })
})

const NONE = { namespaceOf: () => undefined }

describe('a rule says what is allowed', () => {
  test.each([
    ['unsignedShort', {}, 'an integer from 0 to 65535'],
    ['integer', { minInclusive: '1', maxInclusive: '15' }, 'an integer from 1 to 15'],
    ['unsignedInt', { minInclusive: '1' }, 'an integer from 1 to 4294967295'],
    ['positiveInteger', { minInclusive: '2', maxExclusive: '9' }, 'an integer of 2 or more, less than 9'],
    ['string', { pattern: '[0-9]+', maxLength: '4' }, 'text matching the pattern [0-9]+, at most 4 characters'],
    ['string', { maxLength: '4', pattern: '[0-9]+' }, 'text matching the pattern [0-9]+, at most 4 characters'],
    ['token', { pattern: '/.*' }, 'an absolute path'],
    ['anyURI', { pattern: '/.*' }, 'a URI, written as an absolute path'],
    ['integer', { pattern: '[0-9]+' }, 'an integer, matching the pattern [0-9]+'],
    ['positiveInteger', {}, 'an integer of 1 or more'],
    ['boolean', {}, '"true" or "false"'],
    ['dateTime', {}, 'a date and time, such as 2026-01-31T12:00:00'],
  ])('%s %j', (name, params, rule) => {
    expect(datatype(name, params).rule).toBe(rule)
  })
})

describe('parameters', () => {
  test.each([
    ['string', 'minInclusive', '1', 'the datatype "string" takes no parameter "minInclusive"'],
    ['integer', 'length', '1', 'the datatype "integer" takes no parameter "length"'],
    ['integer', 'enumeration', '1', 'the datatype "integer" takes no parameter "enumeration"'],
    ['string', 'maxLength', 'x', 'the parameter "maxLength" of "string" is "x", which is not a non-negative integer'],
    [
      'short',
      'maxInclusive',
      '70000',
      'the parameter "maxInclusive" of "short" is "70000", which is not an integer from -32768 to 32767',
    ],
    [
      'string',
      'pattern',
      '(',
      'the parameter "pattern" of "string" is "(", which is not a regular expression of XML Schema',
    ],
  ])('%s %s %s', (type, name, value, error) => {
    expect(libraries.get(XSD_LIBRARY_URI)?.create(type, [{ name, value }])).toEqual({ error })
  })

  test('numbers of any length are exact', () => {
    const type = datatype('integer', { maxInclusive: '9007199254740993' })
    expect(['9007199254740993', '9007199254740994'].map((text) => type.allows(text, NONE))).toEqual([true, false])
    expect(datatype('decimal', { fractionDigits: '2', totalDigits: '4' }).allows('12.340', NONE)).toBe(true)
    expect(datatype('decimal', { fractionDigits: '2' }).allows('1.234', NONE)).toBe(false)
    const many = '9'.repeat(400)
    expect(datatype('integer', { totalDigits: many }).allows('12', NONE)).toBe(true)
    expect(datatype('string', { minLength: many }).allows('12', NONE)).toBe(false)
    expect(datatype('string', { maxLength: `+00${many}` }).rule).toBe(`text, at most ${many} characters`)
  })

  test('a regular expression that makes others backtrack for ever is matched in a moment', () => {
    expect(datatype('string', { pattern: '(a|a)*b' }).allows('a'.repeat(100_000), NONE)).toBe(false)
    expect(datatype('string', { pattern: '(x+x+)+y' }).allows('x'.repeat(10_000), NONE)).toBe(false)
  })
})
