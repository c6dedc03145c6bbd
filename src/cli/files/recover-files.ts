import { dirname, relative, resolve } from 'node:path'
import { type Diagnostic, escapeControls, SourceText } from '../../diagnostics/index.js'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { Entry } from './choose-files.js'
import { SYSTEM } from './file-system.js'
import { type Recovered, recover } from './rewrite-in-place.js'

/**
 * Before files are read to be changed: make those whole that a run was rewriting when it was killed.
 *
 * @returns a VL514 diagnostic for each of them
 */
export async function recoverFiles(cwd: string, entries: readonly Entry[]): Promise<readonly Diagnostic[]> {
  const files = entries.filter((entry) => typeof entry === 'string')
  const found: Diagnostic[] = []
  for (const directory of new Set(files.map((file) => dirname(resolve(cwd, file))))) {
    try {
      for (const recovered of await recover(SYSTEM, directory)) found.push(diagnosticOf(cwd, recovered))
    } catch (error) {
      // A directory that cannot be read is reported where its files are read.
      if (!isSystemError(error)) throw error
    }
  }
  return found
}

function diagnosticOf(cwd: string, { file, backup, isWhole }: Recovered): Diagnostic {
  const [shown, copy] = [file ?? backup, backup].map((path) => relative(cwd, path))
  const was = 'a run was killed while it rewrote this file'
  const finding = isWhole
    ? { message: `${was}: it is whole again` }
    : {
        message:
          file === undefined
            ? 'a run was killed while it rewrote a file that is gone'
            : `${was}, and it was changed since`,
        hint: `${escapeControls(copy ?? '')} has its old content: remove it once you need it no longer`,
      }
  return new SourceText(shown ?? '', '').diagnostic({ code: 'VL514', ...finding }, 0)
}
