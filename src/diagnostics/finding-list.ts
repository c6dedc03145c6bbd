import { type Diagnostic, hasErrors } from './diagnostic.js'
import type { SourceText } from './source-text.js'

/** Most findings that are listed of one document unless told otherwise. */
export const DEFAULT_MAX_FINDINGS = 1000

/**
 * The first findings of a document, and how many more there are: a small document can have more than memory holds. If any
 * of them is an error, one that is listed is.
 */
export class FindingList {
  /** Those that are listed, in the order in which they were added; an error may have taken the first position. */
  readonly listed: Diagnostic[] = []

  /** @param more how many there are that were never made */
  constructor(
    private readonly most: number,
    public more = 0,
  ) {}

  /** Add findings, which are made one after the other. */
  add(findings: Iterable<Diagnostic>): this {
    const { listed } = this
    for (const finding of findings) {
      if (listed.length < this.most) listed.push(finding)
      else {
        this.more++
        // In the first position it is found at once the next time.
        if (finding.severity === 'error' && !hasErrors(listed)) listed[0] = finding
      }
    }
    return this
  }
}

/** Diagnostics of one document in the order of their positions. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** Says how many findings of a document are not listed (VL120); nothing if all are. */
export function tooMany(document: SourceText, { more }: FindingList): readonly Diagnostic[] {
  if (more === 0) return []
  return [document.diagnostic({ code: 'VL120', message: `up to ${more} more findings are not listed` }, 0)]
}
