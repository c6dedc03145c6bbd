import type { Diagnostic } from '../../diagnostics/index.js'
import { encode } from '../../xml/index.js'
import { printChange } from '../changes.js'
import { writeOutput } from '../outputs.js'
import type { CheckedFile } from './check-file.js'

/** Put a repair into its file, in the encoding that it came in; or say why that failed (VL503). */
export async function writeRepair({ file, repair }: CheckedFile): Promise<Diagnostic | undefined> {
  return repair === undefined ? undefined : writeOutput(file, encode(repair.after, repair.encoding))
}

/** Print a repair as a patch. */
export async function showRepair({ file, repair }: CheckedFile): Promise<void> {
  if (repair !== undefined) await printChange(file, repair.before, repair.after, repair.encoding)
}
