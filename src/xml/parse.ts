import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import type { NamespaceOf, XmlAttribute, XmlEvents, XmlTag } from './events.js'
import { readPlainXml } from './plain-reader.js'
import { readXml } from './saxes-reader.js'
import type { XmlElement, XmlLeaf, XmlNode } from './tree.js'

/** Deepest nesting accepted unless told otherwise; libxml2 has a similar limit (256) without its "huge" option. */
export const DEFAULT_MAX_DEPTH = 1000

/** What to parse for. */
export interface ParseOptions {
  readonly maxDepth?: number
  /** Whether an element's children are kept; asked once, when it opens. All others are checked and dropped. */
  readonly keep: (element: XmlElement) => boolean
  /** Which elements are listed apart, wherever they stand; asked once, when one opens. */
  readonly collect?: (element: XmlElement) => boolean
  /**
   * Gives who is told of all that is read, in order. Who was given last counts: a document may be read once more from its
   * beginning.
   */
  readonly listener?: (namespaceOf: NamespaceOf) => XmlListener
  /** Whether several elements may follow one another at the top, as in a stream of instances. */
  readonly fragment?: boolean
}

/** Told of a document while it is parsed. Offsets are in UTF-16 code units. */
export interface XmlListener {
  /** A start tag between two offsets; namespaces resolved. */
  startTag(tag: XmlTag, start: number, end: number): void
  /** Text, references resolved, or the content of a CDATA section. */
  characters(value: string): void
  /** An end tag at an offset; of an element without one, the end of its tag. */
  endTag(start: number): void
}

/** A document's elements, as far as they are kept. */
export interface ParsedXml {
  readonly root: XmlElement
  /** The elements at the top: more than the root in a fragment. */
  readonly roots: readonly XmlElement[]
  /** The elements that `collect` chose, in order. */
  readonly collected: readonly XmlElement[]
}

/** An element's name without its prefix, and its namespace. */
export type ExpandedName = Pick<XmlElement, 'local' | 'uri'>

/**
 * A document, or the one diagnostic that says why there is none (VL101 to VL104), with the name of the root element, or
 * the one that a DOCTYPE says it has, where the document gets so far.
 */
export type Parsed = ParsedXml | { readonly diagnostic: Diagnostic; readonly rootName?: ExpandedName }

/**
 * Parse XML with positions. Well-formedness and namespaces are checked throughout; the first fault ends it. No DTD is
 * processed: a DOCTYPE is a fault, and so is every entity but XML's five.
 */
export function parseXml(document: SourceText, options: ParseOptions): Parsed {
  if (/^\ufeff?[ \t\r\n]*$/.test(document.text.slice(0, 4096)) && document.text.trim() === '') {
    return fault(document, 'VL102', 'the input is empty', 0, 0)
  }
  try {
    return parse(document, options)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { diagnostic, rootName } = error
    return { diagnostic, ...(rootName === undefined ? {} : { rootName }) }
  }
}

function parse(document: SourceText, options: ParseOptions): ParsedXml {
  const { text } = document
  // saxes takes no XML declaration in a fragment; a text that has one has one root.
  const fragment = options.fragment === true && !/^\ufeff?<\?xml[ \t\r\n]/.test(text)
  const plain = new TreeBuilder(document, options, false)
  if (!fragment && readPlainXml(text, plain)) return plain.result()
  const builder = new TreeBuilder(document, options, fragment)
  readXml(text, builder, fragment)
  return builder.result()
}

/** Ends the parse; never leaves this file. */
class Fault extends Error {
  constructor(
    readonly diagnostic: Diagnostic,
    readonly rootName: ExpandedName | undefined,
  ) {
    super(diagnostic.message)
  }
}

type FaultCode = 'VL101' | 'VL102' | 'VL103' | 'VL104'

function fault(
  document: SourceText,
  code: FaultCode,
  message: string,
  start: number,
  end: number,
  hint?: string,
): { diagnostic: Diagnostic } {
  const finding = { code, message, ...(hint === undefined ? {} : { hint }) } as const
  return { diagnostic: document.diagnostic(finding, start, end) }
}

