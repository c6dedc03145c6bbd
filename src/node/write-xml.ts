import { createRequire } from 'node:module'
import type * as Xmlbuilder2 from 'xmlbuilder2'
import type { LayoutOptions, NewElement } from '../xml/new-element.js'

type Builder = ReturnType<typeof Xmlbuilder2.create>

let loaded: typeof Xmlbuilder2 | undefined

/** Loaded with the first element that is written: most runs write none, and loading takes longer than a validation. */
function xmlbuilder2(): typeof Xmlbuilder2 {
  loaded ??= createRequire(import.meta.url)('xmlbuilder2') as typeof Xmlbuilder2 // require knows no types
  return loaded
}

/** Write a new element by xmlbuilder2: what `buildXml` uses in Node. */
export function writeXml(root: NewElement, { declaration, indent }: Required<LayoutOptions>): string {
  const { create } = xmlbuilder2()
  const document = declaration ? create({ version: '1.0', encoding: 'UTF-8' }) : create()
  add(document, root)
  return document.end({ headless: !declaration, prettyPrint: true, offset: indent })
}

function add(parent: Builder, { name, namespace, attributes = {}, children, text, cdata = '' }: NewElement): void {
  const values = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, escapedAttribute(value)]))
  const element = namespace === undefined ? parent.ele(name, values) : parent.ele(namespace, name, values)
  if (text !== undefined) element.txt(escapedText(text))
  if (cdata !== '') element.dat(cdata)
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
