import type pc from 'picocolors'
import type { Diagnostic } from '../diagnostics/index.js'

/** The functions of picocolors that are used; `createColors(false)` gives plain text. */
export type Paint = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'red' | 'yellow' | 'cyan'>

/** What became of a document. `unread`: it could not be read at all; `other`: it is no domain, and was passed over. */
export type Outcome = 'valid' | 'invalid' | 'unread' | 'other'

/** A document that was dealt with, and what there is to say of it. */
export interface ReportedDocument {
  /** The file as the user named it; `<stdin>` for standard input. */
  readonly file: string
  readonly outcome: Outcome
  readonly diagnostics: readonly Diagnostic[]
}

/** What is known when a run ends. */
export interface EndOfRun {
  /** Whether somebody ended it before its time. */
  readonly interrupted: boolean
  /** The sentence that sums it up. */
  readonly summary: string
}

/**
 * A report while it grows. What its functions return, one after the other, is the report: so nobody has to hold the
 * findings of ten thousand documents, and one that is interrupted can still be closed properly.
 */
export interface Report {
  /** What to write as soon as a document was dealt with. */
  document(document: ReportedDocument): string | Promise<string>
  /** What to write at the end. */
  end(run: EndOfRun): string
}

/** What a report needs to know of the world. */
export interface ReportContext {
  /** What is checked against. */
  readonly schema: string
  readonly paint: Paint
  /** The version of this program. */
  readonly version: string
  /**
   * A file as those who read reports know it: relative to the root of the repository, `/` between its parts; absolute
   * where it lies elsewhere.
   */
  readonly pathOf: (file: string) => string
  /** A digest that stays the same, as hexadecimal digits. */
  readonly digest: (text: string) => string
}

/** Begins a report. */
export type BeginReport = (context: ReportContext) => Report
