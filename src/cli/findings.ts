import pc from 'picocolors'
import type { Diagnostic } from '../diagnostics/index.js'
import type { Paint } from '../report/report.js'
import { formatDiagnostic } from '../report/text.js'
import { hideProgress } from './progress.js'

/** Colour only on a terminal, and never with NO_COLOR (https://no-color.org: whatever its value, unless empty). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return pc.createColors(stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb')
}

/** Messages go to standard error. */
export function printMessages(diagnostics: readonly Diagnostic[]): void {
  const paint = paintFor(process.stderr)
  if (diagnostics.length > 0) hideProgress()
  for (const diagnostic of diagnostics) process.stderr.write(formatDiagnostic(diagnostic, paint))
}
