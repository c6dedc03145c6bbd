import type { XmlAttribute } from './events.js'

/** Where an attribute is in its document. */
type AttributeRange = Pick<XmlAttribute, 'start' | 'nameEnd' | 'valueStart' | 'valueEnd' | 'end'>

/**
 * The ranges of an attribute of a well-formed document.
 *
 * @param end the offset (UTF-16 code units) just after its closing quote
 */
export function attributeRange(text: string, nameLength: number, end: number): AttributeRange {
  const valueEnd = end - 1
  // A value cannot hold the quote that it is in.
  const valueStart = text.lastIndexOf(text.charAt(valueEnd), valueEnd - 1) + 1
  const equals = text.lastIndexOf('=', valueStart - 2)
  let nameEnd = equals
  while (isSpace(text.charCodeAt(nameEnd - 1))) nameEnd--
  return { start: nameEnd - nameLength, nameEnd, valueStart, valueEnd, end }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
