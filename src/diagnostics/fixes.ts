import type { Diagnostic } from './diagnostic.js'
import { applyEdits, type Edit } from './edit.js'
import { SourceText } from './source-text.js'

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
  /** Sorted by their offsets. As they do not overlap, they are so by their ends, too. */
  const edits: Edit[] = []
  const fixed = diagnostics.filter(({ fix }) => {
    if (fix === undefined || fix.length === 0 || fix.some((edit) => touchesOne(edit, edits))) return false
    for (const edit of fix) edits.splice(startingUpTo(edits, edit.offset), 0, edit)
    return true
  })
  return { text: applyEdits(text, edits), fixed }
}

/** One fix can make another possible: a lifecycle is moved once its values are valid. More rounds would be a bug. */
const MOST_ROUNDS = 10

/**
 * Apply the fixes of what is found in a document until there are none left.
 *
 * @param found what was found in it
 * @param check finds what is wrong with its new text
 */
export function applyAllFixes(
  { file, text: original, firstLine, encoding }: SourceText,
  found: readonly Diagnostic[],
  check: (document: SourceText) => readonly Diagnostic[],
): FixedText {
  const fixed: Diagnostic[] = []
  let [text, left] = [original, found]
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = applyFixes(text, left)
    if (next.fixed.length === 0 || next.text === text) break
    for (const diagnostic of next.fixed) fixed.push(diagnostic)
    text = next.text
    left = check(new SourceText(file, text, firstLine, encoding))
  }
  return { text, fixed }
}

function touchesOne({ offset, length }: Edit, edits: readonly Edit[]): boolean {
  const last = edits[startingUpTo(edits, offset + length) - 1]
  return last !== undefined && last.offset + last.length >= offset
}

/** How many of these edits start at an offset or before it. */
function startingUpTo(edits: readonly Edit[], offset: number): number {
  let [low, high] = [0, edits.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edits[middle]?.offset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
