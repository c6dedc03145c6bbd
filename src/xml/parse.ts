import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import {
  type AttributeValues,
  type NamespaceOf,
  valuesOf,
  type XmlAttribute,
  type XmlEvents,
  type XmlTag,
} from './events.js'
import { explainFault } from './explain-fault.js'
import { readPlainXml } from './plain-reader.js'
import { hasMalformedDeclaration, readXml } from './saxes-reader.js'
import type { XmlElement, XmlLeaf, XmlNode } from './tree.js'

/** Deepest nesting accepted unless told otherwise; libxml2 has a similar limit (256) without its "huge" option. */
export const DEFAULT_MAX_DEPTH = 1000

/** How a document is parsed, and what is kept of it. */
export interface ParseOptions {
  /** Deepest nesting accepted; `DEFAULT_MAX_DEPTH` unless given. */
  readonly maxDepth?: number | undefined
  /**
   * Whether an element's children are kept; `words`: all but text that is only white space. Asked once, at its start tag, with
   * its depth, 0 for the root, and whether `collect` chose it. The children of other elements are checked and dropped.
   */
  readonly keep: (element: XmlElement, depth: number, isCollected: boolean) => Kept
  /** Whether an element is listed in `collected`, wherever it is; asked once, at its start tag. */
  readonly collect?: (element: XmlElement) => boolean
  /**
   * Makes the listener that is told of everything that is read, in order. It may be called twice, because a document may be
   * read again from its beginning: only the last listener counts.
   */
  readonly listener?: ((namespaceOf: NamespaceOf) => XmlListener) | undefined
  /** Whether the document may have several root elements, each with an XML declaration before it, as in a stream of instances. */
  readonly fragment?: boolean
}

/** Whether children are kept. */
type Kept = boolean | 'words'

/** What is told of a document while it is parsed. Offsets are in UTF-16 code units. */
export interface XmlListener {
  /** A start tag between two offsets; namespaces resolved. */
  startTag(tag: XmlTag, start: number, end: number): void
  /** Text, references resolved, or the content of a CDATA section. */
  characters(value: string): void
  /** An end tag at an offset; for a self-closing element, the end of its one tag. */
  endTag(start: number): void
}

/** The part of a document that was kept. */
export interface ParsedXml {
  readonly root: XmlElement
  /** All root elements: more than one only in a fragment. */
  readonly roots: readonly XmlElement[]
  /** The elements that `collect` chose, in order. */
  readonly collected: readonly XmlElement[]
}

/** An element's name without its prefix, and its namespace. */
export type ExpandedName = Pick<XmlElement, 'local' | 'uri'>

/**
 * A document, or the one diagnostic that says why there is none (VL101 to VL104, VL110 to VL112). `rootName` is the name of the root
 * element, or the name in the DOCTYPE, if the parser got that far.
 */
export type Parsed = ParsedXml | { readonly diagnostic: Diagnostic; readonly rootName?: ExpandedName }

/**
 * Parse XML with positions. The whole document is checked for well-formedness and namespaces; parsing ends at the first
 * fault. No DTD is processed: a DOCTYPE is a fault, and so is every entity but XML's five.
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
  // A text that begins with a malformed declaration is read as one document, for the message that says what is wrong.
  const fragment = options.fragment === true && !hasMalformedDeclaration(text)
  const plain = new TreeBuilder(document, options, false)
  if (readPlainXml(text, plain)) return plain.result()
  const builder = new TreeBuilder(document, options, fragment)
  readXml(text, builder, fragment)
  return builder.result()
}

/** Thrown to end the parse; never leaves this file. */
class Fault extends Error {
  constructor(
    readonly diagnostic: Diagnostic,
    readonly rootName: ExpandedName | undefined,
  ) {
    super(diagnostic.message)
  }
}

type FaultCode = 'VL101' | 'VL102' | 'VL103' | 'VL104' | 'VL110' | 'VL111' | 'VL112'

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

/** An element whose end may not have been read yet. */
class Growing implements XmlElement {
  closeStart: number
  end: number
  kept: Kept = false
  private nodes: XmlNode[] | undefined
  private values: AttributeValues | undefined

  constructor(
    private readonly tag: XmlTag,
    readonly parent: XmlElement | undefined,
    readonly start: number,
    readonly openEnd: number,
  ) {
    this.closeStart = openEnd
    this.end = openEnd
  }

  get kind(): 'element' {
    return 'element'
  }

  get name(): string {
    return this.tag.name
  }

  get local(): string {
    return this.tag.local
  }

  get prefix(): string {
    return this.tag.prefix
  }

  get uri(): string {
    return this.tag.uri
  }

  get selfClosing(): boolean {
    return this.tag.isSelfClosing
  }

