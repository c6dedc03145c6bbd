import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LOCK, removeVoidLock, withDirectoryLock } from './directory-lock.js'
import type { FileSystem } from './file-system.js'
import { flushDirectory } from './flush-directory.js'
import { removeLeftOvers } from './left-overs.js'
import { hasEnded, IDENTITY, ownIdentity, ownUser } from './run-identity.js'
import { closeQuietly, TemporaryFile } from './temporary-file.js'

/** A file was left half rewritten, because it could not be restored either; its old content is in the backup. */
export class HalfWritten extends Error {
  override readonly name = 'HalfWritten'
  constructor(
    readonly backup: string,
    override readonly cause: unknown,
  ) {
    super('half written')
  }
}

/**
 * Write new content into a file that must stay the same file: it has several names, an access control list or an owner that
 * a new file would not have. Its old and its new content are on the disk beside it before, and until it is complete: a
 * later run (`recover`) makes it whole again if this one is killed. Rejects with the system's error, the file as it was;
 * or with HalfWritten.
 *
 * @param next the new content, complete
 * @param check called when all is ready; throws if the file must not be changed
 */
export async function rewriteInPlace(
  fs: FileSystem,
  target: string,
  next: TemporaryFile,
  check: () => void,
): Promise<void> {
  const directory = dirname(target)
  const descriptor = fs.openSync(target, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0))
  try {
    const before = fs.readFileSync(descriptor)
    const content = fs.readFileSync(next.path)
    const backup = TemporaryFile.create(fs, directory, 0o600)
    const names = journalOf(directory, fs.fstatSync(descriptor, { bigint: true }).ino, basename(backup.path))
    try {
      backup.write(before)
      await backup.finish()
      check()
      next.replace(names.next)
      backup.replace(names.old)
      await flushDirectory(fs, directory)
      check()
    } catch (error) {
      backup.discard()
      removeBoth(fs, names)
      throw error
    }
    try {
      await overwrite(fs, descriptor, content, before.length)
    } catch (error) {
      try {
        await overwrite(fs, descriptor, before, before.length)
      } catch {
        throw new HalfWritten(names.old, error)
      }
      removeBoth(fs, names)
      throw error
    }
    removeBoth(fs, names)
  } finally {
    closeQuietly(fs, descriptor)
  }
}

/**
 * Give a file other content, flushed. What is longer than the file goes first: if the disk is full, no byte of the old
 * content has been touched.
 */
async function overwrite(fs: FileSystem, descriptor: number, content: Uint8Array, size: number): Promise<void> {
  writeAt(fs, descriptor, content, Math.min(size, content.length), content.length)
  writeAt(fs, descriptor, content, 0, Math.min(size, content.length))
  fs.ftruncateSync(descriptor, content.length)
  await fs.fsync(descriptor)
  const found = fs.fstatSync(descriptor).size
  if (found !== content.length) throw Object.assign(new Error(`${found} bytes were written`), { code: 'EIO' })
}

/** Write the bytes from `start` to `end` where they belong, all of them. */
function writeAt(fs: FileSystem, descriptor: number, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; ) {
    const count = fs.writeSync(descriptor, bytes, at, end - at, at)
    if (count <= 0) throw Object.assign(new Error('the system writes nothing more'), { code: 'EIO' })
    at += count
  }
}

/** The old and the new content of a file that is being rewritten. */
interface Journal {
  readonly old: string
  readonly next: string
}

/** The names of a journal say which process made it, and which file it is for: that one keeps its number. */
function journalOf(directory: string, inode: bigint, temporary: string): Journal {
  const random = temporary.slice(-'0123456789abcdef.tmp'.length, -'.tmp'.length)
  const stem = join(directory, `.virt-lifecycle-${ownIdentity()}-${inode}-${random}`)
  return { old: `${stem}.old`, next: `${stem}.new` }
}

const JOURNAL = new RegExp(`^\\.virt-lifecycle-(${IDENTITY})-([0-9]+)-[0-9a-f]{16}\\.(?:old|new)$`)

