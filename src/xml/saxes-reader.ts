import { SaxesParser } from 'saxes'
import { attributeRange } from './attribute-ranges.js'
import type { XmlAttribute, XmlEvents } from './events.js'

/** The prefixes that mean the same in each document. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xmlns', 'http://www.w3.org/2000/xmlns/'],
])

/** A parser that does not look for the fixed prefixes in all the elements around a declaration. */
class Parser extends SaxesParser<{ readonly xmlns: true; readonly fragment: boolean; readonly position: false }> {
  override resolve(prefix: string): string | undefined {
    return FIXED.get(prefix) ?? super.resolve(prefix)
  }
}

/**
 * Read any document.
 *
 * @param fragment whether several elements may follow one another at the top, each perhaps with an XML declaration
 */
export function readXml(text: string, events: XmlEvents, fragment: boolean): void {
  const parser = new Parser({ xmlns: true, fragment, position: false })
  events.begin((prefix) => parser.resolve(prefix))
  parser.on('error', (error) => events.fault(error.message, parser.position))
  parser.on('doctype', () => events.doctype(parser.position))
  parser.on('xmldecl', () => events.declaration(parser.position))
  parser.on('text', (value) => events.text(value, parser.position))
  // saxes tells of an attribute at its closing quote, and of its namespace at the end of the tag.
  let ends: number[] = []
  let declared: Record<string, string> = {}
  parser.on('opentagstart', ({ ns }) => {
    declared = ns
    ends = []
  })
  parser.on('attribute', ({ name, prefix, local, value }) => {
    ends.push(parser.position)
    // To other parsers the white space around the name of a namespace is part of it; what saxes stores then is the name without it.
    if ((prefix === 'xmlns' || name === 'xmlns') && value !== value.trim())
      Object.defineProperty(declared, prefix && local, { get: () => value, set() {} })
  })
  let depth = 0
  parser.on('opentag', (tag) => {
    depth++
    const attributes = Object.values(tag.attributes).map(({ name, prefix, local, uri, value }, i): XmlAttribute => {
      const range = attributeRange(text, name.length, ends[i] ?? parser.position)
      return { name, prefix, local, uri, value, ...range }
    })
    const { name, prefix, local, uri, isSelfClosing } = tag
    events.startTag({ name, prefix, local, uri, isSelfClosing, attributes }, parser.position)
  })
  parser.on('closetag', (tag) => {
    depth--
    events.endTag(tag.isSelfClosing, parser.position)
  })
  parser.on('cdata', (value) => events.leaf('cdata', value, parser.position))
  // saxes tells of a comment before it has read the ">".
  parser.on('comment', (value) => events.leaf('comment', value, text.indexOf('>', parser.position) + 1))
  parser.on('processinginstruction', ({ body }) => events.leaf('processing-instruction', body, parser.position))
  let written = 0
  // saxes knows no declarations in a fragment: it gets white space instead of those between elements.
  for (const { 0: declaration, index } of fragment ? text.matchAll(DECLARATIONS) : []) {
    parser.write(text.slice(written, index))
    const isBetween = depth === 0 && /(?:^|>)[\ufeff \t\r\n]*$/.test(text.slice(Math.max(0, index - 1000), index))
    written = index + declaration.length
    if (isBetween) events.declaration(written)
    parser.write(isBetween ? declaration.replace(/[^\r\n]/g, ' ') : declaration)
  }
  parser.write(text.slice(written)).close()
}

/** Well-formed XML declarations. */
const DECLARATIONS =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+(?:encoding|standalone)[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*')){0,2}[ \t\r\n]*\?>/g

/** Whether a text begins with an XML declaration that is not well-formed. */
export function hasMalformedDeclaration(text: string): boolean {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (!/^<\?xml[ \t\r\n]/.test(text.slice(start, start + 6))) return false
  return text.slice(start).search(DECLARATIONS) !== 0
}
