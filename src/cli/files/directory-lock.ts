import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onExit } from 'signal-exit'
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

/** What gives a lock back. */
type Release = () => void

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
  const release = await lockDirectory(fs, directory, patience)
  try {
    return await work()
  } finally {
    release()
  }
}

/** Take the lock of a directory. Rejects with the system's error, or ELOCKED. */
async function lockDirectory(fs: FileSystem, directory: string, patience: number): Promise<Release> {
  const [path, name] = [join(directory, LOCK), temporaryName()]
  const entry = withoutAffixes(name)
  const lock = new Lock(fs, path, join(directory, name), entry)
  const release = (): void => {
    ignoreExit()
    lock.release()
    own.delete(entry)
  }
  const ignoreExit = onExit(release)
  own.add(entry)
  try {
    const time = lock.prepare()
    if (time !== undefined) {
      const now = clockFrom(time)
      await take(lock, (other) => isVoid(fs, path, other, now()), patience)
    }
  } catch (error) {
    release()
    throw error
  }
  return release
}

/** Milliseconds for which a lock may be kept for what comes next. */
const KEPT = 100

/**
 * The lock of a directory for many pieces of work, one after the other: it is kept for the next one for a moment, because to
 * take and give back a lock costs as much as to replace a file. Other runs get it in between.
 */
export class KeptLock {
  private last: Promise<unknown> = Promise.resolve()
  private kept: { readonly release: Release; readonly since: number; readonly timer: NodeJS.Timeout } | undefined

  constructor(
    private readonly fs: FileSystem,
    private readonly directory: string,
  ) {}

  /** Like `withDirectoryLock`. */
  during<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const result = this.last.then(async () => {
      await this.take()
      return work()
    })
    this.last = result.catch(() => {})
    return result
  }

  /** Give it back after what has been begun. */
  release(): Promise<void> {
    const result = this.last.then(() => this.giveBack())
    this.last = result
    return result
  }

  private async take(): Promise<void> {
    if (this.kept !== undefined && performance.now() - this.kept.since < KEPT) return
    this.giveBack()
    const release = await lockDirectory(this.fs, this.directory, PATIENCE)
    this.kept = { release, since: performance.now(), timer: setTimeout(() => void this.release(), KEPT) }
  }

  private giveBack(): void {
    if (this.kept === undefined) return
    clearTimeout(this.kept.timer)
    this.kept.release()
    this.kept = undefined
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
  for (let wait = 1; !lock.take(); wait = Math.min(2 * wait, 20)) {
    if (lock.freeOf(isVoid)) continue
    if (performance.now() > end) throw Object.assign(new Error('another run has the lock'), { code: 'ELOCKED' })
    await pause(wait)
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