function removeBoth(fs: FileSystem, { old, next }: Journal): void {
  for (const path of [next, old]) {
    try {
      fs.unlinkSync(path)
    } catch {
      // One alone says that nothing is left to do; a later run removes it.
    }
  }
}

/** Milliseconds that no rewriting takes. */
const LONG = 60 * 1000

function isOld(fs: FileSystem, { old, next }: Journal): boolean {
  const found = [old, next].flatMap((path) => fs.lstatSync(path, { throwIfNoEntry: false }) ?? [])
  return found.every(({ mtimeMs }) => Date.now() - mtimeMs > LONG)
}

/** What became of a file that a killed run was rewriting. */
export interface Recovered {
  /** The file; undefined if it is gone. */
  readonly file: string | undefined
  /** Its content before. */
  readonly backup: string
  /** Whether it is whole again: with what it held before, or with what it was to hold. */
  readonly isWhole: boolean
}

/**
 * Make the files in a directory whole that killed runs were rewriting: a mixture of the old and the new content becomes the
 * old one. A file with any other content was changed since and stays as it is, with the backup beside it. What else killed
 * runs left is removed. Rejects with the system's error.
 */
export async function recover(fs: FileSystem, directory: string): Promise<readonly Recovered[]> {
  const names = fs.readdirSync(directory)
  removeLeftOvers(fs, directory, names)
  if (names.some((name) => JOURNAL.test(name))) return withDirectoryLock(fs, directory, () => recoverAll(fs, directory))
  if (names.includes(LOCK)) await removeVoidLock(fs, directory)
  return []
}

async function recoverAll(fs: FileSystem, directory: string): Promise<readonly Recovered[]> {
  const names = fs.readdirSync(directory)
  const done: Recovered[] = []
  for (const stem of new Set(names.filter((name) => JOURNAL.test(name)).map((name) => name.slice(0, -4)))) {
    const [, identity = '', inode = ''] = JOURNAL.exec(`${stem}.old`) ?? []
    const journal = { old: join(directory, `${stem}.old`), next: join(directory, `${stem}.new`) }
    // A process that cannot be asked was on this machine before the power was lost, or is on another one.
    if (!(hasEnded(identity) ?? isOld(fs, journal))) continue
    if (names.includes(`${stem}.old`) && names.includes(`${stem}.new`)) {
      const file = names.map((name) => join(directory, name)).find((path) => inodeAt(fs, path) === BigInt(inode))
      if (!isOfOurs(fs, journal, file)) continue
      const isWhole = file !== undefined && (await restore(fs, file, journal))
      done.push({ file, backup: journal.old, isWhole })
      if (!isWhole) continue
    }
    removeBoth(fs, journal)
  }
  return done
}

function inodeAt(fs: FileSystem, path: string): bigint | undefined {
  return fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}

/**
 * Whether a journal is from somebody who may change the file anyway: this user, or its owner. In a directory where everybody
 * may make files, another user could have made one to change a file of this user.
 */
function isOfOurs(fs: FileSystem, { old, next }: Journal, file: string | undefined): boolean {
  const user = ownUser()
  if (user === undefined) return true
  const owners = [user, file === undefined ? user : fs.lstatSync(file).uid]
  return [old, next].every((path) => {
    const found = fs.lstatSync(path)
    return found.isFile() && owners.includes(found.uid)
  })
}

/** Make a file whole; whether it is now. */
async function restore(fs: FileSystem, file: string, { old, next }: Journal): Promise<boolean> {
  const descriptor = fs.openSync(file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0))
  try {
    const [before, after, now] = [fs.readFileSync(old), fs.readFileSync(next), fs.readFileSync(descriptor)]
    if (now.equals(before) || now.equals(after)) return true
    const isMixture =
      now.length >= Math.min(before.length, after.length) &&
      now.length <= Math.max(before.length, after.length) &&
      // After a loss of power, what was not flushed may be zero.
      now.every((byte, i) => byte === before[i] || byte === after[i] || byte === 0)
    if (isMixture) await overwrite(fs, descriptor, before, now.length)
    return isMixture
  } finally {
    closeQuietly(fs, descriptor)
  }
}
