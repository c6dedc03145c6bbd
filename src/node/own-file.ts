import { readFileSync, statSync } from 'node:fs'

/** Largest file that is read unless another limit is given, in bytes: libvirt's schemas are below 1 MiB. */
export const DEFAULT_MAX_SIZE = 16 * 1024 * 1024

/**
 * Read a regular file. Throws the system's error, or one with the code `EISDIR`, `ENOTFILE` or `EFBIG`: a link to a device,
 * which may come with a pull request, must not be read for ever.
 *
 * @param maxSize in bytes
 */
export function readOwnFile(path: string, maxSize = DEFAULT_MAX_SIZE): Uint8Array {
  const code = faultOf(statSync(path), maxSize)
  if (code !== undefined) throw Object.assign(new Error(code), { code })
  return readFileSync(path)
}

function faultOf(found: ReturnType<typeof statSync>, maxSize: number): string | undefined {
  if (found?.isDirectory()) return 'EISDIR'
  if (!found?.isFile()) return 'ENOTFILE'
  return found.size > maxSize ? 'EFBIG' : undefined
}
