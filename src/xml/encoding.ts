import { type Diagnostic, quote, SourceText } from '../diagnostics/index.js'

/** The encodings that can be read. A document is written back in the encoding in which it was read. */
export const ENCODINGS = ['UTF-8', 'UTF-16LE', 'UTF-16BE', 'ISO-8859-1', 'US-ASCII'] as const

/** The encoding of a document. A byte order mark is part of the text, as U+FEFF. */
export type Encoding = (typeof ENCODINGS)[number]

/** A document's bytes as text, or why they cannot be decoded. */
export type Decoded =
  | { readonly document: SourceText; readonly encoding: Encoding }
  | { readonly diagnostic: Diagnostic }

/** The names of encodings in an XML declaration, in upper case, for documents that are not in UTF-16. */
const DECLARED: Readonly<Record<string, Encoding>> = {
  'UTF-8': 'UTF-8',
  UTF8: 'UTF-8',
  'ISO-8859-1': 'ISO-8859-1',
  ISO_8859_1: 'ISO-8859-1',
  'ISO_8859-1': 'ISO-8859-1',
  LATIN1: 'ISO-8859-1',
  'US-ASCII': 'US-ASCII',
  ASCII: 'US-ASCII',
}

/** Encodings whose characters take two or four bytes each, so that no document in them can begin with the bytes of `<?xml`. */
const WIDE = /^(UTF-?(16|32)(LE|BE)?|(ISO-10646-)?UCS-[24]|UNICODE)$/i

/**
 * Decode a document: by its byte order mark, else by the zero bytes of UTF-16, else by the XML declaration, else as
 * UTF-8 (XML 1.0, appendix F). PowerShell 5 redirects into UTF-16LE, so this serves JSON too.
 *
 * @param firstLine the line of the file on which the bytes begin
 * @returns the text, or a diagnostic: VL102 (empty) or VL106 (unknown encoding, or bytes that are not valid in it)
 */
export function decode(bytes: Uint8Array, file: string, firstLine = 1): Decoded {
  if (bytes.length === 0) return refuse(file, 'VL102', 'the input is empty')
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) {
    return refuse(file, 'VL106', 'the document is in UTF-32, which is not supported')
  }
  const found = detect(bytes)
  const encoding = typeof found === 'string' ? found : encodingOf(found.declared)
  if (encoding === undefined) {
    const declared = typeof found === 'string' ? found : found.declared
    return refuse(file, 'VL106', `the XML declaration names the encoding ${quote(declared)}, which is not supported`)
  }
  const { text, valid } = DECODERS[encoding](bytes)
  const document = new SourceText(file, text, firstLine, encoding)
  if (valid) return { document, encoding }
  const at = Math.max(0, text.indexOf('\ufffd'))
  return {
    diagnostic: document.diagnostic(
      {
        code: 'VL106',
        message: `the input is not valid ${encoding}`,
        hint:
          encoding === 'UTF-8'
            ? 'save the file as UTF-8, or declare its encoding in an XML declaration'
            : 'save the file as UTF-8',
      },
      at,
      at + 1,
    ),
  }
}

/** The encoding of a document in single bytes that declares this one. */
function encodingOf(declared: string): Encoding | undefined {
  return WIDE.test(declared) ? 'UTF-8' : DECLARED[declared.toUpperCase()]
}

/** A declaration that names an encoding in which the document is not. */
export interface WrongEncoding {
  /** The range of the name (UTF-16 code units). */
  readonly start: number
  readonly end: number
  readonly declared: string
  /** The encoding that the document is in. */
  readonly actual: string
}

/**
 * The encoding that the XML declaration of a document names wrongly: UTF-16 or UTF-32, while the bytes are UTF-8. Programs
 * that write a declaration for a text in memory, and then the text as UTF-8, leave such documents; libxml2 refuses them.
 */
