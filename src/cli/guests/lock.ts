import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Diagnostic, escapeControls, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic, isSystemError } from '../../node/file-diagnostic.js'
import { startOf } from '../files/run-identity.js'
import type { Io } from '../io.js'

/** What is taken by one run at a time. */
export interface Lock {
  readonly release: () => Promise<void>
}

/** More tries than other runs can come between. */
const TRIES = 5

/**
 * Take the lock of a directory. Its file names the process that has it; one whose process has ended is void.
 *
 * @returns VL601 if another run has it, VL503 if the file cannot be written
 */
export async function takeLock(
  { cwd, system }: Pick<Io, 'cwd' | 'system'>,
  directory: string,
): Promise<Lock | { readonly diagnostic: Diagnostic }> {
  const shown = join(directory, 'lock')
  const file = resolve(cwd, shown)
  const own = `${file}.${system.processId}`
  const content = holderOf(system.processId, system.bootId)
  try {
    await writeFile(own, content)
    for (let i = 0; i < TRIES; i++) {
      if (await linked(own, file)) return { release: () => unlink(file).catch(() => {}) }
      const holder = await readFile(file, 'utf8').catch(() => undefined)
      if (holder === undefined) continue
      if (isAlive(holder, system.bootId)) break
      await removeVoid(file, holder, own)
    }
    return { diagnostic: taken(shown, await readFile(file, 'utf8').catch(() => '')) }
  } catch (error) {
    return { diagnostic: fileDiagnostic(shown, 'VL503', 'cannot be written', error) }
  } finally {
    await unlink(own).catch(() => {})
  }
}

/** Whether the lock was not there: a link, unlike a rename, never replaces a file. */
async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file)
    return true
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false
    throw error
  }
}

/** Remove a void lock, unless another run has just replaced it. */
async function removeVoid(file: string, holder: string, own: string): Promise<void> {
  const aside = `${own}.void`
  try {
    await rename(file, aside)
    if ((await readFile(aside, 'utf8')) !== holder) await link(aside, file)
  } catch {
    // Another run was faster.
  } finally {
    await unlink(aside).catch(() => {})
  }
}

/** What names a process for ever: its number, the boot, and when it was started. The last is 0 where /proc is missing. */
function holderOf(processId: number, bootId: string): string {
  return `${processId} ${bootId} ${startOf(String(processId))}\n`
}

function isAlive(holder: string, bootId: string): boolean {
  const processId = Number(holder.split(' ')[0])
  if (!Number.isSafeInteger(processId) || processId <= 0) return false
  return holderOf(processId, bootId) === holder
}

function taken(file: string, holder: string): Diagnostic {
  const [processId = ''] = holder.split(' ')
  const message = `another run deals with the guests (process ${escapeControls(processId)})`
  const hint = 'wait for it to end; the lock of a process that has ended is ignored'
  return new SourceText(file, '').diagnostic({ code: 'VL601', message, hint }, 0)
}
