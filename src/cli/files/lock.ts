import { basename, join } from 'node:path'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { FileSystem } from './file-system.js'

/** What systems and file systems say that cannot make or rename a directory; then there are no locks. */
const CANNOT = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']

/** What they say if the name is that of a directory with something in it. */
const TAKEN = ['EEXIST', 'ENOTEMPTY']

/**
 * A lock that one process has at a time: a directory with one entry, itself an empty directory, which says whose it is. Both
 * are made under another name and renamed, which the system does only if nothing is there, or an empty directory. A lock of a
 * process that has ended is freed by removing its entry, by its name: as no name is used twice, that is never the lock of
 * another process, however late it happens. Nothing is ever removed that is not an empty directory.
 */
export class Lock {
  /**
   * @param path absolute
   * @param temporary its name until it is taken, in the same directory; never used before
   * @param entry what says whose it is; never used before
   */
  constructor(
    private readonly fs: FileSystem,
    private readonly path: string,
    private readonly temporary: string,
    private readonly entry: string,
  ) {}

  /**
   * Make it, so that it can be taken. Throws the system's error.
   *
   * @returns when that was, in milliseconds, as the file system counts them; undefined if there are no locks
   */
  prepare(): number | undefined {
    try {
      this.fs.mkdirSync(this.temporary, 0o700)
      this.fs.mkdirSync(join(this.temporary, this.entry), 0o700)
      return this.fs.lstatSync(this.temporary).mtimeMs
    } catch (error) {
      if (isSystemError(error) && CANNOT.includes(error.code)) return undefined
      throw error
    }
  }

  /** Try to take it; whether no other process has it now. Throws the system's error, or one that says what is in the way. */
  take(): boolean {
    try {
      this.fs.renameSync(this.temporary, this.path)
      return true
    } catch (error) {
      if (!isSystemError(error)) throw error
      if (error.code === 'ENOTDIR') throw inTheWay(this.path)
      // A network may lose the answer to a request that was carried out.
      if (this.exists(this.entry)) return true
      if (TAKEN.includes(error.code)) return false
      if (!CANNOT.includes(error.code)) throw error
      return !this.exists()
    }
  }

  /** Free it of processes that have ended; whether there was one. Throws nothing. */
  freeOf(hasEnded: (entry: string) => boolean): boolean {
    let isFreed = false
    for (const entry of this.entries()) {
      if (hasEnded(entry)) isFreed = removeEmpty(this.fs, join(this.path, entry)) || isFreed
    }
    return isFreed
  }

  /** Those whose lock it is: one or none, unless somebody else has put something there. Throws nothing. */
  entries(): readonly string[] {
    try {
      return this.fs.readdirSync(this.path)
    } catch {
      return []
    }
  }

  private exists(entry = ''): boolean {
    return this.fs.lstatSync(join(this.path, entry), { throwIfNoEntry: false }) !== undefined
  }

  /** Give it back, or give up taking it. Throws nothing: what cannot be removed says whose it was. */
  release(): void {
    for (const path of [this.path, this.temporary]) {
      removeEmpty(this.fs, join(path, this.entry))
      removeEmpty(this.fs, path)
    }
  }
}

function inTheWay(path: string): Error {
  const message = `${basename(path)} is in the way, which is not a directory: remove it`
  return Object.assign(new Error(message), { code: 'ENOLOCK' })
}

/** Remove an empty directory; whether that could be done. */
function removeEmpty(fs: FileSystem, path: string): boolean {
  try {
    fs.rmdirSync(path)
    return true
  } catch {
    return false
  }
}
