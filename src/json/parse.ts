import type { Diagnostic, Finding, SourceText } from '../diagnostics/index.js'
import type { JsonArray, JsonNode, JsonObject, JsonScalar } from './node.js'
import { expected, type Fault, readString, readWord, skipWhiteSpace } from './scan.js'

/** Deepest nesting of JSON accepted unless told otherwise. */
const DEFAULT_MAX_DEPTH = 1000

/** Deepest nesting at all: reading recurses, and 3000 levels are what Node's stack was seen to hold. */
const HIGHEST_MAX_DEPTH = 2000

/** Most values of a document: what is kept of them, and made of them, can be 800 bytes each. */
const MOST_VALUES = 500_000

/** The root value, or the one diagnostic that says why there is none (VL102, VL104, VL107, VL122). */
export type ParsedJson = { readonly root: JsonNode } | { readonly diagnostic: Diagnostic }

/**
 * Parse JSON (RFC 8259, no comments, no trailing commas) with the range of every value.
 *
 * @param start where the JSON begins in the document, in UTF-16 code units
 */
export function parseJson(document: SourceText, maxDepth = DEFAULT_MAX_DEPTH, start = 0): ParsedJson {
  const { text } = document
  const refuse = (finding: Finding, start: number, end = start): ParsedJson => ({
    diagnostic: document.diagnostic(finding, start, end),
  })
  // A byte order mark is not JSON, but PowerShell writes one.
  const first = skipWhiteSpace(text, start === 0 && text.startsWith('\ufeff') ? 1 : start)
  if (first === text.length) return refuse({ code: 'VL102', message: 'the input is empty' }, 0)
  const limit = Math.min(maxDepth, HIGHEST_MAX_DEPTH)
  const root = readValue({ text, left: MOST_VALUES, firstItem: document.firstItem }, first, undefined, '', limit)
  if ('fault' in root) {
    const { fault, start, end } = root
    if (fault === TOO_DEEP) return refuse(tooDeep(limit), start, end)
    if (fault === TOO_MANY) return refuse(TOO_MANY_VALUES, start, end)
    const hint = 'is it the whole output of ConvertTo-Json?'
    return refuse({ code: 'VL107', message: `not valid JSON: ${fault}`, hint }, start, end)
  }
  const end = skipWhiteSpace(text, root.end)
  if (end === text.length) return { root }
  const more = expected('the end of the document', text, end)
  const hint = 'is it one document per line? then add --ndjson'
  return refuse({ code: 'VL107', message: `not valid JSON: ${more.fault}`, hint }, more.start, more.end)
}

const TOO_DEEP = 'nested too deep'
const TOO_MANY = 'too many values'

const TOO_MANY_VALUES: Finding = {
  code: 'VL122',
  message: `the document has more than ${MOST_VALUES} values`,
  hint: 'read it with --ndjson, which takes an array in lines piece by piece, or export fewer properties (Select-Object)',
}

function tooDeep(limit: number): Finding {
  const hint = limit < HIGHEST_MAX_DEPTH ? '--max-depth raises the limit' : '--max-depth cannot raise this limit'
  return { code: 'VL104', message: `values are nested more than ${limit} deep`, hint }
}

/** A node whose end and contents are not known yet. */
type Growing<Node extends JsonObject | JsonArray> = {
  -readonly [Key in keyof Node]: Node[Key] extends readonly (infer Item)[] ? Item[] : Node[Key]
}

/** What is read, the index of its first item if it is an array, and how many values may still come. */
interface Scanned {
  readonly text: string
  readonly firstItem: number
  left: number
}

/**
 * Read the value at an offset.
 *
 * @param levels how many objects and arrays may be nested in each other from here on
 */
function readValue(
  scanned: Scanned,
  start: number,
  parent: JsonNode['parent'],
  step: string | number,
  levels: number,
): JsonNode | Fault {
  const { text } = scanned
  const first = text.charAt(start)
  if (scanned.left-- === 0) return { fault: TOO_MANY, start, end: start + 1 }
  if (first !== '{' && first !== '[') return readScalar(text, start, parent, step)
  if (levels === 0) return { fault: TOO_DEEP, start, end: start + 1 }
  return first === '{'
    ? readMembers(scanned, { type: 'object', members: [], start, end: start, parent, step }, levels - 1)
    : readItems(scanned, { type: 'array', items: [], start, end: start, parent, step }, levels - 1)
}

function readScalar(
  text: string,
  start: number,
  parent: JsonNode['parent'],
  step: string | number,
): JsonScalar | Fault {
  const token = text.charAt(start) === '"' ? readString(text, start) : readWord(text, start)
  if ('fault' in token) return token
  const { value, end } = token
  const type = value === null ? 'null' : (typeof value as 'string' | 'number' | 'boolean') // what tokens hold
  return { type, value, raw: text.slice(start, end), start, end, parent, step }
}

function readItems(scanned: Scanned, array: Growing<JsonArray>, levels: number): JsonArray | Fault {
  const { text } = scanned
  const first = array.parent === undefined ? scanned.firstItem : 0
  let at = skipWhiteSpace(text, array.start + 1)
  while (array.items.length > 0 || text.charAt(at) !== ']') {
    const value = readValue(scanned, at, array, first + array.items.length, levels)
    if ('fault' in value) return value
    array.items.push(value)
    at = skipWhiteSpace(text, value.end)
    if (text.charAt(at) === ']') break
    if (text.charAt(at) !== ',') return notFollowed(text, at, ']')
    at = skipWhiteSpace(text, at + 1)
  }
  array.end = at + 1
  return array
}

function readMembers(scanned: Scanned, object: Growing<JsonObject>, levels: number): JsonObject | Fault {
  const { text } = scanned
  let at = skipWhiteSpace(text, object.start + 1)
  while (object.members.length > 0 || text.charAt(at) !== '}') {
    if (text.charAt(at) !== '"') return expected('a property name in double quotes', text, at)
    const name = readString(text, at)
    if ('fault' in name) return name
    const colon = skipWhiteSpace(text, name.end)
    if (text.charAt(colon) !== ':') return expected('a colon', text, colon)
    const value = readValue(scanned, skipWhiteSpace(text, colon + 1), object, name.value, levels)
    if ('fault' in value) return value
    object.members.push({ name: name.value, nameStart: at, nameEnd: name.end, value })
    at = skipWhiteSpace(text, value.end)
    if (text.charAt(at) === '}') break
    if (text.charAt(at) !== ',') return notFollowed(text, at, '}')
    at = skipWhiteSpace(text, at + 1)
  }
  object.end = at + 1
  return object
}

/** What is wrong where neither a comma nor the closing bracket follows a value. */
function notFollowed(text: string, at: number, closing: ']' | '}'): Fault {
  return expected(at === text.length ? `a closing ${closing}` : `a comma or a closing ${closing}`, text, at)
}
