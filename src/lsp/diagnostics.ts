import type { Diagnostic as LspDiagnostic, Range } from 'vscode-languageserver'
import type { Diagnostic, Severity } from '../diagnostics/index.js'

/** The numbers of the protocol. */
const SEVERITIES = { error: 1, warning: 2, note: 3 } as const satisfies Record<Severity, number>

/** Something with lines and columns from 1. */
interface Positioned {
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

/** A range of the protocol, whose lines and characters count from 0; characters are UTF-16 code units in both. */
export function rangeOf({ line, column, endLine = line, endColumn = column }: Positioned): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  }
}

/** A diagnostic of the protocol; the hint is its second line. */
export function toLsp(diagnostic: Diagnostic): LspDiagnostic {
  const { code, severity, message, hint } = diagnostic
  return {
    range: rangeOf(diagnostic),
    severity: SEVERITIES[severity],
    code,
    source: 'virt-lifecycle',
    message: hint === undefined ? message : `${message}\n${hint}`,
  }
}
