import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FileSystem } from './file-system.js'
import { hasEnded, IDENTITY, ownIdentity, ownUser } from './run-identity.js'

/** What begins the name of each temporary file. */
const PREFIX = '.virt-lifecycle'

/** A name for a temporary file: it cannot be guessed, and says which process made it. */
export function temporaryName(): string {
  return `${PREFIX}-${ownIdentity()}-${randomBytes(8).toString('hex')}.tmp`
}

const LEFT_OVER = new RegExp(`^\\${PREFIX}-(${IDENTITY})-[0-9a-f]{16}\\.tmp$`)

/** Milliseconds after which nobody works on a file whose process is not known here. */
const LONG = 24 * 60 * 60 * 1000

/**
 * Remove the temporary files in a directory that runs left there because they were killed: those of this user whose process
 * has ended, or was on a machine that cannot be asked, and which were not changed for a day. Throws nothing.
 *
 * @param now milliseconds since 1970
 */
export function removeLeftOvers(fs: FileSystem, directory: string, now = Date.now()): void {
  try {
    const uid = ownUser()
    for (const name of fs.readdirSync(directory)) {
      const [, identity] = LEFT_OVER.exec(name) ?? []
      if (identity === undefined) continue
      const path = join(directory, name)
      const found = fs.lstatSync(path)
      const isLeft = hasEnded(identity) ?? now - found.mtimeMs > LONG
      if (isLeft && found.isFile() && found.nlink === 1 && found.uid === uid) fs.unlinkSync(path)
    }
  } catch {
    // What cannot be removed disturbs nobody: no name is used twice.
  }
}
