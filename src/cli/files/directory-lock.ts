import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { FileSystem } from './file-system.js'
import { temporaryName, withoutAffixes } from './left-overs.js'
import { Lock } from './lock.js'
import { hasEnded, IDENTITY, isKnown, ownIdentity } from './run-identity.js'

/** The lock of the directory that it is in. */
export const LOCK = '.virt-lifecycle.lock'

/** Milliseconds that a run waits for a lock. */
const PATIENCE = 30 * 1000

/** Milliseconds after which a lock that was waited for is given back; it is older only if its process has ended. */
const LONG = PATIENCE + 60 * 1000

/** The entries of this process in locks. */
const own = new Set<string>()

/**
 * Do work that no other run of this program does in the same directory meanwhile, such as to look at a file and replace it.
 * What takes long does not belong there. Rejects with what the work throws, or a system's error: ELOCKED if another run has the
 * lock for too long.
 *
 * @param patience milliseconds, at most half a minute
 */
export async function withDirectoryLock<Result>(
  fs: FileSystem,
  directory: string,
  work: () => Promise<Result> | Result,
  patience = PATIENCE,
): Promise<Result> {
  const [path, name] = [join(directory, LOCK), temporaryName()]
  const entry = withoutAffixes(name)
  const lock = new Lock(fs, path, join(directory, name), entry)
  own.add(entry)
  try {
    const time = lock.prepare()
    if (time !== undefined) {
      const now = clockFrom(time)
      await take(lock, (other) => isVoid(fs, path, other, now()), patience)
    }
    return await work()
  } finally {
    lock.release()
    own.delete(entry)
  }
}

/** Remove the lock that a killed run left, unless another run has it. Rejects with the system's error. */
export async function removeVoidLock(fs: FileSystem, directory: string): Promise<void> {
  try {
    await withDirectoryLock(fs, directory, () => {}, 0)
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'ELOCKED') throw error
  }
}

/** What tells the time of the file system, which may be that of another machine. */
function clockFrom(time: number): () => number {
  const start = performance.now()
  return () => time + performance.now() - start
}

async function take(lock: Lock, isVoid: (entry: string) => boolean, patience: number): Promise<void> {
  const end = performance.now() + patience
  for (let pause = 1; !lock.take(); pause = Math.min(2 * pause, 20)) {
    if (lock.freeOf(isVoid)) continue
    if (performance.now() > end) throw Object.assign(new Error('another run has the lock'), { code: 'ELOCKED' })
    await setTimeout(pause)
  }
}

const ENTRY = new RegExp(`^(${IDENTITY})-[0-9a-f]{16}$`)

/**
 * Whether a lock is that of a run which was killed.
 *
 * @param now milliseconds, as the file system counts them
 */
function isVoid(fs: FileSystem, lock: string, entry: string, now: number): boolean {
  const [, identity] = ENTRY.exec(entry) ?? []
  if (identity === undefined) return false
  if (identity === ownIdentity() && isKnown(identity)) return !own.has(entry)
  const made = fs.lstatSync(join(lock, entry), { throwIfNoEntry: false })?.mtimeMs
  return hasEnded(identity) ?? (made !== undefined && now - made > LONG)
}
