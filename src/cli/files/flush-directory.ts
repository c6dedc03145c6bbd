import { constants } from 'node:fs'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { FileSystem } from './file-system.js'
import { closeQuietly } from './temporary-file.js'

/** Systems that cannot flush a directory, or a directory that may not be read, say one of these. */
const CANNOT = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR', 'EPERM', 'EACCES', 'EBADF']

/**
 * Flush a directory to the disk, with the names in it; without that a renamed file may have its old name after a loss of
 * power. Does nothing where the system cannot. Rejects with the system's error.
 */
export async function flushDirectory(fs: FileSystem, directory: string): Promise<void> {
  let descriptor: number | undefined
  try {
    descriptor = fs.openSync(directory, constants.O_RDONLY)
    await fs.fsync(descriptor)
  } catch (error) {
    if (!isSystemError(error) || !CANNOT.includes(error.code)) throw error
  } finally {
    if (descriptor !== undefined) closeQuietly(fs, descriptor)
  }
}
