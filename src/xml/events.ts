/** A start tag, namespaces resolved. */
export interface XmlTag {
  /** The name as written, prefix included. */
  readonly name: string
  readonly prefix: string
  readonly local: string
  /** The namespace; empty for none. */
  readonly uri: string
  /** Whether it is written as one tag, `<a/>`. */
  readonly isSelfClosing: boolean
  readonly attributes: readonly XmlAttribute[]
  /** The values of the attributes by their names; a reader that has them ready gives them. */
  readonly values?: AttributeValues
  /** How it is written, if that alone decides what it says, because no prefix is used or declared in it. */
  readonly source?: string | undefined
}

/** An attribute of a start tag; declarations of namespaces are such too, of the prefix `xmlns`. */
export interface XmlAttribute {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
  /** References resolved, white space as XML 1.0 has it (3.3.3). */
  readonly value: string
  /** Offset (UTF-16 code units) of the first character of its name. */
  readonly start: number
  readonly nameEnd: number
  /** Offsets of its value, without the quotes. */
  readonly valueStart: number
  readonly valueEnd: number
  /** Offset just after the closing quote. */
  readonly end: number
}

/** Values of attributes, references resolved, by their names as written. */
export type AttributeValues = Readonly<Record<string, string>>

const NO_VALUES: AttributeValues = Object.freeze(Object.create(null))

/** The values of a tag's attributes. */
export function valuesOf(attributes: readonly Pick<XmlAttribute, 'name' | 'value'>[]): AttributeValues {
  if (attributes.length === 0) return NO_VALUES
  // Without a prototype, because `__proto__` is a name like any other.
  const values: Record<string, string> = Object.create(null)
  for (const { name, value } of attributes) values[name] = value
  return values
}

/** Where the namespace of a prefix is looked up, by the declarations around what was told of last. */
export type NamespaceOf = (prefix: string) => string | undefined

/**
 * What a reader reports of a document, in order; `end` is the offset (UTF-16 code units) just after the markup, `start` where it
 * begins, if the reader knows.
 */
export interface XmlEvents {
  begin(namespaceOf: NamespaceOf): void
  declaration(end: number): void
  startTag(tag: XmlTag, end: number, start?: number): void
  endTag(isSelfClosing: boolean, end: number, start?: number): void
  /** References resolved; a text may come in several pieces. */
  text(value: string, end: number): void
  leaf(kind: 'cdata' | 'comment' | 'processing-instruction', value: string, end: number): void
  doctype(end: number): void
  /** The document is not well-formed; must throw. */
  fault(message: string, end: number): never
}
