import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import type { XmlElement, XmlLeaf, XmlNode } from './tree.js'

/** Deepest nesting accepted unless told otherwise; libxml2 has a similar limit (256) without its "huge" option. */
export const DEFAULT_MAX_DEPTH = 1000

/** What to parse for. */
export interface ParseOptions {
  readonly maxDepth?: number
  /** Whether an element's children are kept; asked once, when it opens. All others are checked and dropped. */
  readonly keep: (element: XmlElement) => boolean
  /** Told of every element when it opens: `end`, `closeStart` and `children` are not known then. */
  readonly onElement?: (element: XmlElement) => void
  /** Told of all that is read, in order. */
  readonly listener?: (namespaceOf: NamespaceOf) => XmlListener
  /** Whether several elements may follow one another at the top, as in a stream of instances. */
  readonly fragment?: boolean
}

/** Told of a document while it is parsed. Offsets are in UTF-16 code units. */
export interface XmlListener {
  /** A start tag between two offsets; namespaces resolved. */
  startTag(tag: SaxesTagNS, start: number, end: number): void
  /** Text, references resolved, or the content of a CDATA section. */
  characters(value: string): void
  /** An end tag at an offset; of an element without one, the end of its tag. */
  endTag(start: number): void
}

/** Where the namespace of a prefix is looked up, by the declarations around what was told of last. */
export type NamespaceOf = (prefix: string) => string | undefined

/** The root element and, in a fragment, all elements at the top; or the one diagnostic that says why there is none (VL101 to VL104). */
export type Parsed =
  | { readonly root: XmlElement; readonly roots: readonly XmlElement[] }
  | { readonly diagnostic: Diagnostic }

/**
 * Parse XML with positions. Well-formedness and namespaces are checked throughout; the first fault ends it. No DTD is
 * processed: a DOCTYPE is a fault, and so is every entity but XML's five.
 */
export function parseXml(document: SourceText, options: ParseOptions): Parsed {
  if (/^\ufeff?[ \t\r\n]*$/.test(document.text.slice(0, 4096)) && document.text.trim() === '') {
    return fault(document, 'VL102', 'the input is empty', 0, 0)
  }
  try {
    return new TreeParser(document, options).parse()
  } catch (error) {
    if (error instanceof Fault) return { diagnostic: error.diagnostic }
    throw error
  }
}

/** Ends the parse; never leaves this file. */
class Fault extends Error {
  constructor(readonly diagnostic: Diagnostic) {
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
  const finding = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) } as const
  return { diagnostic: document.diagnostic(finding, start, end) }
}

type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlNode[] }

class TreeParser {
  private readonly text: string
  private readonly maxDepth: number
  private readonly open: { readonly element: Growing; readonly kept: boolean }[] = []
  private readonly roots: XmlElement[] = []
  /** Offset just behind the last markup: where the text now read began. */
  private cursor = 0
  private pendingText = ''
  private listener: XmlListener | undefined

  constructor(
    private readonly document: SourceText,
    private readonly options: ParseOptions,
  ) {
    this.text = document.text
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH
  }

  parse(): { readonly root: XmlElement; readonly roots: readonly XmlElement[] } {
    // saxes takes no XML declaration in a fragment; a text that has one has one root.
    const fragment = this.options.fragment === true && !/^\ufeff?<\?xml[ \t\r\n]/.test(this.text)
    const parser = new SaxesParser({ xmlns: true, fragment, position: false })
    this.listener = this.options.listener?.((prefix) => parser.resolve(prefix))
    parser.on('error', (error) => this.fail(error.message, parser.position))
    parser.on('doctype', () => this.refuseDoctype(parser.position))
    parser.on('text', (text) => {
      this.listener?.characters(text)
      if (this.keeps()) this.pendingText += text
      else if (fragment && this.open.length === 0) this.refuseText(text, parser.position)
    })
    parser.on('opentag', (tag) => this.openTag(tag, parser.position))
    parser.on('closetag', (tag) => this.closeTag(tag, parser.position))
    parser.on('cdata', (value) => {
      this.listener?.characters(value)
      this.leaf('cdata', value, parser.position)
    })
    parser.on('comment', (value) => this.leaf('comment', value, this.text.indexOf('>', parser.position) + 1))
    parser.on('processinginstruction', ({ body }) => this.leaf('processing-instruction', body, parser.position))
    parser.on('xmldecl', () => {
      this.cursor = parser.position
    })
    parser.write(this.text).close()
    const [root] = this.roots
    if (root === undefined) this.raise('VL101', 'there is no root element', 0, 0)
    // In a fragment saxes lets the end of the text close what is open.
    if (this.open.length > 0) this.fail('unexpected end', this.text.length)
    return { root, roots: this.roots }
  }

  private keeps(): boolean {
    return this.open.at(-1)?.kept ?? false
  }

