/** A line of a file: its number, from 1, and its bytes; no bytes if it is longer than allowed. */
export interface Line {
  readonly line: number
  readonly bytes: Uint8Array | undefined
}

/**
 * The lines of a stream of bytes that are not blank, one at a time, so that memory holds only one. UTF-16, which
 * PowerShell 5 redirects into, is told by its byte order mark or the zero bytes of its first character.
 *
 * @param maxSize bytes; of a longer line only the number is given
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, maxSize: number): AsyncGenerator<Line> {
  let unit: Unit | undefined
  let half: Uint8Array = EMPTY
  let pending: Uint8Array[] = []
  let size = 0
  let line = 1
  /** The line that ends here, undefined if it is blank. */
  const take = (): Line | undefined => {
    const bytes = size > maxSize ? undefined : Buffer.concat(pending)
    const taken = bytes !== undefined && isBlank(bytes) ? undefined : { line, bytes }
    pending = []
    size = 0
    line++
    return taken
  }
  const keep = (bytes: Uint8Array): void => {
    size += bytes.length
    if (size <= maxSize) pending.push(bytes)
    else pending = []
  }
  for await (const chunk of stream) {
    const bytes: Uint8Array = half.length === 0 ? chunk : Buffer.concat([half, chunk])
    if (unit === undefined && bytes.length < 2) {
      half = bytes
      continue
    }
    unit ??= unitOf(bytes)
    const whole = bytes.length - (bytes.length % unit.size)
    half = bytes.subarray(whole)
    let start = 0
    for (let at = findLineFeed(bytes, start, unit); at >= 0; at = findLineFeed(bytes, start, unit)) {
      keep(bytes.subarray(start, at))
      const taken = take()
      if (taken !== undefined) yield taken
      start = at + unit.size
    }
    keep(bytes.subarray(start, whole))
  }
  // Of a document of one byte the unit is not known, and it may be the line feed.
  if (half[0] !== LINE_FEED) keep(half)
  const last = take()
  if (last !== undefined) yield last
}

const EMPTY = new Uint8Array(0)

const LINE_FEED = 0x0a

/** How wide a character is, and which of its bytes is the low one. */
interface Unit {
  readonly size: 1 | 2
  readonly low: 0 | 1
}

function unitOf([first = 0, second = 0]: Uint8Array): Unit {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return { size: 2, low: 0 }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return { size: 2, low: 1 }
  return { size: 1, low: 0 }
}

/** The offset of the next line feed from `from`; characters start at multiples of their size. -1 if there is none. */
function findLineFeed(bytes: Uint8Array, from: number, { size, low }: Unit): number {
  for (let at = bytes.indexOf(LINE_FEED, from); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (size === 1) return at
    if (at % 2 === low && bytes[at + 1 - 2 * low] === 0) return at - low
  }
  return -1
}

const BLANK = [0, 0x20, 0x09, 0x0d]

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => BLANK.includes(byte))
}
