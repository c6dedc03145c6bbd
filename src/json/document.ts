import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser'
import type { Diagnostic, Finding, SourceText } from '../diagnostics/index.js'

/** Deepest nesting of JSON accepted unless told otherwise. */
const DEFAULT_MAX_DEPTH = 1000

/** Deepest nesting at all: the parser recurses, and 3000 levels are what Node's stack was seen to hold. */
const HIGHEST_MAX_DEPTH = 2000

/** Where a JSON value stands. */
interface JsonPlace {
  readonly start: number
  readonly end: number
  /** The object or array that holds it; undefined for the root. */
  readonly parent: JsonObject | JsonArray | undefined
  /** Its name or index there. */
  readonly step: string | number
}

/** A JSON value that holds no others. */
export interface JsonScalar extends JsonPlace {
  readonly type: 'string' | 'number' | 'boolean' | 'null'
  /** A number beyond 2^53 has lost digits; `raw` has them all. */
  readonly value: string | number | boolean | null
  /** As written. */
  readonly raw: string
}

/** A JSON object with its members in the order they are written; a name may stand twice. */
export interface JsonObject extends JsonPlace {
  readonly type: 'object'
  readonly members: readonly JsonMember[]
}

/** A member of an object. */
export interface JsonMember {
  readonly name: string
  /** Where its name stands, the quotes included. */
  readonly nameStart: number
  readonly nameEnd: number
  readonly value: JsonNode
}

/** A JSON array. */
export interface JsonArray extends JsonPlace {
  readonly type: 'array'
  readonly items: readonly JsonNode[]
}

/** Any JSON value. */
export type JsonNode = JsonObject | JsonArray | JsonScalar

/** The root value, or the one diagnostic that says why there is none (VL102, VL104, VL107). */
export type ParsedJson = { readonly root: JsonNode } | { readonly diagnostic: Diagnostic }

/** What detection has parsed, until the reader asks for it. */
const handedOver = new WeakMap<SourceText, { readonly maxDepth: number; readonly parsed: ParsedJson }>()

/** The same as `parseJson`, and the next `parseJson` of this document costs nothing. */
export function parseJsonAhead(document: SourceText, maxDepth = DEFAULT_MAX_DEPTH): ParsedJson {
  const parsed = parseJson(document, maxDepth)
  handedOver.set(document, { maxDepth, parsed })
  return parsed
}

/** Parse JSON (RFC 8259, no comments, no trailing commas) with the place of every value. */
export function parseJson(document: SourceText, maxDepth = DEFAULT_MAX_DEPTH): ParsedJson {
  const ahead = handedOver.get(document)
  handedOver.delete(document)
  return ahead?.maxDepth === maxDepth ? ahead.parsed : parse(document, maxDepth)
}

