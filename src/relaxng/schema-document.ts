import { SaxesParser } from 'saxes'
import { keepSpace } from './namespaces.js'

/** A position in a schema document. */
export interface SchemaPosition {
  /** As `compileSchema` or its `load` gave it. */
  readonly uri: string
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
}

/** What is wrong with a schema; never leaves the engine. */
export class SchemaError extends Error {
  constructor(
    message: string,
    readonly position: SchemaPosition,
  ) {
    super(message)
  }
}

/** An element of a schema document. */
export interface SchemaElement {
  readonly uri: string
  readonly local: string
  /** The attributes without a namespace; those with one are annotations. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly (SchemaElement | string)[]
  /** The namespace that a prefix is bound to here; `''` is the default namespace. */
  readonly namespaceOf: (prefix: string) => string | undefined
  /** What references in it are relative to: the document's URI, or what `xml:base` makes of it. */
  readonly base: string
  readonly position: SchemaPosition
}

/** The namespace of RELAX NG's own elements. */
export const RELAXNG_NAMESPACE = 'http://relaxng.org/ns/structure/1.0'

type Growing = { -readonly [Key in keyof SchemaElement]: SchemaElement[Key] } & { children: (SchemaElement | string)[] }

/**
 * Parse a schema document.
 *
 * @throws SchemaError where it is not well-formed or has a DOCTYPE
 */
export function parseSchemaDocument(text: string, uri: string): SchemaElement {
  const open: Growing[] = []
  let root: SchemaElement | undefined
  const parser = new SaxesParser({ xmlns: true, position: true })
  const fail = (message: string): never => {
    throw new SchemaError(message, { uri, line: parser.line, column: Math.max(1, parser.column) })
  }
  const addText = (value: string): void => {
    const children = open.at(-1)?.children
    if (typeof children?.at(-1) === 'string') children.push(`${children.pop()}${value}`)
    else children?.push(value)
  }
  let start = { line: 1, column: 1 }
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', () => fail('the schema has a DOCTYPE, which is not processed'))
  let declared: Record<string, string> = {}
  parser.on('opentagstart', ({ name, ns }) => {
    declared = ns
    start = { line: parser.line, column: Math.max(1, parser.column - name.length - 1) }
  })
  parser.on('attribute', (attribute) => keepSpace(declared, attribute))
  parser.on('opentag', (tag) => {
    if (open.length >= MOST_LEVELS) fail(`elements are nested more than ${MOST_LEVELS} deep`)
    const declarations = new Map(Object.entries(tag.ns))
    const parent = open.at(-1)
    const own = Object.values(tag.attributes).find(({ uri: namespace }) => namespace === RELAXNG_NAMESPACE)
    if (own !== undefined) fail(`"${own.name}": RELAX NG's own attributes are in no namespace`)
    const element: Growing = {
      uri: tag.uri,
      local: tag.local,
      attributes: new Map(
        Object.values(tag.attributes)
          .filter(({ uri: namespace, name }) => namespace === '' && name !== 'xmlns')
          .map(({ local, value }) => [local, value]),
      ),
      children: [],
      namespaceOf: (prefix) =>
        declarations.get(prefix) ?? parent?.namespaceOf(prefix) ?? (prefix === 'xml' ? XML : undefined),
      base: resolveReference(tag.attributes['xml:base']?.value ?? '', parent?.base ?? uri),
      position: { uri, ...start },
    }
    parent?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return root ?? fail('the schema has no root element')
}

/** Deepest nesting of elements in a schema. */
const MOST_LEVELS = 500

const XML = 'http://www.w3.org/XML/1998/namespace'

/** Stands in for the beginning of a URI that has none. */
const NOWHERE = 'http://nowhere.invalid/'

/** A reference resolved against a URI that may itself be relative (RFC 3986, section 5). */
function resolveReference(reference: string, base: string): string {
  if (reference === '') return base
  try {
    const resolved = new URL(reference, new URL(base, NOWHERE)).href
    return resolved.startsWith(NOWHERE) ? resolved.slice(NOWHERE.length) : resolved
  } catch {
    return reference
  }
}
