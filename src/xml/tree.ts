import type { XmlAttribute } from './events.js'

/** An element with the offsets (UTF-16 code units) of its parts. It has children only if the parser was asked to keep them. */
export interface XmlElement {
  readonly kind: 'element'
  /** The name as written, prefix included. */
  readonly name: string
  readonly local: string
  readonly prefix: string
  /** The namespace; empty if there is none. */
  readonly uri: string
  /** Values, references resolved, by name as written. */
  readonly attributes: Readonly<Record<string, string>>
  /** The attributes with their ranges, namespace declarations among them, in the order they are written. */
  readonly attributeNodes: readonly XmlAttribute[]
  readonly parent: XmlElement | undefined
  /** Whether it is written as one tag, `<a/>`. */
  readonly selfClosing: boolean
  /** Offset of the `<` of the start tag. */
  readonly start: number
  /** Offset just after the `>` of the start tag. */
  readonly openEnd: number
  /** Offset of the `<` of the end tag; equal to `openEnd` for a self-closing element. */
  readonly closeStart: number
  /** Offset just after the whole element. */
  readonly end: number
  readonly children: readonly XmlNode[]
}

/** Text, a CDATA section, a comment or a processing instruction, with its offsets. */
export interface XmlLeaf {
  readonly kind: 'text' | 'cdata' | 'comment' | 'processing-instruction'
  /** The characters, with references resolved and line ends as LF. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/** A node of the kept part of a document. */
export type XmlNode = XmlElement | XmlLeaf

/** The child elements of an element, as far as they were kept. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((node): node is XmlElement => node.kind === 'element')
}

/** The text and CDATA directly in an element, without comments. */
export function textOf({ children }: XmlElement): string {
  let text = ''
  for (const node of children) if (node.kind === 'text' || node.kind === 'cdata') text += node.value
  return text
}