function parse(document: SourceText, maxDepth: number): ParsedJson {
  // A byte order mark is not JSON, but PowerShell writes one.
  const text = document.text.replace(/^\ufeff/, ' ')
  const refuse = (finding: Omit<Finding, 'severity'>, start: number, end = start): ParsedJson => ({
    diagnostic: document.diagnostic({ ...finding }, start, end),
  })
  if (/^[ \t\r\n]*$/.test(text)) return refuse({ code: 'VL102', message: 'the input is empty' }, 0)
  const limit = Math.min(maxDepth, HIGHEST_MAX_DEPTH)
  const tooDeep = placeDeeperThan(text, limit)
  if (tooDeep !== undefined) {
    const message = `values are nested more than ${limit} deep`
    const hint =
      limit < HIGHEST_MAX_DEPTH ? '--max-depth raises the limit' : 'no more is read, whatever --max-depth says'
    return refuse({ code: 'VL104', message, hint }, tooDeep, tooDeep + 1)
  }
  const { root, error } = build(text)
  const fault = faultOf(text)
  if (root !== undefined && fault === undefined) return { root }
  const start = Math.min(error?.offset ?? 0, text.length)
  const what = error === undefined ? fault : EXPECTED[printParseErrorCode(error.error)]
  const message = `not valid JSON: ${what ?? fault ?? 'a value is expected here'}`
  const several = error !== undefined && printParseErrorCode(error.error) === 'EndOfFileExpected'
  const hint = several ? 'is it a document a line? then say --ndjson' : 'is it the whole output of ConvertTo-Json?'
  return refuse({ code: 'VL107', message, hint }, start, start + (error?.length ?? 0))
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

/** The values of a text, and the first fault in it. */
function build(text: string): { readonly root: JsonNode | undefined; readonly error: ParseError | undefined } {
  let root: JsonNode | undefined
  let error: ParseError | undefined
  let property = { name: '', nameStart: 0, nameEnd: 0 }
  const open: (Growing<JsonObject> | Growing<JsonArray>)[] = []
  const placeIn = (parent: Growing<JsonObject> | Growing<JsonArray> | undefined, start: number, end: number) => ({
    start,
    end,
    parent,
    step: parent?.type === 'array' ? parent.items.length : property.name,
  })
  const add = (node: JsonNode): void => {
    const parent = open.at(-1)
    if (parent === undefined) root ??= node
    else if (parent.type === 'array') parent.items.push(node)
    else parent.members.push({ ...property, value: node })
  }
  const begin = (node: Growing<JsonObject> | Growing<JsonArray>): void => {
    add(node)
    open.push(node)
  }
  const end = (offset: number): void => {
    const node = open.pop()
    if (node !== undefined) node.end = offset + 1
  }
  visit(
    text,
    {
      onObjectBegin: (start) => begin({ type: 'object', ...placeIn(open.at(-1), start, start), members: [] }),
      onArrayBegin: (start) => begin({ type: 'array', ...placeIn(open.at(-1), start, start), items: [] }),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (name, start, length) => {
        property = { name, nameStart: start, nameEnd: start + length }
      },
      onLiteralValue: (value: JsonScalar['value'], start, length) => {
        const place = placeIn(open.at(-1), start, start + length)
        const type = value === null ? 'null' : SCALARS[typeof value]
        if (type !== undefined) add({ type, value, raw: text.slice(place.start, place.end), ...place })
      },
      onError: (code, offset, length) => {
        error ??= { error: code, offset, length }
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  )
  return { root, error }
}

/** A node whose end and contents are not known yet. */
type Growing<Node extends JsonObject | JsonArray> = {
  -readonly [Key in keyof Node]: Node[Key] extends readonly (infer Item)[] ? Item[] : Node[Key]
}

const SCALARS: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
}

/** The path of a value from the root: `$[2].Name`. */
export function pathOf(node: JsonNode): string {
  const steps: string[] = []
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const isPlainName = /^[A-Za-z_$][\w$]*$/.test(String(at.step))
    steps.push(isPlainName ? `.${at.step}` : `[${JSON.stringify(at.step)}]`)
  }
  return `$${steps.reverse().join('')}`
}

/** The plain value of a node, as JSON.parse gives it: of members with the same name the last. */
export function plainValue(node: JsonNode): unknown {
  switch (node.type) {
    case 'object': {
      const plain = new Map<string, unknown>()
      for (const { name, value } of node.members) plain.set(name, plainValue(value))
      return Object.fromEntries(plain)
    }
    case 'array': {
      const plain: unknown[] = []
      for (const item of node.items) plain.push(plainValue(item))
      return plain
    }
    default:
      return node.value
  }
}

/** The first member of a name. */
export function memberNamed(object: JsonObject, name: string): JsonMember | undefined {
  return object.members.find((member) => member.name === name)
}

/** Of the members of an object those that stand there again, by whatever case. */
export function repeatedMembers(node: JsonObject): readonly JsonMember[] {
  const seen = new Set<string>()
  return node.members.filter(({ name }) => {
    const key = name.toLowerCase()
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}
