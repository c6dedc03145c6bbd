import type pc from 'picocolors'
import type { Diagnostic } from '../diagnostics/index.js'

/** The functions of picocolors that reports use; those of `createColors(false)` give plain text. */
export type Paint = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'red' | 'yellow' | 'cyan'>

/** The outcome of a document. `unread`: it could not be read at all; `other`: it is not a domain and was skipped. */
export type Outcome = 'valid' | 'invalid' | 'unread' | 'other'

/** A document that was checked, and its findings. */
export interface ReportedDocument {
  /** The file as the user named it; `<stdin>` for standard input. */
  readonly file: string
  readonly outcome: Outcome
  readonly diagnostics: readonly Diagnostic[]
  /** The findings that comments in it silence, and what these say about it (empty if nothing). */
  readonly silenced?: readonly { readonly diagnostic: Diagnostic; readonly reason: string }[]
}

/** What is known when a run ends. */
export interface EndOfRun {
  /** Whether it ended early, so documents are missing: by a signal, or at the first error, as it was asked to. */
  readonly interrupted: boolean
  /** What sums it up: a line, and perhaps another. */
  readonly summary: string
  /** How many of the documents were not checked against libvirt's schema, because none was found; 0 unless given. */
  readonly unchecked?: number
  /** What was found about the run as a whole, and not in a document. Formats for people leave it out: it was said when the run began. */
  readonly findings?: readonly Diagnostic[]
}

/**
 * A report in progress. The texts that its methods return, one after the other, are the report. So the findings of ten
 * thousand documents need not be kept in memory, and a report that is interrupted can still be closed properly.
 */
export interface Report {
  /** The text for a document, to be written as soon as it was checked. */
  document(document: ReportedDocument): string | Promise<string>
  /** The text that ends the report; to be called once, after the last document. */
  end(run: EndOfRun): string
}

/** What a report needs to know about the run and the system. */
export interface ReportContext {
  /** The schema that documents are checked against. */
  readonly schema: string
  readonly paint: Paint
  /** The version of this program. */
  readonly version: string
  /**
   * The path of a file in reports: relative to the root of the repository, with `/` between its parts; absolute if the
   * file is elsewhere.
   */
  readonly pathOf: (file: string) => string
  /** How many bytes there is room for, where that is limited and the format can leave something out. */
  readonly room?: number
  /** A digest of a text as hexadecimal digits, at least 40; the same text must always give the same digest. */
  readonly digest: (text: string) => string
}

/** Begins a report. */
export type BeginReport = (context: ReportContext) => Report