  get children(): readonly XmlNode[] {
    return this.nodes ?? NO_NODES
  }

  add(node: XmlNode): void {
    if (this.nodes === undefined) this.nodes = [node]
    else this.nodes.push(node)
  }

  get attributeNodes(): readonly XmlAttribute[] {
    return this.tag.attributes
  }

  /** Made on demand: most elements are never asked for theirs. */
  get attributes(): AttributeValues {
    this.values ??= this.tag.values ?? valuesOf(this.tag.attributes)
    return this.values
  }
}

class TreeBuilder implements XmlEvents {
  private readonly source: string
  private readonly maxDepth: number
  private readonly open: Growing[] = []
  private readonly roots: XmlElement[] = []
  private readonly collected: XmlElement[] = []
  /** Offset just after the last markup, where the text being read began. */
  private cursor = 0
  private pendingText = ''
  private lastClosed: XmlElement | undefined
  private listener: XmlListener | undefined

  constructor(
    private readonly document: SourceText,
    private readonly options: ParseOptions,
    private readonly fragment: boolean,
  ) {
    this.source = document.text
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH
  }

  /** What was kept; only to be called after the end of the text. */
  result(): ParsedXml {
    const { roots, collected } = this
    const [root] = roots
    if (root === undefined) this.raise('VL101', 'the document has no root element', 0, 0)
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
    return Boolean(this.open.at(-1)?.kept)
  }

  /** Text contains no `<`, so the first one after the cursor starts the markup that just ended. */
  private beginMarkup(end: number, start = this.source.indexOf('<', this.cursor)): number {
    if (this.pendingText !== '') {
      const around = this.open.at(-1)
      if (around?.kept !== 'words' || this.pendingText.trim() !== '')
        around?.add({ kind: 'text', value: this.pendingText, start: this.cursor, end: start })
      this.pendingText = ''
    }
    this.cursor = end
    return start
  }

  leaf(kind: Exclude<XmlLeaf['kind'], 'text'>, value: string, end: number): void {
    if (kind === 'cdata') this.listener?.characters(value)
    const start = this.beginMarkup(end)
    if (this.keeps()) this.open.at(-1)?.add({ kind, value, start, end })
  }

  startTag(tag: XmlTag, end: number, known?: number): void {
    const start = this.beginMarkup(end, known)
    const parent = this.open.at(-1)
    const element = new Growing(tag, parent, start, end)
    if (this.open.length >= this.maxDepth) {
      this.raise(
        'VL104',
        `elements are nested more than ${this.maxDepth} deep`,
        start,
        end,
        'raise the limit with --max-depth',
      )
    }
    if (parent?.kept) parent.add(element)
    const isCollected = this.options.collect?.(element) === true
    if (isCollected) this.collected.push(element)
    this.listener?.startTag(tag, start, end)
    if (parent === undefined) this.roots.push(element)
    element.kept = this.options.keep(element, this.open.length, isCollected)
    this.open.push(element)
  }

  endTag(isSelfClosing: boolean, end: number, known?: number): void {
    const opened = this.open.at(-1)
    if (opened !== undefined && !isSelfClosing) {
      opened.closeStart = this.beginMarkup(end, known)
      opened.end = end
    }
    this.listener?.endTag(opened?.closeStart ?? end)
    this.open.pop()
    this.lastClosed = opened
  }

  private refuseText(text: string, end: number): void {
    if (/^[ \t\r\n\ufeff]*$/.test(text)) return
    const start = this.cursor + Math.max(0, this.source.slice(this.cursor, end).search(/[^ \t\r\n\ufeff]/))
    this.raise('VL101', 'text outside the root element', start, start + 1)
  }

  doctype(end: number): never {
    const start = this.source.indexOf('<', this.cursor)
    this.raise(
      'VL103',
      'the document has a DOCTYPE',
      start,
      end,
      'remove it: libvirt does not need one, and a DTD can read files and exhaust memory',
      rootOfDoctype(this.source, start),
    )
  }

