import { readFileSync, statSync } from 'node:fs'

/** Largest file of settings, or of a schema: libvirt's are below 1 MiB. */
const LARGEST = 16 * 1024 * 1024

/**
 * Read a file that the program needs for itself. Throws the system's error, or one for what is no regular file or is too
 * large: a link to a device, which may come with a pull request, must not be read for ever.
 */
export function readOwnFile(file: string): Uint8Array {
  const found = statSync(file)
  const code = found.isDirectory()
    ? 'EISDIR'
    : found.isFile()
      ? found.size > LARGEST
        ? 'EFBIG'
        : undefined
      : 'ENOTFILE'
  if (code !== undefined) throw Object.assign(new Error(code), { code })
  return readFileSync(file)
}
