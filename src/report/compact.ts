import { type Diagnostic, escapeControls } from '../diagnostics/index.js'
import type { BeginReport } from './report.js'

/** Begin a report with a line for each finding. */
export const beginCompact: BeginReport = () => ({
  document: ({ diagnostics }) => diagnostics.map((diagnostic) => `${compactLine(diagnostic)}\n`).join(''),
  end: () => '',
})

/** A finding in one line, in the form of compilers, which editors and log parsers know. */
export function compactLine({ file, line, column, severity, code, message, hint }: Diagnostic): string {
  const said = hint === undefined ? message : `${message} (${hint})`
  return `${escapeControls(file)}:${line}:${column}: ${severity}: ${escapeControls(said)} [${code}]`
}
