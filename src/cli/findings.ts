import type { Diagnostic } from '../diagnostics/index.js'
import { formatDiagnostic } from '../report/text.js'
import { paintFor } from './paint.js'
import { hideProgress } from './progress.js'

/** Messages go to standard error. */
export function printMessages(diagnostics: readonly Diagnostic[]): void {
  const paint = paintFor(process.stderr)
  if (diagnostics.length > 0) hideProgress()
  for (const diagnostic of diagnostics) process.stderr.write(formatDiagnostic(diagnostic, paint))
}