  /** Text holds no `<`, so the first one behind the cursor starts the markup that just ended. */
  private beginMarkup(end: number): number {
    const start = this.text.indexOf('<', this.cursor)
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

  private leaf(kind: XmlLeaf['kind'], value: string, end: number): void {
    const start = this.beginMarkup(end)
    if (this.keeps()) this.open.at(-1)?.element.children.push({ kind, value, start, end })
  }

  private openTag(tag: SaxesTagNS, end: number): void {
    const start = this.beginMarkup(end)
    const parent = this.open.at(-1)
    const element: Growing = {
      kind: 'element',
      name: tag.name,
      local: tag.local,
      prefix: tag.prefix,
      uri: tag.uri,
      attributes: valuesOf(tag.attributes),
      parent: parent?.element,
      selfClosing: tag.isSelfClosing,
      start,
      openEnd: end,
      closeStart: end,
      end,
      children: [],
    }
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
    this.options.onElement?.(element)
    this.listener?.startTag(tag, start, end)
    if (parent === undefined) this.roots.push(element)
    this.open.push({ element, kept: this.options.keep(element) })
  }

  private closeTag(tag: SaxesTagNS, end: number): void {
    const opened = this.open.at(-1)?.element
    if (opened !== undefined && !tag.isSelfClosing) {
      opened.closeStart = this.beginMarkup(end)
      opened.end = end
    }
    this.listener?.endTag(opened?.closeStart ?? end)
    this.open.pop()
  }

  private refuseText(text: string, end: number): void {
    if (/^[ \t\r\n\ufeff]*$/.test(text)) return
    const start = this.cursor + Math.max(0, this.text.slice(this.cursor, end).search(/[^ \t\r\n\ufeff]/))
    this.raise('VL101', 'not well-formed XML: text data outside of root node', start, start + 1)
  }

  private refuseDoctype(end: number): never {
    const start = this.text.indexOf('<', this.cursor)
    this.raise(
      'VL103',
      'the document has a DOCTYPE',
      start,
      end,
      'remove it: libvirt needs none, and a DTD can read files and exhaust memory',
    )
  }

  /** saxes says "line:column: what"; the place is given better by offsets, and mismatched tags by their names. */
  private fail(message: string, position: number): never {
    const what = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    if (/doctype declaration/.test(what)) this.refuseDoctype(position)
    const top = this.open.at(-1)?.element
    const opened =
      top === undefined ? '' : `<${top.name}> of line ${this.document.position(top.start).line} is still open`
    if (/^(unexpected close tag|unmatched closing tag)/.test(what)) {
      const start = this.text.lastIndexOf('<', position - 1)
      const name = this.text.slice(start, position)
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
        `${quote(this.text.slice(bare, position).slice(0, 20))} is no known reference`,
        bare,
        bare + 1,
        REFERENCES,
      )
    }
    if (top !== undefined && /^(unclosed tag|unexpected end)/.test(what)) {
      const end = this.text.length
      this.raise('VL101', `the document ends too early: ${opened}`, end, end, 'is the file cut off?')
    }
    const at = Math.max(0, Math.min(position, this.text.length) - 1)
    this.raise('VL101', `not well-formed XML: ${what}`, at, at + 1, HINTS.find(([pattern]) => pattern.test(what))?.[1])
  }

  /** Where the reference starts that broke the parse: one that is unknown, or a bare & whose ";" never comes. */
  private bareAmpersand(position: number, what: string): number | undefined {
    const at = this.text.lastIndexOf('&', position - 1)
    if (at < this.cursor) return undefined
    if (/entity/.test(what)) return at
    const open = /^(unclosed tag|unexpected end)/.test(what) && !this.text.slice(at, position).includes(';')
    return open ? at : undefined
  }

  private raise(code: FaultCode, message: string, start: number, end: number, hint?: string): never {
    throw new Fault(fault(this.document, code, message, start, end, hint).diagnostic)
  }
}

const REFERENCES = 'only &amp; &lt; &gt; &quot; &apos; and numbers (&#233;) are known; write & as &amp;'

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^disallowed character in tag name/, 'write < in text as &lt;'],
  [/^unquoted attribute value|^attribute without value/, 'write attributes as name="value"'],
  [/^text data outside of root node|^document must contain a root element/, 'is this an XML document?'],
  [/^unbound namespace prefix/, 'declare the prefix with xmlns:prefix="…"'],
  [/XML declaration must/, 'remove what stands in front of <?xml'],
]

function valuesOf(attributes: Readonly<Record<string, SaxesAttributeNS>>): Readonly<Record<string, string>> {
  // Without a prototype, for `__proto__` is a name like any other.
  const values: Record<string, string> = Object.create(null)
  for (const name in attributes) values[name] = attributes[name]?.value ?? ''
  return values
}
