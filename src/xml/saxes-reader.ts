import { SaxesParser } from 'saxes'
import { attributeRange } from './attribute-ranges.js'
import type { XmlAttribute, XmlEvents } from './events.js'

/**
 * Read any document.
 *
 * @param fragment whether several elements may follow one another at the top
 */
export function readXml(text: string, events: XmlEvents, fragment: boolean): void {
  const parser = new SaxesParser({ xmlns: true, fragment, position: false })
  events.begin((prefix) => parser.resolve(prefix))
  parser.on('error', (error) => events.fault(error.message, parser.position))
  parser.on('doctype', () => events.doctype(parser.position))
  parser.on('xmldecl', () => events.declaration(parser.position))
  parser.on('text', (value) => events.text(value, parser.position))
  // saxes tells of an attribute at its closing quote, and of its namespace at the end of the tag.
  let ends: number[] = []
  parser.on('opentagstart', () => {
    ends = []
  })
  parser.on('attribute', () => ends.push(parser.position))
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).map(
      ({ name, prefix, local, uri, value }, i): XmlAttribute => ({
        ...{ name, prefix, local, uri, value },
        ...attributeRange(text, name.length, ends[i] ?? parser.position),
      }),
    )
    const { name, prefix, local, uri, isSelfClosing } = tag
    events.startTag({ name, prefix, local, uri, isSelfClosing, attributes }, parser.position)
  })
  parser.on('closetag', (tag) => events.endTag(tag.isSelfClosing, parser.position))
  parser.on('cdata', (value) => events.leaf('cdata', value, parser.position))
  // saxes tells of a comment before it has read the ">".
  parser.on('comment', (value) => events.leaf('comment', value, text.indexOf('>', parser.position) + 1))
  parser.on('processinginstruction', ({ body }) => events.leaf('processing-instruction', body, parser.position))
  parser.write(text).close()
}
