import { collapse } from '../datatypes/builtin.js'
import type { Datatype, DatatypeContext, DatatypeUse } from '../datatypes/datatype.js'
import { allLibraries } from '../datatypes/libraries.js'
import { XSD_LIBRARY_URI } from '../datatypes/xsd.js'
import type { Pattern } from '../pattern.js'
import { valueMatch } from '../value-match.js'

/** Why libxml2 refuses a value that its datatype allows; `word`: a program refuses that compares words exactly. */
export type SpellingFault = 'white space' | 'sign' | 'digits' | 'word'

/** The types whose white space libxml2 deals with before it looks at a `pattern`; for all others it does not. */
const NORMALIZED = new Set([
  'string',
  'normalizedString',
  'token',
  'language',
  'Name',
  'NCName',
  'NMTOKEN',
  'ID',
  'IDREF',
])

/** The types of which libxml2 takes no sign, not even of 0. */
const UNSIGNED = new Set(['unsignedLong', 'unsignedInt', 'unsignedShort', 'unsignedByte'])

/** The types that have no bounds of their own, of which libxml2 reads this many digits. */
const UNBOUNDED = new Set([
  'decimal',
  'integer',
  'nonPositiveInteger',
  'negativeInteger',
  'nonNegativeInteger',
  'positiveInteger',
])
const MOST_DIGITS = 24

/** A type that deals with no white space, with the patterns of another; made when first needed. */
const unchanged = new WeakMap<DatatypeUse, Datatype>()

function matchesPatterns(type: DatatypeUse, text: string): boolean {
  const known = unchanged.get(type)
  if (known !== undefined) return known.allows(text, NO_NAMESPACES)
  const patterns = type.params.filter(({ name }) => name === 'pattern')
  const created = allLibraries().get(XSD_LIBRARY_URI)?.create('string', patterns)
  if (created === undefined || 'error' in created) return true
  unchanged.set(type, created.datatype)
  return created.datatype.allows(text, NO_NAMESPACES)
}

const NO_NAMESPACES: DatatypeContext = { namespaceOf: () => undefined }

/** A fault, and whether a text of a type has it. */
type Fault = readonly [SpellingFault, (type: DatatypeUse, text: string) => boolean]

/** Why libxml2 refuses a spelling; measured for each datatype with xmllint 2.9.14 (docs/engines.md). */
const FAULTS: readonly Fault[] = [
  [
    'white space',
    (type, text) =>
      type.library !== '' && !NORMALIZED.has(type.name) && text !== collapse(text) && !matchesPatterns(type, text),
  ],
  ['sign', ({ library, name }, text) => library !== '' && UNSIGNED.has(name) && /^[+-]/.test(text.trimStart())],
  [
    'digits',
    ({ library, name }, text) =>
      library !== '' && UNBOUNDED.has(name) && text.replace(/^[\s+-]*0*/, '').replace(/\D/g, '').length > MOST_DIGITS,
  ],
]

/**
 * White space around a word of the schema (a `<value>` that names no type is a token, around which it does not count), or behind a
 * number: programs that read numbers with C's functions skip what is before them.
 */
const WORD: Fault = [
  'word',
  ({ library, name }, text) => {
    if (library === '' ? name !== 'token' : NORMALIZED.has(name)) return false
    const isNumber = library !== '' || /^[+-]?\d+$/.test(collapse(text))
    return isNumber ? /[ \t\r\n]$/.test(text) : text !== collapse(text)
  },
]

/**
 * Why libxml2 refuses a text, the whole value of an attribute or the whole content of an element.
 *
 * @param ways that match it; one for which libxml2 accepts it is enough
 * @param isExact whether it is also refused as a word of the schema with white space around it, or a number with white space behind it
 */
export function spellingFault(
  ways: readonly Pattern[],
  text: string,
  context: DatatypeContext,
  isExact = false,
): SpellingFault | undefined {
  let found: SpellingFault | undefined
  const faults = isExact ? [...FAULTS, WORD] : FAULTS
  const isRefused = (type: DatatypeUse, value: string): boolean => {
    const fault = faults.find(([, applies]) => applies(type, value))?.[0]
    found ??= fault
    return fault !== undefined
  }
  return ways.some((way) => valueMatch(way, text, { ...context, isRefused })) ? undefined : found
}

/** The same value as libxml2 accepts it, if there is one. */
export function respelled(ways: readonly Pattern[], text: string, context: DatatypeContext): string | undefined {
  const trimmed = collapse(text)
  const candidates = [trimmed, trimmed.replace(/^\+|^-(?=0+$)/, '')]
  return candidates.find(
    (candidate) =>
      ways.some((way) => valueMatch(way, candidate, context)) && spellingFault(ways, candidate, context) === undefined,
  )
}
