/** A change of a text, as data: replace `length` UTF-16 code units at `offset` with `content`. */
export interface Edit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

/**
 * Apply edits that do not overlap. All offsets are those of the given text. Of two edits at one offset, the first in the
 * list comes first in the text; an edit that removes something must be the last at its offset.
 *
 * @throws RangeError if edits overlap or are outside the text, which is a bug in the caller
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.offset - b.offset || a.index - b.index)
  const pieces: string[] = []
  let done = 0
  for (const { offset, length, content } of sorted) {
    if (offset < done || length < 0 || offset + length > text.length) {
      throw new RangeError(`edit at ${offset} overlaps another or is outside the text`)
    }
    pieces.push(text.slice(done, offset), content)
    done = offset + length
  }
  pieces.push(text.slice(done))
  return pieces.join('')
}
