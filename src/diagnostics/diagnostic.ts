import type { DiagnosticCode, Severity } from './codes.js'
import type { Edit } from './edit.js'

/** A finding in an input, with its position. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** What is wrong and what would be right: one sentence without a full stop and without control characters. */
  readonly message: string
  /** The input as the user named it; `<stdin>` for standard input. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The position just after the last character concerned; absent if the range is empty. */
  readonly endLine?: number
  readonly endColumn?: number
  /** A path inside a JSON document (`$[2].AutomaticStartupAction`), or to an element. */
  readonly path?: string
  /** How to fix it, in one sentence. */
  readonly hint?: string
  /** The machine that a reader left out because of it: the same object in each finding about that machine. */
  readonly leavesOut?: LeftOut
  /** The source line for display. */
  readonly excerpt?: Excerpt
  /**
   * The edits that fix it. They can be applied without asking, because only one thing can have been meant. Offsets are those of the text
   * that was checked or read.
   */
  readonly fix?: readonly PositionedEdit[]
}

/** An edit with its range as lines and columns, counted as those of a diagnostic. */
export interface PositionedEdit extends Edit {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A source line, or a part of a long one; `start` and `end` are the range of the fault in `text` (UTF-16 code units). */
export interface Excerpt {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The name and the UUID, as far as they are known, of a machine that was left out. */
export interface LeftOut {
  readonly name?: string
  readonly uuid?: string
  /** Whether it is that of a snapshot or a checkpoint: a record of the past, beside the machine's own definition. */
  readonly isRecord?: true
}

/** A diagnostic without its position. Its severity is that of its code. */
export interface Finding {
  readonly code: DiagnosticCode
  readonly message: string
  readonly path?: string
  readonly hint?: string
  readonly leavesOut?: LeftOut
  readonly fix?: readonly Edit[]
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error')
}
