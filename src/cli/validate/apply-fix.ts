import type { Diagnostic } from '../../diagnostics/index.js'
import { encode } from '../../xml/index.js'
import { printChange } from '../console/print-change.js'
import type { Terminal } from '../console/terminal.js'
import { writeOutput } from '../files/outputs.js'
import type { CheckedFile } from './check-file.js'

/** Write a fixed document into its file, in the encoding that it came in; or say why that failed (VL503). */
export async function writeFix({ file, fixed }: CheckedFile, { io }: Terminal): Promise<Diagnostic | undefined> {
  return fixed === undefined ? undefined : writeOutput(io.cwd, file, encode(fixed.after, fixed.encoding))
}

/** Print what fixes a document as a patch. */
export async function showFix({ file, fixed }: CheckedFile, terminal: Terminal): Promise<undefined> {
  if (fixed !== undefined) await printChange(terminal, file, fixed.before, fixed.after, fixed.encoding)
}
