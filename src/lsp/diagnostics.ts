import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver'
import type { Diagnostic, Severity, SourceText } from '../diagnostics/index.js'
import { rangeOf } from './positions.js'

/** The numbers of the protocol. */
const SEVERITIES = { error: 1, warning: 2, note: 3 } as const satisfies Record<Severity, number>

/** A diagnostic of the protocol; the hint is its second line. */
export function toLsp(document: SourceText, diagnostic: Diagnostic): LspDiagnostic {
  const { code, severity, message, hint } = diagnostic
  return {
    range: rangeOf(document, diagnostic),
    severity: SEVERITIES[severity],
    code,
    source: 'virt-lifecycle',
    message: hint === undefined ? message : `${message}\n${hint}`,
  }
}
