/** An element with the offsets (UTF-16 code units) of its parts. Only what the parser was asked to keep has children. */
export interface XmlElement {
  readonly kind: 'element'
  /** The name as written, prefix included. */
  readonly name: string
  readonly local: string
  readonly prefix: string
  /** The namespace; empty for none. */
  readonly uri: string
  /** Values by name as written, references resolved. */
  readonly attributes: Readonly<Record<string, string>>
  readonly parent: XmlElement | undefined
  /** Whether it is written as one tag, `<a/>`. */
  readonly selfClosing: boolean
  /** Offset of the `<` of the start tag. */
  readonly start: number
  /** Offset just behind the `>` of the start tag. */
  readonly openEnd: number
  /** Offset of the `<` of the end tag; equal to `openEnd` for a self-closing element. */
  readonly closeStart: number
  /** Offset just behind the whole element. */
  readonly end: number
  readonly children: readonly XmlNode[]
}

/** Text, a CDATA section, a comment or a processing instruction, with its offsets. */
export interface XmlLeaf {
  readonly kind: 'text' | 'cdata' | 'comment' | 'processing-instruction'
  /** The characters: references resolved, line ends as LF. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/** A node of the kept part of a document. */
export type XmlNode = XmlElement | XmlLeaf

/** An attribute's place: offsets of its name and of its value without the quotes. */
export interface AttributePlace {
  readonly name: string
  /** Offset of the white space in front of it. */
  readonly leadStart: number
  readonly nameStart: number
  readonly nameEnd: number
  readonly valueStart: number
  readonly valueEnd: number
  /** Offset just behind the closing quote. */
  readonly end: number
  readonly quote: string
}

/** The elements among an element's kept children. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((node): node is XmlElement => node.kind === 'element')
}

/** The character data directly in an element: text and CDATA, comments left out. */
export function textOf(element: XmlElement): string {
  return element.children.map((node) => (node.kind === 'text' || node.kind === 'cdata' ? node.value : '')).join('')
}

/** The attributes of an element, namespace declarations among them, in the order they are written. */
export function attributePlaces(text: string, element: XmlElement): readonly AttributePlace[] {
  const places: AttributePlace[] = []
  const pattern = /([ \t\r\n]+)([^ \t\r\n=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*(?:"[^"]*"|'[^']*')/y
  pattern.lastIndex = element.start + 1 + element.name.length
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, lead = '', name = ''] = match
    const end = match.index + whole.length
    const quote = text.charAt(end - 1)
    const nameStart = match.index + lead.length
    const nameEnd = nameStart + name.length
    const valueStart = text.indexOf(quote, nameEnd) + 1
    places.push({ name, leadStart: match.index, nameStart, nameEnd, valueStart, valueEnd: end - 1, end, quote })
  }
  return places
}
