import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { onExit } from 'signal-exit'
import { targetOf } from './outputs.js'

/** Bytes gathered before they are written. */
const BLOCK = 1 << 16

/**
 * A file that is written piece by piece and replaces its target only when it is complete: a temporary file beside it, flushed,
 * then renamed over it; mode and owner of an existing file are kept, and a symbolic link stays one. write-file-atomic
 * does the same for contents that are in memory as a whole. A pipe or a device is written to directly, never replaced.
 *
 * All methods reject with the system's error.
 */
export class GrowingFile {
  private pieces: Uint8Array[] = []
  private size = 0

  /** Ends the watch for signals that end the process. */
  private readonly ignoreExit: () => void

  private constructor(
    private readonly handle: FileHandle,
    private readonly temporary: string | undefined,
    private readonly target: string,
  ) {
    this.ignoreExit = temporary === undefined ? () => {} : onExit(() => rmSync(temporary, { force: true }))
  }

  /** @param path absolute */
  static async open(path: string): Promise<GrowingFile> {
    const existing = await stat(path).catch(() => undefined)
    if (existing !== undefined && !existing.isFile()) return new GrowingFile(await open(path, 'w'), undefined, path)
    const target = await targetOf(path)
    const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`
    const handle = await open(temporary, 'wx', existing === undefined ? 0o666 : existing.mode & 0o777)
    if (existing !== undefined) {
      await handle.chmod(existing.mode & 0o7777)
      // Only root may give a file away; the mode is what others are allowed to read.
      await handle.chown(existing.uid, existing.gid).catch(() => {})
    }
    return new GrowingFile(handle, temporary, target)
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes)
    this.size += bytes.length
    if (this.size >= BLOCK) await this.flush()
  }

  /** Replace the target. */
  async complete(): Promise<void> {
    await this.flush()
    if (this.temporary !== undefined) await this.handle.sync()
    await this.handle.close()
    if (this.temporary !== undefined) await rename(this.temporary, this.target)
    this.ignoreExit()
  }

  /** Leave what was there before. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => {})
    if (this.temporary !== undefined) await rm(this.temporary, { force: true })
    this.ignoreExit()
  }

  private async flush(): Promise<void> {
    const block = Buffer.concat(this.pieces)
    this.pieces = []
    this.size = 0
    await this.handle.writeFile(block)
  }
}
