import { type FileHandle, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FileMarks } from './file-marks.js'
import { type FileSystem, SYSTEM } from './file-system.js'
import { flushDirectory } from './flush-directory.js'
import { removeLeftOvers } from './left-overs.js'
import { targetOf } from './outputs.js'
import { type Growing, growFile } from './replace-file.js'

/** Bytes gathered before they are written. */
const BLOCK = 1 << 16

/**
 * A file that is written piece by piece and replaces its target only when it is complete, with the promises of `FileWriter`.
 * A symbolic link stays one. A pipe or a device is written to directly, never replaced.
 *
 * All methods reject with the system's error.
 */
export class GrowingFile {
  private pieces: Uint8Array[] = []
  private size = 0

  private constructor(private readonly sink: Sink) {}

  /** @param path absolute */
  static async open(path: string, fs: FileSystem = SYSTEM, marks = new FileMarks()): Promise<GrowingFile> {
    const existing = await stat(path).catch(() => undefined)
    if (existing !== undefined && !existing.isFile()) return new GrowingFile(direct(await open(path, 'w')))
    const target = await targetOf(path)
    const keepsFile = existing !== undefined && (await marks.has(target))
    return new GrowingFile(replacing(fs, target, growFile(fs, target, { keepsFile })))
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes)
    this.size += bytes.length
    if (this.size >= BLOCK) await this.flush()
  }

  /** Replace the target. */
  async complete(): Promise<void> {
    await this.flush()
    await this.sink.complete()
  }

  /** Leave what was there before. */
  async discard(): Promise<void> {
    await this.sink.discard()
  }

  private async flush(): Promise<void> {
    const block = Buffer.concat(this.pieces)
    this.pieces = []
    this.size = 0
    await this.sink.write(block)
  }
}

/** Where blocks go. */
interface Sink {
  readonly write: (block: Uint8Array) => Promise<void>
  readonly complete: () => Promise<void>
  readonly discard: () => Promise<void>
}

/** A pipe or a device. */
function direct(handle: FileHandle): Sink {
  return {
    write: (block) => handle.writeFile(block),
    complete: () => handle.close(),
    discard: () => handle.close().catch(() => {}),
  }
}

/** A file. */
function replacing(fs: FileSystem, target: string, growing: Growing): Sink {
  return {
    write: async (block) => growing.write(block),
    complete: async () => {
      const staged = await growing.finish()
      await staged.commit()
      await flushDirectory(fs, dirname(target))
      removeLeftOvers(fs, dirname(target))
    },
    discard: async () => growing.discard(),
  }
}
