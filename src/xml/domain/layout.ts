import type { Edit } from '../../diagnostics/index.js'
import type { XmlElement, XmlNode } from '../tree.js'

/**
 * Where something is put into an element and how it is laid out. The law of this file: what `insertInto` adds,
 * `removeFrom` takes away again to the last byte, without being told what was there before. So whatever is needed for
 * the way back stands in the document:
 *
 * - A new node on its own line is put behind its neighbour as line end, indentation, node; removing a node that begins
 *   its line takes the line end and the indentation in front of it along.
 * - An empty element written as one tag gets an end tag with a space, `</metadata >`; an element with such an end tag
 *   that becomes empty is written as one tag again.
 */
export interface Layout {
  /** Offset where new nodes go. */
  readonly offset: number
  /** Line end and indentation in front of a new node; empty where the neighbours share a line. */
  readonly lead: string
  /** One step of indentation; empty where `lead` is. */
  readonly unit: string
}

/** The layout of new nodes behind an anchor among an element's children, or as its first children. */
export function layoutBehind(text: string, container: XmlElement, anchor: XmlNode | undefined): Layout {
  const first = container.children.find((node) => node.kind === 'element')
  const lead = leadOf(text, (anchor ?? first)?.start ?? container.openEnd)
  const unit = lead === '' ? '' : unitOf(text, container, lead)
  if (anchor === undefined) return { offset: container.openEnd, lead, unit }
  return { offset: anchor.end + (lead === '' ? 0 : trailingComments(text, anchor.end)), lead, unit }
}

/** The edits that put nodes into an element. */
export function insertInto(text: string, container: XmlElement, layout: Layout, nodes: readonly string[]): Edit[] {
  const content = nodes.map((node) => `${layout.lead}${node}`).join('')
  if (!container.selfClosing) return [{ offset: layout.offset, length: 0, content }]
  // <a/> becomes <a>…</a >: its "/" serves in the end tag, so that no byte of it is lost.
  const slash = text.lastIndexOf('/', container.openEnd)
  return [
    { offset: slash, length: 0, content: `>${content}<` },
    { offset: slash + 1, length: 0, content: `${container.name} ` },
  ]
}

/** The edits that remove children of an element, each with the indentation in front of it. */
export function removeFrom(text: string, container: XmlElement, nodes: readonly XmlNode[]): Edit[] {
  const edits = nodes.map((node) => {
    const offset = node.start - leadOf(text, node.start).length
    return { offset, length: node.end - offset, content: '' }
  })
  const removed = edits.reduce((sum, edit) => sum + edit.length, 0)
  const empty = removed === container.closeStart - container.openEnd
  if (!empty || text.slice(container.closeStart, container.end) !== `</${container.name} >`) return edits
  return [
    { offset: container.openEnd - 1, length: container.closeStart + 2 - container.openEnd, content: '' },
    { offset: container.closeStart + 2, length: container.name.length + 1, content: '' },
  ]
}

/** The line end and the indentation in front of an offset; empty where something else stands on its line before it. */
function leadOf(text: string, offset: number): string {
  let start = offset
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--
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

/** Length of the comments that follow on the same line and end it: they belong to what stands in front of them. */
function trailingComments(text: string, offset: number): number {
  const pattern = /(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)+(?=[ \t]*[\r\n])/y
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0].length ?? 0
}
