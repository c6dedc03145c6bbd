import { constants } from 'node:fs'
import { join } from 'node:path'
import { onExit } from 'signal-exit'
import type { FileSystem } from './file-system.js'
import { temporaryName } from './left-overs.js'

/** Write only, and only if there is nothing of that name, not even a symbolic link. */
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** The mode and owner that a file is to have. */
export interface Ownership {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * A file beside its target, to be renamed over it once it is complete. Its name cannot be guessed, so that nobody can plant
 * a link there, and says which process made it. A signal that ends the program removes it. All methods throw the system's
 * error.
 */
export class TemporaryFile {
  private size = 0
  private isOpen = true

  private constructor(
    private readonly fs: FileSystem,
    readonly path: string,
    private readonly descriptor: number,
  ) {
    unfinished.add(this)
    if (unfinished.size === 1) ignoreExit = onExit(discardAll)
  }

  /** @param mode less what the user's umask takes away */
  static create(fs: FileSystem, directory: string, mode: number): TemporaryFile {
    const path = join(directory, temporaryName())
    return new TemporaryFile(fs, path, fs.openSync(path, NEW, mode))
  }

  /** Give it mode and owner of another file. Only root may give a file away. */
  own({ mode, uid, gid }: Ownership): void {
    const now = this.fs.fstatSync(this.descriptor)
    if (now.uid !== uid || now.gid !== gid) this.fs.fchownSync(this.descriptor, uid, gid)
    // After the owner: a change of owner takes set-user-ID away.
    this.allow(mode)
  }

  /** Give it permissions, whatever the umask. */
  allow(mode: number): void {
    this.fs.fchmodSync(this.descriptor, mode & 0o7777)
  }

  /** Append bytes, all of them: the system may take some only, as the last ones on a nearly full disk. */
  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = this.fs.writeSync(this.descriptor, bytes, done, bytes.length - done, this.size)
      if (count <= 0) throw Object.assign(new Error('the system writes nothing more'), { code: 'EIO' })
      done += count
      this.size += count
    }
  }

  /** Flush it to the disk and close it; nothing can be written to it any more. */
  async finish(): Promise<void> {
    const { size } = this.fs.fstatSync(this.descriptor)
    if (size !== this.size)
      throw Object.assign(new Error(`only ${size} of ${this.size} bytes were written`), { code: 'EIO' })
    await this.fs.fsync(this.descriptor)
    this.isOpen = false
    this.fs.closeSync(this.descriptor)
  }

  /** Put it in the place of a file. */
  replace(target: string): void {
    this.fs.renameSync(this.path, target)
    this.forget()
  }

  /** Remove it. Throws nothing: this follows a failure, which is what is reported. */
  discard(): void {
    if (this.isOpen) closeQuietly(this.fs, this.descriptor)
    this.isOpen = false
    removeQuietly(this.fs, this.path)
    this.forget()
  }

  private forget(): void {
    unfinished.delete(this)
    if (unfinished.size === 0) ignoreExit()
  }
}

/** Files that are neither in their place nor removed. */
const unfinished = new Set<TemporaryFile>()

/** Ends the watch for signals that end the process. */
let ignoreExit = (): void => {}

function discardAll(): void {
  for (const file of unfinished) file.discard()
}

/** Close what was flushed, or is not needed: nothing can be lost. */
export function closeQuietly(fs: FileSystem, descriptor: number): void {
  try {
    fs.closeSync(descriptor)
  } catch {
    // The system closes it when the program ends.
  }
}

function removeQuietly(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path)
  } catch {
    // A later run removes it.
  }
}
