import type { Diagnostic, Edit, SourceText } from '../diagnostics/index.js'
import { parseXml, type XmlElement } from '../xml/index.js'

/** A violation that is a slip of letter case or white space, and where it is; offsets in UTF-16 code units. */
interface Slip {
  readonly start: number
  readonly written: string
  readonly meant: string
  /** The start of the tag that it is in, or that begins the element it is in. */
  readonly tag: number
}

/**
 * Give the violations of a schema (VL403) the edits that fix them, where a name or a value differs in nothing but letter case
 * from the only one that can have been meant: `<Devices>`, `Type="file"`, `bus="VirtIO"`, or a value in white space around it. XML
 * and libvirt tell them apart.
 */
export function offerCaseFixes(document: SourceText, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const slips = new Map<Diagnostic, Slip>()
  for (const diagnostic of found) {
    const slip = slipOf(document, diagnostic)
    if (slip !== undefined) slips.set(diagnostic, slip)
  }
  if (slips.size === 0) return found
  const tags = new Set([...slips.values()].map(({ tag }) => tag))
  const parsed = parseXml(document, {
    maxDepth: Number.POSITIVE_INFINITY,
    keep: () => false,
    collect: ({ start }) => tags.has(start),
  })
  if ('diagnostic' in parsed) return found
  const elements = new Map(parsed.collected.map((element) => [element.start, element]))
  return found.map((diagnostic) => {
    const slip = slips.get(diagnostic)
    const element = slip === undefined ? undefined : elements.get(slip.tag)
    const edits = slip === undefined || element === undefined ? [] : editsOf(slip, element)
    if (edits.length === 0) return diagnostic
    const { code, message, hint } = diagnostic
    const finding = { code, message, ...(hint === undefined ? {} : { hint }), fix: edits }
    const { fix = [] } = document.diagnostic(finding, 0)
    return { ...diagnostic, fix }
  })
}

/** What a hint that leaves no choice suggests, as it would be written. */
const ONE_MEANT = /^did you mean (?:(<[^<> ]+)>|"([^"]+)")\?$/

function slipOf(document: SourceText, { code, fix, hint = '', ...at }: Diagnostic): Slip | undefined {
  const [, tagStart, word] = ONE_MEANT.exec(hint) ?? []
  const meant = tagStart ?? word
  const { line, column, endLine, endColumn } = at
  if (code !== 'VL403' || fix !== undefined || meant === undefined) return undefined
  if (endLine === undefined || endColumn === undefined) return undefined
  const { text } = document
  const from = offsetOf(document, line, column)
  const marked = text.slice(from, offsetOf(document, endLine, endColumn))
  const trimmed = marked.trim()
  if (marked === meant || trimmed.toLowerCase() !== meant.toLowerCase()) return undefined
  // Around another letter case, white space may be allowed.
  const written = trimmed === meant ? marked : trimmed
  const start = from + marked.indexOf(written)
  return { start, written, meant, tag: text.lastIndexOf('<', start) }
}

/** The offset of a position; a byte order mark does not count as a column. */
function offsetOf(document: SourceText, line: number, column: number): number {
  const mark = line === document.firstLine && document.text.startsWith('\ufeff') ? 1 : 0
  return document.lineStart(line) + mark + column - 1
}

function editsOf({ start, written, meant, tag }: Slip, element: XmlElement): readonly Edit[] {
  const edit = { offset: start, length: written.length, content: meant }
  if (start === tag) {
    const content = meant.slice(1)
    const inStart = { offset: start + 1, length: content.length, content }
    const inEnd = { ...inStart, offset: element.closeStart + 2 }
    return element.selfClosing ? [inStart] : [inStart, inEnd]
  }
  const isName = element.attributeNodes.some((attribute) => attribute.start === start)
  // Twice the same attribute would not be well-formed.
  return isName && meant in element.attributes ? [] : [edit]
}
