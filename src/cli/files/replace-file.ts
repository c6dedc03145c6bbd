import { type BigIntStats, constants } from 'node:fs'
import { dirname } from 'node:path'
import { isSystemError } from '../../node/file-diagnostic.js'
import { type KeptLock, withDirectoryLock } from './directory-lock.js'
import type { FileSystem } from './file-system.js'
import { rewriteInPlace } from './rewrite-in-place.js'
import { TemporaryFile } from './temporary-file.js'

/** Somebody changed the file since it was read. */
export class ChangedFile extends Error {
  override readonly name = 'ChangedFile'
}

/** What a file is to hold, complete and on the disk, but not yet in its place. */
export interface Staged {
  /** Put it in its place. Rejects with a ChangedFile or the system's error; the file is then as it was. */
  readonly commit: () => Promise<void>
  /** Forget it. */
  readonly discard: () => void
}

/** What is known of the file that is replaced. */
export interface Replaced {
  /** What it held when it was read; absent if it may hold anything. */
  readonly before?: Uint8Array | undefined
  /** Whether only the file itself has what must be kept, such as an access control list. */
  readonly keepsFile?: boolean
  /** The permissions that the file gets; unless given, those it has, or what the umask leaves. */
  readonly mode?: number
  /** The lock of its directory. */
  readonly lock?: KeptLock
}

/** What a file is to hold, as it is written beside it. */
export interface Growing {
  /** Append bytes. Throws the system's error. */
  readonly write: (bytes: Uint8Array) => void
  /** All was written. Rejects with the system's error. */
  readonly finish: () => Promise<Staged>
  readonly discard: () => void
}

/**
 * Begin to write what a file is to hold beside it, with mode and owner of the file that it will replace. A file with several
 * names, or with what a new file cannot be given, is rewritten in its place instead. Throws a ChangedFile or the system's
 * error. After any failure, `discard` leaves nothing behind.
 *
 * @param target absolute; what is there is a regular file, or nothing
 */
export function growFile(fs: FileSystem, target: string, replaced: Replaced = {}): Growing {
  const { before, keepsFile = false, mode, lock } = replaced
  const existing = versionOf(fs, target)
  if (existing?.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' })
  // A rename does not ask whether the file may be written.
  if (existing !== undefined) fs.accessSync(target, constants.W_OK)
  if (before !== undefined && !holds(fs, target, before)) throw new ChangedFile()
  const temporary = TemporaryFile.create(
    fs,
    dirname(target),
    existing === undefined && mode === undefined ? 0o666 : 0o600,
  )
  const discard = (): void => temporary.discard()
  /** Let work be done, or nothing be left. */
  const orNothing = async <Result>(work: () => Promise<Result> | Result): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      discard()
      throw error
    }
  }
  const check = (): void => {
    const isSame = existing !== undefined && sameVersion(existing, versionOf(fs, target))
    if (before !== undefined && !isSame && !holds(fs, target, before)) throw new ChangedFile()
  }
  const finish = async (): Promise<Staged> => {
    const stays = existing !== undefined && (!keepsOwner(temporary, existing) || keepsFile || existing.nlink > 1n)
    if (mode !== undefined) temporary.allow(mode)
    await temporary.finish()
    const commit = async (): Promise<void> => {
      // No other run replaces the file after this one has looked at it.
      check()
      if (stays) {
        await rewriteInPlace(fs, target, temporary, check)
        if (mode !== undefined) fs.chmodSync(target, mode)
      } else temporary.replace(target)
    }
    const locked = lock === undefined ? () => withDirectoryLock(fs, dirname(target), commit) : () => lock.during(commit)
    return { commit: () => orNothing(locked), discard }
  }
  return { write: (bytes) => temporary.write(bytes), finish: () => orNothing(finish), discard }
}

/** The same for content that is in memory as a whole. Leaves nothing behind if it fails. */
export async function stageFile(
  fs: FileSystem,
  target: string,
  content: Uint8Array,
  replaced: Replaced = {},
): Promise<Staged> {
  const growing = growFile(fs, target, replaced)
  try {
    growing.write(content)
  } catch (error) {
    growing.discard()
    throw error
  }
  return growing.finish()
}

/** Give a new file mode and owner of the old one; whether that worked. */
function keepsOwner(temporary: TemporaryFile, { mode, uid, gid }: BigIntStats): boolean {
  try {
    temporary.own({ mode: Number(mode), uid: Number(uid), gid: Number(gid) })
    return true
  } catch (error) {
    if (isSystemError(error) && (error.code === 'EPERM' || error.code === 'EINVAL')) return false
    throw error
  }
}

function versionOf(fs: FileSystem, path: string): BigIntStats | undefined {
  return fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })
}

/** Whether a file is what it was: the same one, of the same size, not written to since. */
function sameVersion(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return (
    other !== undefined &&
    one.dev === other.dev &&
    one.ino === other.ino &&
    one.size === other.size &&
    one.mtimeNs === other.mtimeNs
  )
}

/** Whether there is a regular file with exactly these bytes. */
function holds(fs: FileSystem, path: string, bytes: Uint8Array): boolean {
  const found = versionOf(fs, path)
  return found?.isFile() === true && found.size === BigInt(bytes.length) && fs.readFileSync(path).equals(bytes)
}
