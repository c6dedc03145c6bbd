import { type Diagnostic, escapeControls } from '../diagnostics/index.js'
import type { BeginReport } from './report.js'

/** Begin a report with one line per finding. */
export const beginCompact: BeginReport = () => ({
  document: ({ diagnostics }) => diagnostics.map((diagnostic) => `${compactLine(diagnostic)}\n`).join(''),
  end: () => '',
})

/** A finding on one line in the format of compilers, which editors and log parsers understand. */
export function compactLine({ file, line, column, severity, code, message, hint }: Diagnostic): string {
  const said = hint === undefined ? message : `${message} (${hint})`
  return `${escapeControls(file)}:${line}:${column}: ${severity}: ${escapeControls(said)} [${code}]`
}
