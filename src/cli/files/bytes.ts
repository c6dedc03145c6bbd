import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Place } from '../io.js'

/** What messages call standard input. */
export const STDIN = '<stdin>'

/** The bytes of a file, or of standard input (`-`), as they come. The only place where standard input is read. */
export function streamOf(file: string, { cwd, stdin }: Place): AsyncIterable<Uint8Array> {
  return file === '-' ? stdin : createReadStream(resolve(cwd, file))
}

/** The bytes of a file or of standard input (`-`); undefined if there are more than `maxSize`. Rejects with the system's error. */
export async function readBytes(file: string, maxSize: number, place: Place): Promise<Uint8Array | undefined> {
  if (file === '-') return collect(place.stdin, maxSize)
  const path = resolve(place.cwd, file)
  const found = statSync(path)
  // A pipe or a device says 0, and may never end; to open it may take as long.
  if (!found.isFile() || found.size === 0) return collect(createReadStream(path), maxSize)
  // Of many small files, reading one at a time without waiting is the fastest by far.
  return found.size > maxSize ? undefined : readWhole(path, found.size)
}

/** A file whose size is known; one that has grown meanwhile is read as it is now. */
function readWhole(path: string, size: number): Uint8Array {
  const descriptor = openSync(path, 'r')
  try {
    // With room for one byte more, a full buffer tells of a file that has grown.
    const bytes = Buffer.allocUnsafe(size + 1)
    const length = readSync(descriptor, bytes)
    return length === size ? bytes.subarray(0, length) : readFileSync(path)
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
