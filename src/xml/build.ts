import { create } from 'xmlbuilder2'

/** A new element. Text and children do not mix; texts and values are given as they are, unescaped. */
export interface NewElement {
  /** The name, with its prefix if it has one. */
  readonly name: string
  /** The namespace; none unless given. It is declared where it first appears. */
  readonly namespace?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly NewElement[]
  readonly text?: string
}

/** How a new document is laid out. */
export interface LayoutOptions {
  /** Whether it begins with an XML declaration (UTF-8). */
  readonly declaration?: boolean
  /** How many levels (of two spaces) the whole is indented. */
  readonly indent?: number
}

/** A new element as text: a line for each element, two spaces for each level, no line end after the last. */
export function buildXml(root: NewElement, { declaration = false, indent = 0 }: LayoutOptions = {}): string {
  const document = declaration ? create({ version: '1.0', encoding: 'UTF-8' }) : create()
  add(document, root)
  return document.end({ headless: !declaration, prettyPrint: true, offset: indent })
}

function add(
  parent: ReturnType<typeof create>,
  { name, namespace, attributes = {}, children, text }: NewElement,
): void {
  const values = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, escapedAttribute(value)]))
  const element = namespace === undefined ? parent.ele(name, values) : parent.ele(namespace, name, values)
  if (text !== undefined) element.txt(escapedText(text))
  for (const child of children ?? []) add(element, child)
}

/**
 * A text as `txt()` of xmlbuilder2 must get it to write just that: version 4.0 takes `&name;` and `&#1;` for references
 * that are written already, and leaves a carriage return, which a parser would read as a line feed.
 */
function escapedText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\r', '&#13;')
}

/** The same for the value of an attribute, of which a parser reads every white space as a space. */
function escapedAttribute(value: string): string {
  return escapedText(value).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}
