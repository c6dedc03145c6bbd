import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import type { FileSystem } from './file-system.js'
import { hasEnded, IDENTITY, ownIdentity, ownUser } from './run-identity.js'

/** What begins the name of each temporary file. */
const PREFIX = '.virt-lifecycle'

/** A name for a temporary file: it cannot be guessed, and says which process made it. */
export function temporaryName(): string {
  return `${PREFIX}-${ownIdentity()}-${randomBytes(8).toString('hex')}.tmp`
}

/** The process and the number that a temporary name has in it. */
export function withoutAffixes(name: string): string {
  return name.slice(`${PREFIX}-`.length, -'.tmp'.length)
}

const LEFT_OVER = new RegExp(`^\\${PREFIX}-(${IDENTITY})-[0-9a-f]{16}\\.tmp$`)

/** Milliseconds after which nobody works on a file whose process is not known here. */
const LONG = 24 * 60 * 60 * 1000

/**
 * Remove the temporary files in a directory, and the locks that were not taken yet, which runs left there because they were
 * killed: those of this user, or for root of any, whose process has ended, or was on a machine that cannot be asked, and which
 * were not changed for a day. Throws nothing.
 *
 * @param names those in the directory, if they are known
 */
export function removeLeftOvers(fs: FileSystem, directory: string, names?: readonly string[]): void {
  try {
    const [uid, now] = [ownUser(), Date.now()]
    for (const name of names ?? fs.readdirSync(directory)) {
      const [, identity] = LEFT_OVER.exec(name) ?? []
      if (identity === undefined) continue
      removeLeft(fs, join(directory, name), uid, ({ mtimeMs }) => hasEnded(identity) ?? now - mtimeMs > LONG)
    }
  } catch {
    // A directory that cannot be read may keep what is there.
  }
}

function removeLeft(fs: FileSystem, path: string, uid: number | undefined, isLeft: (found: Stats) => boolean): void {
  try {
    const found = fs.lstatSync(path)
    // What root writes belongs to the owner of the file that it will be.
    if ((found.uid !== uid && uid !== 0) || !isLeft(found)) return
    if (found.isFile() && found.nlink === 1) fs.unlinkSync(path)
    if (!found.isDirectory()) return
    for (const entry of fs.readdirSync(path)) fs.rmdirSync(join(path, entry))
    fs.rmdirSync(path)
  } catch {
    // What cannot be removed disturbs nobody: no name is used twice.
  }
}
