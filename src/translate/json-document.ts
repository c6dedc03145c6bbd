import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Diagnostic, Finding, SourceText } from '../diagnostics/index.js'

/** Deepest nesting of JSON accepted unless told otherwise. */
const DEFAULT_MAX_DEPTH = 1000

/** A JSON value with its place. */
export interface JsonValue {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
  /** The plain value; a number beyond 2^53 has lost digits, `raw` has them all. */
  readonly value: unknown
  /** As written. */
  readonly raw: string
  /** Path from the root: `$[2].Name`. */
  readonly path: string
  readonly start: number
  readonly end: number
}

/** A JSON object with its members in the order they are written; a name may stand twice. */
export interface JsonObject extends JsonValue {
  readonly type: 'object'
  readonly members: readonly JsonMember[]
}

/** A member of an object. */
export interface JsonMember {
  readonly name: string
  readonly nameStart: number
  readonly nameEnd: number
  readonly value: JsonNode
}

/** A JSON array. */
export interface JsonArray extends JsonValue {
  readonly type: 'array'
  readonly items: readonly JsonNode[]
}

/** Any JSON value. */
export type JsonNode =
  | JsonObject
  | JsonArray
  | (JsonValue & { readonly type: 'string' | 'number' | 'boolean' | 'null' })

/** The root value, or the one diagnostic that says why there is none (VL102, VL104, VL107). */
export type ParsedJson = { readonly root: JsonNode } | { readonly diagnostic: Diagnostic }

/** Parse JSON (RFC 8259, no comments, no trailing commas) with the place of every value. */
export function parseJson(document: SourceText, maxDepth = DEFAULT_MAX_DEPTH): ParsedJson {
  // A byte order mark is not JSON, but PowerShell writes one.
  const text = document.text.replace(/^\ufeff/, ' ')
  const refuse = (finding: Omit<Finding, 'severity'>, start: number, end = start): ParsedJson => ({
    diagnostic: document.diagnostic({ severity: 'error', ...finding }, start, end),
  })
  if (/^[ \t\r\n]*$/.test(text)) return refuse({ code: 'VL102', message: 'the input is empty' }, 0)
  const tooDeep = placeDeeperThan(text, maxDepth)
  if (tooDeep !== undefined) {
    const message = `values are nested more than ${maxDepth} deep`
    return refuse({ code: 'VL104', message, hint: '--max-depth raises the limit' }, tooDeep, tooDeep + 1)
  }
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const fault = faultOf(text)
  if (tree !== undefined && fault === undefined) return { root: nodeOf(document, tree, '$') }
  const [error] = errors
  const start = Math.min(error?.offset ?? 0, text.length)
  const what = error === undefined ? fault : EXPECTED[printParseErrorCode(error.error)]
  const message = `not valid JSON: ${what ?? fault ?? 'a value is expected here'}`
  return refuse(
    { code: 'VL107', message, hint: 'is it the whole output of ConvertTo-Json?' },
    start,
    start + (error?.length ?? 0),
  )
}

/** What JSON.parse has against a text, without the place and the excerpt, which are given better. */
function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // V8 adds a place or an excerpt of the text, in several forms.
    return message.split(/,? (?:\.\.\.)?"| (?:in JSON )?at position /s)[0]
  }
}

/** jsonc-parser's error codes in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no JSON number',
  PropertyNameExpected: 'a property name in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing } is expected here',
  CloseBracketExpected: 'a closing ] is expected here',
  EndOfFileExpected: 'nothing is expected behind the first value',
  InvalidCommentToken: 'comments are not allowed',
  UnexpectedEndOfComment: 'comments are not allowed',
  UnexpectedEndOfString: 'a string is not closed',
  UnexpectedEndOfNumber: 'a number is not complete',
  InvalidUnicode: '\\u takes four hexadecimal digits',
  InvalidEscapeCharacter: 'this escape is unknown',
  InvalidCharacter: 'a string holds a control character',
}

/** The offset of the bracket that goes too deep; the parser itself would exhaust the stack. */
function placeDeeperThan(text: string, maxDepth: number): number | undefined {
  let depth = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{]|[\]}]/gs)) {
    const [token] = match
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > maxDepth) return match.index
  }
  return undefined
}

function nodeOf(document: SourceText, node: Node, path: string): JsonNode {
  const start = node.offset
  const end = node.offset + node.length
  const place = { raw: document.text.slice(start, end), path, start, end }
  switch (node.type) {
    case 'object': {
      const members = (node.children ?? []).flatMap((child) => memberOf(document, child, path))
      const value = Object.fromEntries(members.map((member) => [member.name, member.value.value]))
      return { type: 'object', value, ...place, members }
    }
    case 'array': {
      const items = (node.children ?? []).map((child, i) => nodeOf(document, child, `${path}[${i}]`))
      return { type: 'array', value: items.map(({ value }) => value), ...place, items }
    }
    case 'property':
      throw new TypeError('a property is no value')
    default:
      return { type: node.type, value: node.value, ...place }
  }
}

function memberOf(document: SourceText, property: Node, path: string): readonly JsonMember[] {
  const [key, value] = property.children ?? []
  if (key === undefined || value === undefined) return []
  const name = String(key.value)
  const step = /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
  const nameEnd = key.offset + key.length
  return [{ name, nameStart: key.offset, nameEnd, value: nodeOf(document, value, `${path}${step}`) }]
}

/** The first member of a name. */
export function memberNamed(object: JsonObject, name: string): JsonMember | undefined {
  return object.members.find((member) => member.name === name)
}

/** The plain value of the first of these members that is there and not null. */
export function presentValue(object: JsonObject, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = memberNamed(object, name)?.value.value
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** The same as `presentValue`, where it is a string. */
export function stringOf(object: JsonObject, ...names: readonly string[]): string | undefined {
  const value = presentValue(object, ...names)
  return typeof value === 'string' ? value : undefined
}
