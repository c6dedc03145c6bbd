import { isNcName } from '../syntax.js'
import { collapse } from './builtin.js'
import type { Datatype, DatatypeContext, DatatypeLibrary, DatatypeParam, DatatypeResult } from './datatype.js'
import { DURATION, dateType } from './xsd-dates.js'
import { DECIMAL, floatType, integerType } from './xsd-numbers.js'
import { listType, textType, type WhiteSpace, type XsdType } from './xsd-type.js'

/** The URI of the library (RELAX NG's "Guidelines for using W3C XML Schema Datatypes"). */
export const XSD_LIBRARY_URI = 'http://www.w3.org/2001/XMLSchema-datatypes'

/**
 * Makes what tells whether a whole text matches a regular expression of XML Schema (appendix F).
 *
 * @throws RangeError for one that is too large to be matched, with a message that follows its text; any other error for what is
 *   not one
 */
export type CompilePattern = (source: string) => (text: string) => boolean

/** Says what a regular expression allows; undefined where it does not know. */
export type DescribePattern = (pattern: string) => string | undefined

/** What is done with regular expressions. */
interface Patterns {
  readonly compile: CompilePattern
  readonly describe: DescribePattern
}

/** The datatypes of XML Schema part 2, with the facets that RELAX NG allows as parameters. */
export function xsdLibrary(compile: CompilePattern, describe: DescribePattern = () => undefined): DatatypeLibrary {
  return libraryOf(TYPES, { compile, describe })
}

/** Of the same library, only `unsignedInt`: all that a schema needs which limits numbers, in a small part of the code. */
export function unsignedIntLibrary(compile: CompilePattern): DatatypeLibrary {
  return libraryOf(new Map([['unsignedInt', uint(32)]]), { compile, describe: () => undefined })
}

function libraryOf(types: ReadonlyMap<string, XsdType<unknown>>, patterns: Patterns): DatatypeLibrary {
  return {
    create: (name, params) => {
      const type = types.get(name)
      return type === undefined
        ? { error: `XML Schema has no datatype "${name}"` }
        : create(name, type, params, patterns)
    },
  }
}

/** The rule of the types that allow any text. */
const TEXT = 'text'

const always = (): boolean => true
const never = (): boolean => false

/** An entity is declared by a DTD, and no document with one is processed. */
const ENTITY_RULE = 'the name of an entity, which only a DTD can declare'

const isName = (text: string): boolean =>
  text.split(':').every((part) => part === '' || isNcName(part)) && /^[^\d.-]/.test(text)
const isNmtoken = (text: string): boolean =>
  text !== '' && text.split(':').every((part) => part === '' || isNcName(`_${part}`))
const NC_NAME = /* @__PURE__ */ textType('a name without a colon', 'collapse', isNcName)
const uint = (bits: number): XsdType<unknown> => opaque(integerType(0n, 2n ** BigInt(bits) - 1n))
const int = (bits: number): XsdType<unknown> =>
  opaque(integerType(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n))

/** A table has one type of row; each row's functions are only ever given values that its own `parse` made. */
function opaque<Value>(type: XsdType<Value>): XsdType<unknown> {
  return type as XsdType<unknown>
}

/** XML Schema part 2, sections 3.2 and 3.3. */
const rows = (): Readonly<Record<string, XsdType<unknown>>> => ({
  string: opaque(textType(TEXT, 'preserve', always)),
  normalizedString: opaque(textType(TEXT, 'replace', always)),
  token: opaque(textType(TEXT, 'collapse', always)),
  language: opaque(
    textType('a language, such as en or de-CH', 'collapse', (text) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(text)),
  ),
  Name: opaque(textType('a name', 'collapse', isName)),
  NCName: opaque(NC_NAME),
  ID: opaque(NC_NAME),
  IDREF: opaque(NC_NAME),
  ENTITY: opaque(textType(ENTITY_RULE, 'collapse', never)),
  IDREFS: opaque(listType('names without a colon, separated by spaces', isNcName)),
  ENTITIES: opaque(listType(ENTITY_RULE, never)),
  NMTOKEN: opaque(textType('only letters, digits, ".", "-", "_" and ":"', 'collapse', isNmtoken)),
  NMTOKENS: opaque(listType('words of letters, digits, ".", "-", "_" and ":", separated by spaces', isNmtoken)),
  anyURI: opaque(textType('a URI', 'collapse', isUri)),
  QName: opaque(qualifiedName()),
  NOTATION: opaque(qualifiedName()),
  boolean: opaque({
    whiteSpace: 'collapse',
    rule: '"true" or "false"',
    parse: (text) => ({ true: true, 1: true, false: false, 0: false })[text],
    key: String,
  } satisfies XsdType<boolean>),
  decimal: opaque(DECIMAL),
  integer: opaque(integerType()),
  nonPositiveInteger: opaque(integerType(undefined, 0n)),
  negativeInteger: opaque(integerType(undefined, -1n)),
  nonNegativeInteger: opaque(integerType(0n)),
  positiveInteger: opaque(integerType(1n)),
  long: int(64),
  int: int(32),
  short: int(16),
  byte: int(8),
  unsignedLong: uint(64),
  unsignedInt: uint(32),
  unsignedShort: uint(16),
  unsignedByte: uint(8),
  float: opaque(floatType(Math.fround)),
  double: opaque(floatType((value) => value)),
  hexBinary: opaque(
    binary(
      'bytes as hexadecimal digits',
      /^([0-9A-F]{2})*$/i,
      (text) => text.toUpperCase(),
      (text) => text.length / 2,
    ),
  ),
  base64Binary: opaque(
    binary(
      'bytes in base64',
      BASE64(),
      (text) => text.replaceAll(' ', ''),
      (text) => (text.replace(/[ =]/g, '').length * 3) >> 2,
    ),
  ),
  duration: opaque(DURATION),
  dateTime: opaque(
    dateType('a date and time, such as 2026-01-31T12:00:00', 'year', '-', 'month', '-', 'day', 'T', 'clock'),
  ),
  time: opaque(dateType('a time, such as 12:00:00', 'clock')),
  date: opaque(dateType('a date, such as 2026-01-31', 'year', '-', 'month', '-', 'day')),
  gYearMonth: opaque(dateType('a month of a year, such as 2026-01', 'year', '-', 'month')),
  gYear: opaque(dateType('a year of four digits', 'year')),
  gMonthDay: opaque(dateType('a day of a month, such as --01-31', '--', 'month', '-', 'day')),
  gDay: opaque(dateType('a day, such as ---31', '---', 'day')),
  gMonth: opaque(dateType('a month, such as --01', '--', 'month')),
})

