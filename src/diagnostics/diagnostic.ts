import type { DiagnosticCode } from './codes.js'

/** An `error` makes the exit status 1 (or 2 for VL4xx set-up faults and VL5xx); a `warning` and a `note` do not. */
export type Severity = 'error' | 'warning' | 'note'

/** Everything the program has to say about an input. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** What is wrong and what would be right, in one sentence without a full stop. Holds no control characters. */
  readonly message: string
  /** The input as the user named it; `<stdin>` for standard input. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The position just behind the last character concerned. */
  readonly endLine?: number
  readonly endColumn?: number
  /** A path inside a JSON document (`$[2].AutomaticStartupAction`), or to an element. */
  readonly path?: string
  /** The way out, in one sentence. */
  readonly hint?: string
  /** The source line for display. */
  readonly excerpt?: Excerpt
}

/** A source line, or a window of a long one, and where in `text` the fault starts and ends (UTF-16 offsets). */
export interface Excerpt {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What a diagnostic says, before a position is attached. */
export interface Finding {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly message: string
  readonly path?: string
  readonly hint?: string
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error')
}
