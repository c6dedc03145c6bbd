import { type Diagnostic, SourceText } from '../diagnostics/index.js'
import { parseXml, type XmlListener, type XmlTag } from '../xml/index.js'
import type { Engine } from './engine.js'
import { isInternalAttribute, isInternalElement } from './status-internals.js'

/**
 * An engine for documents with a `<domain>` in their root element: it checks the domain alone, with an engine for domains, and
 * accepts what is around it, and in a status file what libvirt has added for itself. Positions are those in the whole document.
 */
export function insideDomain(engine: Engine): Engine {
  return {
    ...engine,
    begin: (document) => {
      let finder = new DomainFinder()
      return {
        listener: () => {
          finder = new DomainFinder()
          return finder
        },
        violations: () => (finder.range === undefined ? [] : violationsIn(engine, document, finder.range)),
      }
    },
  }
}

/** A part of a document, by offsets. */
type Part = readonly [start: number, end: number]

/** Where a domain is in a document, and the prefixes declared around it. */
interface DomainRange {
  readonly start: number
  /** The offset just after the name in its start tag. */
  readonly nameEnd: number
  /** Just after the content: where the end tag begins, or the end of the whole where there is none. */
  readonly end: number
  /** Declarations of the root that the domain does not repeat, as they are written, each after a space. */
  readonly declarations: string
  /** What is not checked. */
  readonly internals: readonly Part[]
}

/** Finds the first `<domain>` in the root element. */
class DomainFinder implements XmlListener {
  range: DomainRange | undefined
  private readonly open: string[] = []
  private root: XmlTag | undefined
  private domain: Pick<DomainRange, 'start' | 'nameEnd' | 'declarations'> | undefined
  private readonly internals: Part[] = []
  /** Where the internal element begins that is read, and how many elements are around it. */
  private internal: { readonly start: number; readonly depth: number } | undefined

  startTag(tag: XmlTag, start: number): void {
    const { open } = this
    if (open.length === 0) this.root = tag
    if (open.length === 1 && this.range === undefined && tag.uri === '' && tag.local === 'domain') {
      this.domain = { start, nameEnd: start + 1 + tag.name.length, declarations: this.declarationsFor(tag) }
    }
    if (this.domain !== undefined && this.internal === undefined && this.root?.local === 'domstatus') {
      if (isInternalElement(tag, open.at(-1) ?? '')) this.internal = { start, depth: open.length }
      else this.findAttributes(tag)
    }
    open.push(tag.local)
  }

  characters(): void {}

  /** What is internal ends where its end tag begins; that tag is found then. */
  endTag(start: number): void {
    const { open, internal, domain } = this
    open.pop()
    if (internal?.depth === open.length) {
      this.internals.push([internal.start, start])
      this.internal = undefined
    }
    if (domain !== undefined && open.length === 1) {
      this.range = { ...domain, end: start, internals: this.internals }
      this.domain = undefined
    }
  }

  private declarationsFor(domain: XmlTag): string {
    const own = new Set(domain.attributes.map(({ name }) => name))
    return (this.root?.attributes ?? [])
      .filter(({ prefix, name }) => prefix === 'xmlns' && !own.has(name))
      .map(({ name, value }) => ` ${name}="${escaped(value)}"`)
      .join('')
  }

  private findAttributes({ local, attributes }: XmlTag): void {
    for (const { name, start, end } of attributes) {
      if (isInternalAttribute(name, local)) this.internals.push([start, end])
    }
  }
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function violationsIn(engine: Engine, document: SourceText, range: DomainRange): readonly Diagnostic[] {
  const { text, file, firstLine } = document
  const { start, nameEnd, declarations, internals } = range
  const end = withEndTag(text, range.end)
  const pieces = [blank(text.slice(0, start)), text.slice(start, nameEnd), declarations]
  let at = nameEnd
  for (const [from, to] of internals) {
    const last = withEndTag(text, to)
    pieces.push(text.slice(at, from), blank(text.slice(from, last)))
    at = last
  }
  const inner = new SourceText(file, [...pieces, text.slice(at, end)].join(''), firstLine)
  const check = engine.begin(inner)
  const { listener } = check
  if (listener !== undefined) parseXml(inner, { keep: () => false, listener, maxDepth: Number.POSITIVE_INFINITY })
  const added = declarations.length
  /** The offset in the whole document of a position in the domain. */
  const offsetOf = (line: number, column: number): number => {
    const offset = inner.lineStart(line) + column - 1
    return offset >= nameEnd + added ? offset - added : Math.min(offset, nameEnd)
  }
  return check.violations().map((violation) => {
    const { line, column, endLine = line, endColumn = column, excerpt: _, ...finding } = violation
    return document.diagnostic(finding, offsetOf(line, column), offsetOf(endLine, endColumn))
  })
}

/** An offset, or that just after the end tag that begins there. */
function withEndTag(text: string, offset: number): number {
  return text.startsWith('</', offset) ? text.indexOf('>', offset) + 1 : offset
}

/** White space of the same length and lines. */
function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
