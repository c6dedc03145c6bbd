import { appendFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import type { Terminal } from '../console/terminal.js'
import type { Sink } from './sink.js'

/** GitHub shows no summary of a step that is larger: 1 MiB. */
const MAX_BYTES = 1 << 20

/** How many bytes can be appended to the summary of a step; others may have written to it. */
export async function roomIn(cwd: string, file: string): Promise<number> {
  const size = await stat(resolve(cwd, file)).then(
    (found) => found.size,
    () => 0,
  )
  return Math.max(0, MAX_BYTES - size)
}

/** Appends a report to the summary of a step. That this fails (VL525) is no fault of the documents, and does not end the run. */
export function stepSummary(terminal: Terminal, file: string): Sink {
  const pieces: string[] = []
  return {
    write: async (text) => {
      pieces.push(text)
    },
    end: async (text) => {
      try {
        await appendFile(resolve(terminal.io.cwd, file), `${pieces.join('')}${text}`)
      } catch (error) {
        await terminal.diagnostics([fileDiagnostic(file, 'VL525', 'the summary of the step was not written', error)])
      }
    },
    discard: async () => {},
  }
}
