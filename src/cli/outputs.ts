import { access, constants, lstat, mkdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Diagnostic } from '../diagnostics/index.js'
import { fileDiagnostic } from './file-diagnostic.js'
import { kindOf } from './kind-of.js'

/**
 * Write a whole file or nothing: to a temporary file beside it, flushed, then renamed over it; mode and owner of an
 * existing file are kept. A pipe or a device is written to directly, never replaced.
 *
 * @returns a VL503 diagnostic where that fails
 */
export async function writeOutput(path: string, content: Uint8Array): Promise<Diagnostic | undefined> {
  try {
    const kind = await kindOf(path)
    if (kind === 'other') await writeFile(path, content)
    else {
      // A rename does not ask whether the file may be written.
      if (kind === 'file') await access(path, constants.W_OK)
      await writeFileAtomic(await targetOf(path), Buffer.from(content))
    }
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be written', error)
  }
}

/** Make a directory and those above it. */
export async function makeDirectory(path: string): Promise<Diagnostic | undefined> {
  try {
    await makeWithParents(resolve(path))
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be made', error)
  }
}

/** Like mkdir with `recursive`, which never returns where a system has such a place as /proc (Node 20 to 22). */
async function makeWithParents(path: string): Promise<void> {
  if ((await kindOf(path)) === 'directory') return
  if (dirname(path) !== path) await makeWithParents(dirname(path))
  await mkdir(path)
}

/** Whether there is a file with other bytes than these. */
export async function holdsSomethingElse(path: string, bytes: Uint8Array): Promise<boolean> {
  if ((await kindOf(path)) !== 'file') return false
  return (await stat(path)).size !== bytes.length || !(await readFile(path)).equals(bytes)
}

/** What a path leads to over symbolic links, even where that is not there yet. */
export async function targetOf(path: string): Promise<string> {
  let target = resolve(path)
  // As many as Linux follows.
  for (let i = 0; i < 40; i++) {
    const found = await lstat(target).catch(() => undefined)
    if (found?.isSymbolicLink() !== true) break
    target = resolve(dirname(target), await readlink(target))
  }
  return target
}
