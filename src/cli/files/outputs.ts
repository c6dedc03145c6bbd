import { access, constants, lstat, mkdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Diagnostic } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { kindOf } from './paths.js'

/**
 * Write a whole file or nothing: to a temporary file beside it, flushed, then renamed over it; mode and owner of an
 * existing file are kept. A pipe or a device is written to directly, never replaced.
 *
 * @param cwd what a relative path is relative to
 * @param mode the permissions that the file gets, whatever they were
 * @returns a VL503 diagnostic if that fails
 */
export async function writeOutput(
  cwd: string,
  path: string,
  content: Uint8Array,
  mode?: number,
): Promise<Diagnostic | undefined> {
  const absolute = resolve(cwd, path)
  try {
    const kind = await kindOf(absolute)
    if (kind === 'other') await writeFile(absolute, content)
    else {
      // A rename does not ask whether the file may be written.
      if (kind === 'file') await access(absolute, constants.W_OK)
      await writeFileAtomic(await targetOf(absolute), Buffer.from(content), mode === undefined ? {} : { mode })
    }
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be written', error)
  }
}

/**
 * Make a directory and those above it.
 *
 * @param cwd what a relative path is relative to
 * @returns a VL503 diagnostic if that fails
 */
export async function makeDirectory(cwd: string, path: string): Promise<Diagnostic | undefined> {
  try {
    await makeWithParents(resolve(cwd, path))
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be created', error)
  }
}

/** Like mkdir with `recursive`, which never returns in places such as /proc (Node 20 to 22). */
async function makeWithParents(path: string): Promise<void> {
  if ((await kindOf(path)) === 'directory') return
  if (dirname(path) !== path) await makeWithParents(dirname(path))
  await mkdir(path)
}

/** Whether there is a file with other bytes than these at an absolute path. */
export async function hasOtherContent(path: string, bytes: Uint8Array): Promise<boolean> {
  if ((await kindOf(path)) !== 'file') return false
  return (await stat(path)).size !== bytes.length || !(await readFile(path)).equals(bytes)
}

/** What an absolute path leads to over symbolic links, even if that does not exist yet. */
export async function targetOf(path: string): Promise<string> {
  let target = path
  // As many as Linux follows.
  for (let i = 0; i < 40; i++) {
    const found = await lstat(target).catch(() => undefined)
    if (found?.isSymbolicLink() !== true) break
    target = resolve(dirname(target), await readlink(target))
  }
  return target
}
