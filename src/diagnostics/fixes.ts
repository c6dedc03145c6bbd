import type { Diagnostic } from './diagnostic.js'
import { applyEdits, type Edit } from './edit.js'

/** A text after fixes. */
export interface FixedText {
  readonly text: string
  /** The diagnostics whose fix was applied. */
  readonly fixed: readonly Diagnostic[]
}

/**
 * Apply the fixes of diagnostics of this text, each as a whole. If fixes touch one another, only the first is applied; the
 * others may be offered again when the new text is checked.
 */
export function applyFixes(text: string, diagnostics: readonly Diagnostic[]): FixedText {
  const edits: Edit[] = []
  const fixed = diagnostics.filter(({ fix }) => {
    if (fix === undefined || fix.length === 0 || fix.some((edit) => edits.some((other) => touches(edit, other)))) {
      return false
    }
    edits.push(...fix)
    return true
  })
  return { text: applyEdits(text, edits), fixed }
}

function touches(a: Edit, b: Edit): boolean {
  return a.offset <= b.offset + b.length && b.offset <= a.offset + a.length
}
