import type { Diagnostic, Finding } from './diagnostic.js'
import type { SourceText } from './source-text.js'

/** A part of a document: offsets in UTF-16 code units, and a path if the document is JSON. */
export interface Range {
  readonly start: number
  readonly end: number
  readonly path?: string
}

/** Reports a finding about a range of a document. */
export type Report = (finding: Finding, range: Range) => void

/** A `Report` that collects the diagnostics of a document. */
export function reportTo(diagnostics: Diagnostic[], document: SourceText): Report {
  return (finding, { start, end, path }) => {
    diagnostics.push(document.diagnostic(path === undefined ? finding : { ...finding, path }, start, end))
  }
}
