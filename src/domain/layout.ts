import type { Edit } from '../diagnostics/index.js'
import type { XmlElement, XmlNode } from '../xml/index.js'

/**
 * Where new nodes go in an element, and how they are laid out. The law of this file: `childEdits` can remove what it
 * added to the last byte, without knowing what was there before. So everything needed for that is in the document:
 *
 * - A new node on its own line is inserted after its neighbour as line end, indentation, node. Removing a node that begins
 *   its line also removes the line end and the indentation before it.
 * - An empty element written as one tag gets an end tag with a space, `</metadata >`; an element with such an end tag
 *   that becomes empty is written as one tag again.
 */
export interface Layout {
  /** Offset where new nodes go. */
  readonly offset: number
  /** Line end and indentation before a new node; empty if the neighbours share a line. */
  readonly lead: string
  /** One step of indentation; empty if `lead` is. */
  readonly unit: string
}

/** A change among the children of an element. */
export interface ChildChange {
  /** Edits inside children. */
  readonly edits?: readonly Edit[]
  readonly removed?: readonly XmlNode[]
  readonly added?: { readonly layout: Layout; readonly nodes: readonly string[] }
}

/** The layout of new nodes after an anchor among an element's children, or as its first children. */
export function layoutAfter(text: string, container: XmlElement, anchor: XmlNode | undefined): Layout {
  const first = container.children.find((node) => node.kind === 'element')
  const lead = leadOf(text, (anchor ?? first)?.start ?? container.openEnd)
  const unit = lead === '' ? '' : unitOf(text, container, lead)
  if (anchor === undefined) return { offset: container.openEnd, lead, unit }
  return { offset: anchor.end + (lead === '' ? 0 : trailingComments(text, anchor.end)), lead, unit }
}

/** The edits that change the children of an element. Nodes added at the same offset are in the order of the changes. */
export function childEdits(text: string, container: XmlElement, changes: readonly ChildChange[]): readonly Edit[] {
  const inside = changes.flatMap(({ edits = [] }) => edits)
  const removed = changes.flatMap(({ removed = [] }) => removed)
  const added = changes.flatMap(({ added }) => (added === undefined ? [] : [added]))
  if (added.length === 0) return [...inside, ...removal(text, container, removed)]
  const insertions = added.map(({ layout, nodes }) => ({
    offset: layout.offset,
    length: 0,
    content: nodes.map((node) => `${layout.lead}${node}`).join(''),
  }))
  if (!container.selfClosing) return [...insertions, ...inside, ...removed.map((node) => withoutLine(text, node))]
  // <a/> becomes <a>…</a >: its "/" is used in the end tag, so that no byte of it is lost.
  const slash = text.lastIndexOf('/', container.openEnd)
  return [
    { offset: slash, length: 0, content: `>${insertions.map(({ content }) => content).join('')}<` },
    { offset: slash + 1, length: 0, content: `${container.name} ` },
  ]
}

/** The edits that remove children and add none. */
function removal(text: string, container: XmlElement, nodes: readonly XmlNode[]): readonly Edit[] {
  const edits = nodes.map((node) => withoutLine(text, node))
  const length = edits.reduce((sum, edit) => sum + edit.length, 0)
  const empty = nodes.length > 0 && length === container.closeStart - container.openEnd
  if (!empty || text.slice(container.closeStart, container.end) !== `</${container.name} >`) return edits
  return [
    { offset: container.openEnd - 1, length: container.closeStart + 2 - container.openEnd, content: '' },
    { offset: container.closeStart + 2, length: container.name.length + 1, content: '' },
  ]
}

/** The edit that removes a node with the indentation before it. */
function withoutLine(text: string, node: XmlNode): Edit {
  const offset = node.start - leadOf(text, node.start).length
  return { offset, length: node.end - offset, content: '' }
}

/** The line end and the indentation before an offset; empty if anything else is before it on its line. */
function leadOf(text: string, offset: number): string {
  let start = offset
  while (/[ \t]/.test(text.charAt(start - 1))) start--
  if (text.charAt(start - 1) === '\n') start -= text.charAt(start - 2) === '\r' ? 2 : 1
  else if (text.charAt(start - 1) === '\r') start--
  else return ''
  return text.slice(start, offset)
}

/** What a child's indentation adds to its container's. */
function unitOf(text: string, container: XmlElement, lead: string): string {
  const outer = leadOf(text, container.start).replace(/^[\r\n]+/, '')
  const inner = lead.replace(/^[\r\n]+/, '')
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  '
}

/** Length of the comments between an offset and the end of its line: they belong to the node before them. */
function trailingComments(text: string, offset: number): number {
  const pattern = /(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)+(?=[ \t]*[\r\n])/y
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0].length ?? 0
}
