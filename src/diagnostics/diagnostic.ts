import type { DiagnosticCode, Severity } from './codes.js'
import type { Edit } from './edit.js'

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
  /** The edits that fix it: they can be applied without asking, because only one thing can have been meant. */
  readonly fix?: readonly Edit[]
}

/** A source line, or a window of a long one, and where in `text` the fault starts and ends (UTF-16 offsets). */
export interface Excerpt {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What a diagnostic says, before a position is attached. Its severity is that of its code. */
export interface Finding {
  readonly code: DiagnosticCode
  readonly message: string
  readonly path?: string
  readonly hint?: string
  readonly fix?: readonly Edit[]
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error')
}