/** An element while it is read. */
class Growing implements XmlElement {
  readonly kind = 'element'
  readonly name: string
  readonly local: string
  readonly prefix: string
  readonly uri: string
  readonly selfClosing: boolean
  readonly children: XmlNode[] = []
  closeStart: number
  end: number
  private values: Readonly<Record<string, string>> | undefined

  constructor(
    private readonly tag: XmlTag,
    readonly parent: XmlElement | undefined,
    readonly start: number,
    readonly openEnd: number,
  ) {
    this.name = tag.name
    this.local = tag.local
    this.prefix = tag.prefix
    this.uri = tag.uri
    this.selfClosing = tag.isSelfClosing
    this.closeStart = openEnd
    this.end = openEnd
  }

  /** Made when they are asked for, which those of most elements never are. */
  get attributes(): Readonly<Record<string, string>> {
    this.values ??= valuesOf(this.tag.attributes)
    return this.values
  }
}

class TreeBuilder implements XmlEvents {
  private readonly source: string
  private readonly maxDepth: number
  private readonly open: { readonly element: Growing; readonly kept: boolean }[] = []
  private readonly roots: XmlElement[] = []
  private readonly collected: XmlElement[] = []
  /** Offset just behind the last markup: where the text now read began. */
  private cursor = 0
  private pendingText = ''
  private listener: XmlListener | undefined

  constructor(
    private readonly document: SourceText,
    private readonly options: ParseOptions,
    private readonly fragment: boolean,
  ) {
    this.source = document.text
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH
  }

  /** What was read, once it was read to the end. */
  result(): ParsedXml {
    const { roots, collected } = this
    const [root] = roots
    if (root === undefined) this.raise('VL101', 'there is no root element', 0, 0)
    // In a fragment saxes lets the end of the text close what is open.
    if (this.open.length > 0) this.fault('unexpected end', this.source.length)
    return { root, roots, collected }
  }

  begin(namespaceOf: NamespaceOf): void {
    this.listener = this.options.listener?.(namespaceOf)
  }

  declaration(end: number): void {
    this.cursor = end
  }

  text(value: string, end: number): void {
    this.listener?.characters(value)
    if (this.keeps()) this.pendingText += value
    else if (this.fragment && this.open.length === 0) this.refuseText(value, end)
  }

  private keeps(): boolean {
    return this.open.at(-1)?.kept ?? false
  }

  /** Text holds no `<`, so the first one behind the cursor starts the markup that just ended. */
  private beginMarkup(end: number): number {
    const start = this.source.indexOf('<', this.cursor)
    if (this.pendingText !== '') {
      this.open.at(-1)?.element.children.push({
        kind: 'text',
        value: this.pendingText,
        start: this.cursor,
        end: start,
      })
      this.pendingText = ''
    }
    this.cursor = end
    return start
  }

  leaf(kind: Exclude<XmlLeaf['kind'], 'text'>, value: string, end: number): void {
    if (kind === 'cdata') this.listener?.characters(value)
    const start = this.beginMarkup(end)
    if (this.keeps()) this.open.at(-1)?.element.children.push({ kind, value, start, end })
  }

  startTag(tag: XmlTag, end: number): void {
    const start = this.beginMarkup(end)
    const parent = this.open.at(-1)
    const element = new Growing(tag, parent?.element, start, end)
    if (this.open.length >= this.maxDepth) {
      this.raise(
        'VL104',
        `elements are nested more than ${this.maxDepth} deep`,
        start,
        end,
        '--max-depth raises the limit',
      )
    }
    if (parent?.kept) parent.element.children.push(element)
    if (this.options.collect?.(element) === true) this.collected.push(element)
    this.listener?.startTag(tag, start, end)
    if (parent === undefined) this.roots.push(element)
    this.open.push({ element, kept: this.options.keep(element) })
  }

  endTag(isSelfClosing: boolean, end: number): void {
    const opened = this.open.at(-1)?.element
    if (opened !== undefined && !isSelfClosing) {
      opened.closeStart = this.beginMarkup(end)
      opened.end = end
    }
    this.listener?.endTag(opened?.closeStart ?? end)
    this.open.pop()
  }

