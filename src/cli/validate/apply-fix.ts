import type { Diagnostic } from '../../diagnostics/index.js'
import { encode } from '../../xml/index.js'
import { printChange } from '../console/print-change.js'
import type { Terminal } from '../console/terminal.js'
import { FileWriter } from '../files/outputs.js'
import type { CheckedFile } from './check-file.js'

/** What is done with documents that can be fixed. */
export interface Fixing {
  /** Deal with a document; a diagnostic if that fails, and the file is as it was. */
  readonly apply: (checked: CheckedFile) => Promise<Diagnostic | undefined>
  /** All were dealt with. */
  readonly end: () => Promise<readonly Diagnostic[]>
}

/**
 * Writes each fixed document into its file, in the encoding that it came in, if the file is still what was read.
 *
 * @param within the directory, absolute, that the link of a file must not lead out of
 */
export function writeFixes({ io }: Terminal, within: (file: string) => string | undefined): Fixing {
  const writer = new FileWriter(io.cwd)
  return {
    apply: async ({ file, fixed }) => {
      if (fixed === undefined) return undefined
      const before = encode(fixed.before, fixed.encoding)
      return writer.write(file, encode(fixed.after, fixed.encoding), { before, within: within(file) })
    },
    end: () => writer.end(),
  }
}

/** Prints what fixes a document as a patch. */
export function showFixes(terminal: Terminal): Fixing {
  return {
    apply: async ({ file, fixed }) => {
      if (fixed !== undefined) await printChange(terminal, file, fixed.before, fixed.after, fixed.encoding)
      return undefined
    },
    end: async () => [],
  }
}
