/**
 * A new element. Text, a CDATA section and children do not mix; texts and values are given as they are, unescaped. In one document a
 * prefix means one namespace, and a namespace has one prefix, or none.
 */
export interface NewElement {
  /** The name, with its prefix if it has one. */
  readonly name: string
  /** The namespace; unless given, that of the element around it for a name without a prefix. Declared where it first appears. */
  readonly namespace?: string
  /** Values by name; names have no prefix. */
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly NewElement[]
  readonly text?: string
  /** The content of a CDATA section, for markup as text; it must not contain `]]>` or a carriage return. */
  readonly cdata?: string
}

/** How a new document is laid out. */
export interface LayoutOptions {
  /** Whether it begins with an XML declaration (UTF-8). */
  readonly declaration?: boolean
  /** How many levels (of two spaces) the whole is indented. */
  readonly indent?: number
}