  private refuseText(text: string, end: number): void {
    if (/^[ \t\r\n\ufeff]*$/.test(text)) return
    const start = this.cursor + Math.max(0, this.source.slice(this.cursor, end).search(/[^ \t\r\n\ufeff]/))
    this.raise('VL101', 'not well-formed XML: text data outside of root node', start, start + 1)
  }

  doctype(end: number): never {
    const start = this.source.indexOf('<', this.cursor)
    this.raise(
      'VL103',
      'the document has a DOCTYPE',
      start,
      end,
      'remove it: libvirt needs none, and a DTD can read files and exhaust memory',
      rootOfDoctype(this.source, start),
    )
  }

  /** saxes says "line:column: what"; the place is given better by offsets, and mismatched tags by their names. */
  fault(message: string, position: number): never {
    const what = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    if (/doctype declaration/.test(what)) this.doctype(position)
    const top = this.open.at(-1)?.element
    const opened =
      top === undefined ? '' : `<${top.name}> of line ${this.document.position(top.start).line} is still open`
    if (/^(unexpected close tag|unmatched closing tag)/.test(what)) {
      const start = this.source.lastIndexOf('<', position - 1)
      const name = this.source.slice(start, position)
      const message = top === undefined ? `${quote(name)} closes nothing` : `${quote(name)} closes nothing: ${opened}`
      this.raise(
        'VL101',
        message,
        start,
        position,
        top === undefined ? undefined : `close it first with </${top.name}>`,
      )
    }
    const bare = this.bareAmpersand(position, what)
    if (bare !== undefined) {
      this.raise(
        'VL101',
        `${quote(this.source.slice(bare, position).slice(0, 20))} is no known reference`,
        bare,
        bare + 1,
        REFERENCES,
      )
    }
    if (top !== undefined && /^(unclosed tag|unexpected end)/.test(what)) {
      const end = this.source.length
      this.raise('VL101', `the document ends too early: ${opened}`, end, end, 'is the file cut off?')
    }
    const at = Math.max(0, Math.min(position, this.source.length) - 1)
    this.raise('VL101', `not well-formed XML: ${what}`, at, at + 1, HINTS.find(([pattern]) => pattern.test(what))?.[1])
  }

  /** Where the reference starts that broke the parse: one that is unknown, or a bare & whose ";" never comes. */
  private bareAmpersand(position: number, what: string): number | undefined {
    const at = this.source.lastIndexOf('&', position - 1)
    if (at < this.cursor) return undefined
    if (/entity/.test(what)) return at
    const open = /^(unclosed tag|unexpected end)/.test(what) && !this.source.slice(at, position).includes(';')
    return open ? at : undefined
  }

  private raise(
    code: FaultCode,
    message: string,
    start: number,
    end: number,
    hint?: string,
    root: ExpandedName | undefined = this.roots[0],
  ): never {
    throw new Fault(fault(this.document, code, message, start, end, hint).diagnostic, root)
  }
}

/** The root element that a DOCTYPE names. */
function rootOfDoctype(source: string, start: number): ExpandedName | undefined {
  const local = /^<!DOCTYPE[ \t\r\n]+([^ \t\r\n[>]+)/.exec(source.slice(start, start + 200))?.[1]
  return local === undefined ? undefined : { local, uri: '' }
}

const REFERENCES = 'only &amp; &lt; &gt; &quot; &apos; and numbers (&#233;) are known; write & as &amp;'

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^disallowed character in tag name/, 'write < in text as &lt;'],
  [/^unquoted attribute value|^attribute without value/, 'write attributes as name="value"'],
  [/^text data outside of root node|^document must contain a root element/, 'is this an XML document?'],
  [/^unbound namespace prefix/, 'declare the prefix with xmlns:prefix="…"'],
  [/XML declaration must/, 'remove what stands in front of <?xml'],
]

function valuesOf(attributes: readonly XmlAttribute[]): Readonly<Record<string, string>> {
  if (attributes.length === 0) return NO_ATTRIBUTES
  // Without a prototype, for `__proto__` is a name like any other.
  const values: Record<string, string> = Object.create(null)
  for (const { name, value } of attributes) values[name] = value
  return values
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(Object.create(null))
