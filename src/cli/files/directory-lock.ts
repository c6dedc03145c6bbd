import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { FileSystem } from './file-system.js'
import { hasEnded, isKnown, ownIdentity } from './run-identity.js'

/** A symbolic link to nothing: what it says is which process has the lock. It is made at once, and never replaces anything. */
export const LOCK = '.virt-lifecycle.lock'

/** What file systems and systems without symbolic links say; then there is no lock. */
const CANNOT = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']

/** Milliseconds for which nobody has a lock; it is older only if its process was on another machine and has ended. */
const LONG = 60 * 1000

/** The locks that this process has. */
const held = new Set<string>()

/**
 * Do work that no other run of this program does in the same directory meanwhile, such as to look at a file and replace it.
 * What takes long does not belong there. Rejects with what the work throws, or a system's error: ELOCKED if another run has the
 * lock for too long.
 *
 * @param patience milliseconds
 */
export async function withDirectoryLock<Result>(
  fs: FileSystem,
  directory: string,
  work: () => Promise<Result> | Result,
  patience = 30_000,
): Promise<Result> {
  const path = join(directory, LOCK)
  const isTaken = await take(fs, path, patience)
  try {
    return await work()
  } finally {
    if (isTaken) release(fs, path)
  }
}

/** Take a lock; whether there are locks at all. */
async function take(fs: FileSystem, path: string, patience: number): Promise<boolean> {
  const end = performance.now() + patience
  for (let pause = 1; ; pause = Math.min(2 * pause, 20)) {
    try {
      fs.symlinkSync(ownIdentity(), path)
      held.add(path)
      return true
    } catch (error) {
      if (!isSystemError(error)) throw error
      if (CANNOT.includes(error.code)) return false
      if (error.code !== 'EEXIST') throw error
    }
    if (removeVoidLock(fs, path)) continue
    if (performance.now() > end) throw Object.assign(new Error('another run has the lock'), { code: 'ELOCKED' })
    await setTimeout(pause)
  }
}

function release(fs: FileSystem, path: string): void {
  held.delete(path)
  try {
    fs.unlinkSync(path)
  } catch {
    // It is void, as nobody has it.
  }
}

/** Remove a lock that a run left which was killed; whether there is none now. Throws nothing. */
export function removeVoidLock(fs: FileSystem, path: string): boolean {
  try {
    const holder = fs.readlinkSync(path)
    const isOwn = holder === ownIdentity() && isKnown(holder)
    const isVoid = isOwn ? held.size === 0 : (hasEnded(holder) ?? Date.now() - fs.lstatSync(path).mtimeMs > LONG)
    if (isVoid) fs.unlinkSync(path)
    return isVoid
  } catch (error) {
    return isSystemError(error) && error.code === 'ENOENT'
  }
}
