/** A link that holds a document: everything after `#`, which browsers do not send to servers. */

/** Longest document that a link may hold once it is unpacked, in bytes. */
const MOST = 10_000_000

/** How the document is packed, by the first letter of the fragment's value. */
const PACKED = 'z'
const PLAIN = 't'

/** The fragment for a document: `#document=…`. */
export async function fragmentOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  const value =
    typeof CompressionStream === 'undefined'
      ? PLAIN + toBase64(bytes)
      : PACKED + toBase64(await collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))))
  return `#document=${value}`
}

/** The document in a fragment. Undefined if there is none; an error, in words, if the link was cut or altered. */
export async function documentIn(
  fragment: string,
): Promise<{ readonly text: string } | { readonly error: string } | undefined> {
  const value = /^#document=(.*)$/.exec(fragment)?.[1]
  if (value === undefined) return undefined
  try {
    const bytes = fromBase64(value.slice(1))
    const unpacked = value.startsWith(PACKED)
      ? await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')))
      : bytes
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(unpacked) }
  } catch {
    return { error: 'the link does not hold a whole document: it may have been cut; ask for it again' }
  }
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value)
    length += next.value.length
    if (length > MOST) throw new RangeError('too long')
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
}
