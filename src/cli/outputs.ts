import { mkdir, stat, writeFile } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'
import type { Diagnostic } from '../diagnostics/index.js'
import { fileDiagnostic } from './inputs.js'

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
    else await writeFileAtomic(path, Buffer.from(content))
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be written', error)
  }
}

/** Make a directory and those above it. */
export async function makeDirectory(path: string): Promise<Diagnostic | undefined> {
  try {
    await mkdir(path, { recursive: true })
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be made', error)
  }
}

/** What is at a path now. */
export async function kindOf(path: string): Promise<'nothing' | 'file' | 'directory' | 'other'> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'directory'
    return found.isFile() ? 'file' : 'other'
  } catch {
    return 'nothing'
  }
}
