import { PLACEMENTS } from '../../src/domain/placement.js'
import type { Question } from '../protocol.js'
import { isForm } from './forms.js'

/** A link that holds documents: everything after `#`, which browsers do not send to servers. */

/** Longest document that a link may hold once it is unpacked, in bytes. */
const MOST = 10_000_000

/** How a document is packed, by the first letter of its value. */
const PACKED = 'z'
const PLAIN = 't'

/** What is looked at of the documents. */
export type Seen = Omit<Question, 'inputs'>

/** What a link holds. */
export interface Shared {
  readonly documents: readonly { readonly text: string; readonly file: string }[]
  readonly seen: Seen
  /** The values of “Read it as” and “Hyper-V class”; empty unless chosen. */
  readonly from: string
  readonly hyperv: string
}

/** The fragment for documents: `#document=…&file=…`, a pair for each, and what is looked at. */
export async function fragmentOf({ documents, seen, from, hyperv }: Shared): Promise<string> {
  const fields = new URLSearchParams()
  for (const { text, file } of documents) {
    fields.append('document', await pack(text))
    fields.append('file', file)
  }
  const { to = '', placement = '', machine } = seen
  const more = { to, placement, machine: machine === 0 ? '' : String(machine), from, hyperv }
  for (const [name, value] of Object.entries(more)) if (value !== '') fields.append(name, value)
  return `#${fields}`
}

/** What a fragment holds. Undefined if it holds no document; an error, in words, if the link was cut or altered. */
export async function sharedIn(fragment: string): Promise<Shared | { readonly error: string } | undefined> {
  const fields = new URLSearchParams(fragment.slice(1))
  const packed = fields.getAll('document')
  if (packed.length === 0) return undefined
  const files = fields.getAll('file')
  const to = fields.get('to') ?? ''
  const placement = PLACEMENTS.find((value) => value === fields.get('placement'))
  try {
    const documents = await Promise.all(
      packed.map(async (value, i) => ({ text: await unpack(value), file: files[i] ?? 'shared' })),
    )
    const seen = {
      ...(isForm(to) ? { to } : {}),
      ...(placement === undefined ? {} : { placement }),
      machine: Math.max(0, Math.trunc(Number(fields.get('machine'))) || 0),
    }
    return { documents, seen, from: fields.get('from') ?? '', hyperv: fields.get('hyperv') ?? '' }
  } catch {
    return { error: 'the link does not hold a whole document: it may have been cut; ask for it again' }
  }
}

async function pack(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  return typeof CompressionStream === 'undefined'
    ? PLAIN + toBase64(bytes)
    : PACKED + toBase64(await collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))))
}

async function unpack(value: string): Promise<string> {
  const bytes = fromBase64(value.slice(1))
  const unpacked = value.startsWith(PACKED)
    ? await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')))
    : bytes
  return new TextDecoder('utf-8', { fatal: true }).decode(unpacked)
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
