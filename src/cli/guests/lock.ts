import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { type Diagnostic, escapeControls, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { SYSTEM } from '../files/file-system.js'
import { removeLeftOvers, temporaryName } from '../files/left-overs.js'
import { Lock } from '../files/lock.js'
import { startOf } from '../files/run-identity.js'
import type { Io } from '../io.js'

/** More tries than other runs can come between. */
const TRIES = 5

/**
 * Take the lock of a directory. It names the process that has it; one whose process has ended is void.
 *
 * @returns VL601 if another run has it, VL503 if it cannot be written
 */
export function takeLock(
  { cwd, system }: Pick<Io, 'cwd' | 'system'>,
  directory: string,
): Lock | { readonly diagnostic: Diagnostic } {
  const shown = join(directory, 'lock')
  const within = resolve(cwd, directory)
  const entry = `${holderOf(system.processId, system.bootId)}_${randomBytes(8).toString('hex')}`
  const lock = new Lock(SYSTEM, resolve(cwd, shown), join(within, temporaryName()), entry)
  try {
    lock.prepare()
    for (let i = 0; i < TRIES; i++) {
      if (lock.take()) {
        removeLeftOvers(SYSTEM, within)
        return lock
      }
      lock.freeOf((other) => !isAlive(other, system.bootId))
    }
    const [holder = ''] = lock.entries()
    lock.release()
    return { diagnostic: taken(shown, holder) }
  } catch (error) {
    lock.release()
    return { diagnostic: fileDiagnostic(shown, 'VL503', 'cannot be written', error) }
  }
}

/** What names a process for ever: its number, the boot, and when it was started. The last is 0 where /proc is missing. */
function holderOf(processId: number, bootId: string): string {
  return `${processId}_${encodeURIComponent(bootId)}_${startOf(String(processId))}`
}

function isAlive(entry: string, bootId: string): boolean {
  const processId = Number(entry.split('_')[0])
  if (!Number.isSafeInteger(processId) || processId <= 0) return false
  return entry.startsWith(`${holderOf(processId, bootId)}_`)
}

function taken(file: string, holder: string): Diagnostic {
  const [processId = ''] = holder.split('_')
  const message = `another run deals with the guests (process ${escapeControls(processId)})`
  const hint = 'wait for it to end; the lock of a process that has ended is ignored'
  return new SourceText(file, '').diagnostic({ code: 'VL601', message, hint }, 0)
}
