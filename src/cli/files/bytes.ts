import { closeSync, constants, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Place } from '../io.js'

/** What messages call standard input. */
export const STDIN = '<stdin>'

/** The bytes of a file, or of standard input (`-`), as they come. The only place where standard input is read. */
export function streamOf(file: string, { cwd, stdin }: Place): AsyncIterable<Uint8Array> {
  return file === '-' ? stdin : createReadStream(resolve(cwd, file))
}

/**
 * The bytes of a file or of standard input (`-`); undefined if there are more than `maxSize`. Rejects with the system's error.
 *
 * @param isRegular whether the file is known to be regular: a pipe or a device may never end, and to open it may take as long
 */
export async function readBytes(
  file: string,
  maxSize: number,
  place: Place,
  isRegular = false,
): Promise<Uint8Array | undefined> {
  if (file === '-') return collect(place.stdin, maxSize)
  const path = resolve(place.cwd, file)
  return isRegular || statSync(path).isFile() ? readRegular(path, maxSize) : collect(createReadStream(path), maxSize)
}

/** If a pipe has taken the place of a file meanwhile, it is not waited for. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Of many small files, reading one at a time without waiting is the fastest by far. */
function readRegular(path: string, maxSize: number): Uint8Array | Promise<Uint8Array | undefined> | undefined {
  const descriptor = openSync(path, AT_ONCE)
  try {
    const found = fstatSync(descriptor)
    if (!found.isFile()) throw Object.assign(new Error('it is no regular file any more'), { code: 'ENOTFILE' })
    const { size } = found
    if (size > maxSize) return undefined
    // With room for one byte more, a full buffer tells of a file that has grown.
    const bytes = Buffer.allocUnsafe(size + 1)
    const length = readSync(descriptor, bytes)
    // One of the kernel's own files says that its size is 0.
    return length === size && size > 0 ? bytes.subarray(0, length) : collect(createReadStream(path), maxSize)
  } finally {
    closeSync(descriptor)
  }
}

/** All bytes of a stream; undefined as soon as there are more than `maxSize`. */
export async function collect(stream: AsyncIterable<Uint8Array>, maxSize: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxSize) return undefined
  }
  return Buffer.concat(chunks)
}

/** A number of bytes for a message. */
export function formatSize(bytes: number): string {
  return bytes % (1024 * 1024) === 0 ? `${bytes / (1024 * 1024)} MiB` : `${bytes} bytes`
}