  /**
   * A fault in the words of saxes ("line:column: what"), found just before an offset. Its position is better said by
   * offsets, mismatched tags and references by their names, and the rest by the sentences of `FAULTS`.
   */
  fault(message: string, position: number): never {
    const what = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    if (/doctype declaration/.test(what)) this.doctype(position)
    const bare = this.bareAmpersand(position, what)
    if (bare !== undefined) {
      const [end, message, hint] = unknownReference(this.source, bare)
      this.raise('VL101', message, bare, end, hint)
    }
    const open: XmlElement[] = [...this.open]
    // saxes closes an element before it says that the end tag is that of another.
    if (/^unexpected close tag/.test(what) && this.lastClosed !== undefined) open.push(this.lastClosed)
    const { document, cursor } = this
    const explained = explainFault({ document, what, position, cursor, open, root: this.roots[0] })
    if (explained !== undefined)
      this.raise(explained.code ?? 'VL101', explained.message, explained.start, explained.end, explained.hint)
    if (/^(unclosed tag|unexpected end)/.test(what)) {
      const end = this.source.length
      this.raise('VL101', 'the document ends in the middle of a tag', end, end, 'is the file cut off?')
    }
    const at = Math.max(0, Math.min(position, this.source.length) - 1)
    // A line's end is not pointed at: of CR and LF it would be one half.
    const lineEnd = document.lineEnd(document.position(at).line)
    const known = FAULTS.find(({ pattern }) => pattern.test(what))
    const said = known === undefined ? `not well-formed XML: ${what}` : what.replace(known.pattern, known.message)
    this.raise('VL101', said, Math.min(at, lineEnd), Math.min(at + 1, lineEnd), known?.hint)
  }

  /** Offset of the `&` that broke the parse: an unknown reference, or a bare `&` without a `;`. */
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

/** The name of the root element according to a DOCTYPE. */
function rootOfDoctype(source: string, start: number): ExpandedName | undefined {
  const local = /^<!DOCTYPE[ \t\r\n]+([^ \t\r\n[>]+)/.exec(source.slice(start, start + 200))?.[1]
  return local === undefined ? undefined : { local, uri: '' }
}

/** What is wrong with a text that begins with `&`: it names an unknown entity or character, or is no reference at all. */
function unknownReference(source: string, start: number): readonly [end: number, message: string, hint: string] {
  const reference = /^&[^\s&;<>"']*;/.exec(source.slice(start, start + 80))?.[0]
  if (reference === undefined) return [start + 1, '"&" does not begin a reference', REFERENCES]
  const number = CHARACTERS.get(reference.slice(1, -1))
  const hint = number === undefined ? REFERENCES : `write ${reference} as &#${number};`
  return [start + reference.length, `unknown reference ${quote(reference)}`, hint]
}

/** Characters that HTML has names for, and XML has not. */
const CHARACTERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    nbsp: 160,
    copy: 169,
    auml: 228,
    ouml: 246,
    uuml: 252,
    eacute: 233,
  }),
)

const REFERENCES = 'write & as &amp; (only &amp; &lt; &gt; &quot; &apos; and numbers such as &#233; are known)'

const AS_ATTRIBUTE = 'write attributes as name="value"'
const AS_DECLARATION = 'write it as <?xml version="1.0" encoding="UTF-8"?>'

/** What saxes says of common faults, and what is said instead; `$1` is what the pattern captures. */
const FAULTS: readonly { readonly pattern: RegExp; readonly message: string; readonly hint?: string }[] = [
  { pattern: /^disallowed character in attribute name$/, message: 'malformed attribute', hint: AS_ATTRIBUTE },
  { pattern: /^no whitespace between attributes$/, message: 'white space is missing between two attributes' },
  { pattern: /^disallowed character$/, message: 'this character is not allowed here' },
  { pattern: /^the string "]]>" is disallowed in char data$/, message: 'text contains "]]>"', hint: 'write ]]&gt;' },
  {
    pattern: /^forward-slash in opening tag not followed by >$/,
    message: 'the "/" in a start tag is not followed by ">"',
  },
  { pattern: /^weird empty close tag$/, message: 'an end tag has no name', hint: 'write it as </name>' },
  {
    pattern: /^document must contain a root element$/,
    message: 'the document has no root element',
    hint: 'is this an XML document, and is it complete?',
  },
  {
    pattern: /^(?:an|the) XML declaration must (?:be|appear) at the start of the document$/,
    message: 'the XML declaration is not at the start of the document',
    hint: 'remove everything before <?xml, or the declaration',
  },
  {
    pattern: /^version number must match .*$|^XML declaration must contain a version$/,
    message: 'the XML declaration has no valid version',
    hint: AS_DECLARATION,
  },
  {
    pattern: /^encoding value must match .*$/,
    message: 'the XML declaration has no valid encoding',
    hint: AS_DECLARATION,
  },
  {
    pattern:
      /^XML declaration is incomplete$|^expected (?:one of|the name) .*$|^did not expect any more .*$|^value (?:required|must be quoted)$|^whitespace required$|^The character \? is disallowed .*$/,
    message: 'malformed XML declaration',
    hint: AS_DECLARATION,
  },
  { pattern: /^invalid attempt to undefine prefix in XML 1\.0$/, message: 'a namespace prefix is bound to ""' },
  { pattern: /^malformed name: (.*)$/, message: 'malformed name "$1"', hint: 'a name has at most one colon' },
]

const NO_NODES: readonly XmlNode[] = []
