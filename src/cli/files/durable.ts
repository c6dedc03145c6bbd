import { open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { writeOutput } from './outputs.js'

/**
 * Write a whole file or nothing, so that it survives a loss of power: the new file is flushed and renamed over the old one
 * (`writeOutput`), and then the directory, which holds the name, is flushed too.
 *
 * @param cwd what a relative path is relative to
 * @param mode the permissions that the file gets, whatever they were
 * @returns a VL503 diagnostic if that fails
 */
export async function writeDurably(
  cwd: string,
  path: string,
  content: Uint8Array,
  mode?: number,
): Promise<Diagnostic | undefined> {
  const diagnostic = await writeOutput(cwd, path, content, mode)
  if (diagnostic !== undefined) return diagnostic
  try {
    const directory = await open(dirname(resolve(cwd, path)))
    await directory.sync().finally(() => directory.close())
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be flushed to the disk', error)
  }
}
