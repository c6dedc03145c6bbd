import { SourceText } from '../diagnostics/index.js'
import { latin1 } from '../xml/encoding.js'
import { type Decoded, decode } from '../xml/index.js'
import { decodeWindows1252 } from './windows-1252.js'

/**
 * Decode a document that may be any text that Hyper-V's tools export. If it is neither UTF-8 nor XML or JSON, it is taken for
 * windows-1252, the ANSI code page of Western Europe and America: nothing in the bytes tells which one it is. A text with some
 * characters in UTF-8 is UTF-8 that was damaged or cut off.
 *
 * @param firstLine the line of the file on which the bytes begin
 */
export function decodeExport(bytes: Uint8Array, file: string, firstLine = 1): Decoded {
  // Of an empty document, the reader says more.
  if (bytes.length === 0) return { document: new SourceText(file, '', firstLine), encoding: 'UTF-8' }
  const decoded = decode(bytes, file, firstLine)
  if ('document' in decoded) return decoded
  const beginning = latin1(bytes.subarray(0, 1024))
  if (MARK.test(beginning) || MARKUP.test(beginning) || hasMultibyte(bytes)) return decoded
  const text = decodeWindows1252(bytes)
  return { document: new SourceText(file, text, firstLine, 'windows-1252'), encoding: 'UTF-8' }
}

/** Whether there is a character of several bytes in UTF-8. */
export function hasMultibyte(bytes: Uint8Array): boolean {
  return /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/.test(latin1(bytes))
}

/** A byte order mark. */
const MARK = /^(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf)/

/** XML, or JSON, in any encoding, after a byte order mark and white space. */
const MARKUP = /^[\xff\xfe\xef\xbb\xbf\0 \t\r\n]*[<[{]/
