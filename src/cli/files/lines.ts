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

/** Bytes that are enough to find out how to read the rest. */
const HEAD = 1 << 16

/** The first lines of a stream, or as much as is enough to find out how to read the rest; and the whole stream. */
export async function firstLines(
  stream: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ readonly head: Uint8Array; readonly whole: AsyncGenerator<Uint8Array> }> {
  const chunks = stream[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let next = await chunks.next()
  while (next.done !== true && head.length < HEAD && head.filter((byte) => byte === LINE_FEED).length < count) {
    head = Buffer.concat([head, next.value])
    next = await chunks.next()
  }
  return { head, whole: replay(head, next, chunks) }
}

async function* replay(
  head: Uint8Array,
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value
  } finally {
    // Who does not read on lets the file be closed.
    await rest.return?.()
  }
}

/** Bytes gathered before lines are given. */
const PIECE = 1 << 16

/** A stream in pieces that end with a line feed, so that memory holds only one; the last ends with the stream. */
export async function* piecesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  let size = 0
  let wanted = PIECE
  let unit: Unit | undefined
  for await (const chunk of stream) {
    pending.push(chunk)
    size += chunk.length
    if (size < wanted) continue
    const bytes = Buffer.concat(pending)
    unit ??= unitOf(bytes)
    const end = endOfLines(bytes, unit)
    if (end > 0) yield bytes.subarray(0, end)
    pending = [bytes.subarray(end)]
    size = bytes.length - end
    // A long line is not searched again with each chunk.
    wanted = Math.max(PIECE, size * 2)
  }
  if (size > 0) yield Buffer.concat(pending)
}

/** The offset after the last line feed; 0 if there is none. */
export function endOfLines(bytes: Uint8Array, unit: Unit = unitOf(bytes)): number {
  const { size, low } = unit
  for (let at = bytes.lastIndexOf(LINE_FEED); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, at - 1)) {
    if (isLineFeed(bytes, at, unit)) return at + size - low
  }
  return 0
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
function findLineFeed(bytes: Uint8Array, from: number, unit: Unit): number {
  for (let at = bytes.indexOf(LINE_FEED, from); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (isLineFeed(bytes, at, unit)) return at - unit.low
  }
  return -1
}

/** Whether a byte with the value of a line feed is the low byte of one. */
function isLineFeed(bytes: Uint8Array, at: number, { size, low }: Unit): boolean {
  return size === 1 || (at % 2 === low && bytes[at + 1 - 2 * low] === 0)
}

const BLANK = [0, 0x20, 0x09, 0x0d]

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => BLANK.includes(byte))
}
