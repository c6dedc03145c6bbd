import * as fs from 'node:fs'
import { promisify } from 'node:util'

/**
 * What writing files safely needs of the system. All but the flush, which waits for the disk, are done at once: of many
 * small files that is the fastest by far. A test hands in one that fails or ends at a step.
 */
export type FileSystem = Pick<
  typeof fs,
  | 'accessSync'
  | 'chmodSync'
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'ftruncateSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
> & {
  readonly writeSync: (
    descriptor: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => number
  /** Flush a file or a directory to the disk. */
  readonly fsync: (descriptor: number) => Promise<void>
}

/** The system's own. */
export const SYSTEM: FileSystem = { ...fs, fsync: promisify(fs.fsync) }