const TYPES: ReadonlyMap<string, XsdType<unknown>> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(/* @__PURE__ */ rows()),
)

/** Every octet in full, white space between characters, no bits left over at the end (3.2.16). */
function BASE64(): RegExp {
  const full = '[A-Za-z0-9+/] ?'
  return new RegExp(`^(?:(?:${full}){4})*(?:(?:${full}){2}[AEIMQUYcgkosw048] ?=|${full}[AQgw] ?= ?=)?$`)
}

function binary(
  rule: string,
  lexical: RegExp,
  key: (text: string) => string,
  length: (text: string) => number,
): XsdType<string> {
  return {
    whiteSpace: 'collapse',
    rule,
    parse: (text) => (lexical.test(text) ? text : undefined),
    key,
    length,
    unit: 'bytes',
  }
}

/** RFC 3986 as XML Schema reads it: characters that a URI cannot have are escaped first (3.2.17), but for brackets. */
function isUri(text: string): boolean {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return false
  const [, scheme, authority = '', rest = ''] = /^(?:([^/?#:]*):)?(?:\/\/([^/?#]*))?(.*)$/s.exec(text) ?? []
  if (scheme !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) return false
  return AUTHORITY.test(authority) && !/[[\]]|#.*#/s.test(rest)
}

/** User information, a host (in brackets if it is an address of IPv6), and a port (3.2). */
const AUTHORITY = /^(?:[^@[\]]*@)?(?:\[[0-9A-Fa-f:.vV]*\]|[^@:[\]]*)(?::\d*)?$/

function qualifiedName(): XsdType<string> {
  return {
    whiteSpace: 'collapse',
    rule: 'a name whose prefix, if any, is declared',
    parse: (text, context) => {
      const [first = '', second, more] = text.split(':')
      if (more !== undefined || !isNcName(first) || (second !== undefined && !isNcName(second))) return undefined
      const uri = context.namespaceOf(second === undefined ? '' : first)
      return second !== undefined && uri === undefined ? undefined : `{${uri ?? ''}}${second ?? first}`
    },
    key: (value) => value,
    length: (value) => value.length,
    unit: 'characters',
  }
}

/** A parameter that is correct: what it says, and whether a value and its text meet it. */
interface Facet {
  readonly rule: string
  readonly isPattern?: boolean
  readonly holds: (value: unknown, text: string) => boolean
}

const NO_NAMESPACES: DatatypeContext = { namespaceOf: () => '' }

function create(
  name: string,
  type: XsdType<unknown>,
  params: readonly DatatypeParam[],
  patterns: Patterns,
): DatatypeResult {
  const facets: Facet[] = []
  for (const param of params) {
    const facet = facetOf(type, param, patterns)
    if (facet === undefined) return { error: `the datatype "${name}" takes no parameter "${param.name}"` }
    if (typeof facet === 'string')
      return { error: `the parameter "${param.name}" of "${name}" is "${param.value}", ${facet}` }
    facets.push(facet)
  }
  const read = (text: string, context: DatatypeContext): unknown => {
    const normal = withoutWhiteSpace(text, type.whiteSpace)
    const value = type.parse(normal, context)
    return value !== undefined && facets.every(({ holds }) => holds(value, normal)) ? value : undefined
  }
  const datatype: Datatype = {
    rule: ruleOf(type, params, facets),
    allows: (text, context) => read(text, context) !== undefined,
    valueOf: (text, context) => {
      const value = read(text, context)
      return value === undefined ? undefined : type.key(value)
    },
  }
  return { datatype }
}

/** A type's rule with those of its facets; the bounds of an integer are part of its own. */
function ruleOf(type: XsdType<unknown>, params: readonly DatatypeParam[], facets: readonly Facet[]): string {
  const boundOf = (name: string): unknown => {
    const text = params.find((param) => param.name === name)?.value
    return text === undefined ? undefined : type.parse(withoutWhiteSpace(text, type.whiteSpace), NO_NAMESPACES)
  }
  const { ruleWithin } = type
  const rule = ruleWithin === undefined ? type.rule : ruleWithin(boundOf('minInclusive'), boundOf('maxInclusive'))
  const said = facets.filter((_, i) => ruleWithin === undefined || !/^m(?:in|ax)Inclusive$/.test(params[i]?.name ?? ''))
  // A pattern says the most, and more than "text".
  const [patterns, others] = [true, false].map((wanted) =>
    said.filter(({ isPattern = false }) => isPattern === wanted).map((facet) => facet.rule),
  )
  const isSaid = rule === TEXT && patterns !== undefined && patterns.length > 0
  return [...(isSaid ? [] : [rule]), ...(patterns ?? []), ...(others ?? [])].join(', ')
}

function withoutWhiteSpace(text: string, how: WhiteSpace): string {
  if (how === 'preserve') return text
  return how === 'replace' ? text.replace(/[\t\r\n]/g, ' ') : collapse(text)
}

/** The facets of order. A map, because names of a schema are looked up: an object has more names than its own. */
const BOUNDS: ReadonlyMap<string, readonly [words: string, holds: (order: number) => boolean]> = new Map([
  ['minInclusive', ['at least', (order) => order >= 0]],
  ['maxInclusive', ['at most', (order) => order <= 0]],
  ['minExclusive', ['more than', (order) => order > 0]],
  ['maxExclusive', ['less than', (order) => order < 0]],
])

const COUNTS: ReadonlyMap<string, readonly [words: string, holds: (count: number, limit: number) => boolean]> = new Map(
  [
    ['length', ['exactly', (count, limit) => count === limit]],
    ['minLength', ['at least', (count, limit) => count >= limit]],
    ['maxLength', ['at most', (count, limit) => count <= limit]],
  ],
)

/** A facet (4.3); undefined for one the type does not have, a text for a wrong value. */
function facetOf(
  type: XsdType<unknown>,
  { name, value }: DatatypeParam,
  patterns: Patterns,
): Facet | string | undefined {
  const { compare, length, digits } = type
  const bound = BOUNDS.get(name)
  if (bound !== undefined && compare !== undefined) {
    const limit = type.parse(withoutWhiteSpace(value, type.whiteSpace), NO_NAMESPACES)
    if (limit === undefined) return `which is not ${type.rule}`
    const [words, holds] = bound
    return {
      rule: `${words} ${value.trim()}`,
      holds: (candidate) => {
        const order = compare(candidate, limit)
        return order !== undefined && holds(order)
      },
    }
  }
  const count = COUNTS.get(name)
  if (count !== undefined && length !== undefined) {
    const limit = parseCount(value)
    const [words, holds] = count
    if (limit === undefined) return 'which is not a non-negative integer'
    return { rule: `${words} ${limitOf(value)} ${type.unit}`, holds: (candidate) => holds(length(candidate), limit) }
  }
  if ((name === 'totalDigits' || name === 'fractionDigits') && digits !== undefined) {
    const limit = parseCount(value)
    if (limit === undefined) return 'which is not a non-negative integer'
    if (name === 'totalDigits' && limit === 0) return 'which is not a positive integer'
    const part = name === 'totalDigits' ? 'total' : 'fraction'
    const where = name === 'totalDigits' ? '' : ' after the decimal point'
    return { rule: `at most ${limitOf(value)} digits${where}`, holds: (candidate) => digits(candidate)[part] <= limit }
  }
  return name === 'pattern' ? patternFacet(value, type.rule === TEXT, patterns) : undefined
}

/** Of however many digits: more than a double can hold is more than any value has. */
function parseCount(text: string): number | undefined {
  return /^\s*\+?\d+\s*$/.test(text) ? Number(text) : undefined
}

/** A count as messages have it. */
function limitOf(text: string): string {
  return text.trim().replace(/^\+?0*(?=\d)/, '')
}

/** A regular expression of XML Schema (appendix F). */
function patternFacet(source: string, isText: boolean, { compile, describe }: Patterns): Facet | string {
  try {
    const matches = compile(source)
    const words = describe(source)
    const rule =
      words === undefined
        ? `${isText ? 'text ' : ''}matching the pattern ${source}`
        : isText
          ? words
          : `written as ${words}`
    return { rule, isPattern: true, holds: (_, text) => matches(text) }
  } catch (error) {
    return error instanceof RangeError ? error.message : 'which is not a regular expression of XML Schema'
  }
}