export function wrongEncoding({ text, encoding }: SourceText): WrongEncoding | undefined {
  if (encoding !== 'UTF-8') return undefined
  const [before = '', name] = DECLARED_ENCODING.exec(text.slice(0, 300))?.slice(1) ?? []
  if (name === undefined || !WIDE.test(name)) return undefined
  return { start: before.length, end: before.length + name.length, declared: name, actual: encoding }
}

/** The name of the encoding in a text that begins with an XML declaration, and what is before the name. */
const DECLARED_ENCODING = /^(\ufeff?<\?xml[ \t\r\n][^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["'])([^"'<>]*)["']/

/**
 * Encode a text: the reverse of `decode`.
 *
 * @throws RangeError if the encoding cannot represent a character, which does not happen with the text that it was decoded to
 */
export function encode(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'UTF-8':
      return new TextEncoder().encode(text)
    case 'US-ASCII':
    case 'ISO-8859-1': {
      const last = encoding === 'US-ASCII' ? 0x7f : 0xff
      return Uint8Array.from({ length: text.length }, (_, i) => {
        const code = text.charCodeAt(i)
        if (code > last) throw new RangeError(`${encoding} cannot represent U+${code.toString(16).padStart(4, '0')}`)
        return code
      })
    }
    case 'UTF-16LE':
    case 'UTF-16BE': {
      const bytes = new Uint8Array(text.length * 2)
      const view = new DataView(bytes.buffer)
      for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'UTF-16LE')
      return bytes
    }
  }
}

function refuse(file: string, code: 'VL102' | 'VL106', message: string): Decoded {
  const hint =
    code === 'VL106'
      ? `convert it to UTF-8 first, for example with iconv; supported encodings: ${ENCODINGS.join(', ')}`
      : undefined
  const finding = { code, message, ...(hint === undefined ? {} : { hint }) } as const
  return { diagnostic: new SourceText(file, '').diagnostic(finding, 0) }
}

function detect(bytes: Uint8Array): Encoding | { readonly declared: string } {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'UTF-8'
  if (startsWith(bytes, [0xff, 0xfe])) return 'UTF-16LE'
  if (startsWith(bytes, [0xfe, 0xff])) return 'UTF-16BE'
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0) return 'UTF-16LE'
  if (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0) return 'UTF-16BE'
  if (!startsWith(bytes, XML_DECLARATION)) return 'UTF-8'
  const beginning = latin1(bytes.subarray(0, 200))
  const declared = DECLARED_ENCODING.exec(beginning)?.[2]
  return declared === undefined ? 'UTF-8' : { declared }
}

/** `<?xml` */
const XML_DECLARATION = [0x3c, 0x3f, 0x78, 0x6d, 0x6c]

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, i) => bytes[i] === byte)
}

type Decoder = (bytes: Uint8Array) => { readonly text: string; readonly valid: boolean }

const DECODERS: Readonly<Record<Encoding, Decoder>> = {
  'UTF-8': withTextDecoder('utf-8'),
  'UTF-16LE': withTextDecoder('utf-16le'),
  'UTF-16BE': withTextDecoder('utf-16be'),
  // The web's "iso-8859-1" is windows-1252, so TextDecoder cannot serve here.
  'ISO-8859-1': (bytes) => ({ text: latin1(bytes), valid: true }),
  'US-ASCII': (bytes) => ({ text: latin1(bytes).replace(/[^\0-\x7f]/g, '\ufffd'), valid: bytes.every((b) => b < 128) }),
}

function withTextDecoder(label: string): Decoder {
  const strict = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  return (bytes) => {
    try {
      return { text: strict.decode(bytes), valid: true }
    } catch {
      return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), valid: false }
    }
  }
}

/** Bytes as the characters with their numbers. */
export function latin1(bytes: Uint8Array): string {
  const CHUNK = 8192
  const pieces: string[] = []
  for (let i = 0; i < bytes.length; i += CHUNK) pieces.push(String.fromCharCode(...bytes.subarray(i, i + CHUNK)))
  return pieces.join('')
}
