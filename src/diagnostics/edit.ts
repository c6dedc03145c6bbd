/** A change of a text, as data: replace `length` code units at `offset` by `content`. */
export interface Edit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

/**
 * Apply edits that do not overlap, all in offsets of the given text. Of two edits at one offset the one that stands
 * first in the list stands first in the text.
 *
 * @throws RangeError for edits that overlap or lie outside the text: a bug of the caller
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.offset - b.offset || a.index - b.index)
  const pieces: string[] = []
  let done = 0
  for (const { offset, length, content } of sorted) {
    if (offset < done || length < 0 || offset + length > text.length) {
      throw new RangeError(`edit at ${offset} overlaps another or lies outside the text`)
    }
    pieces.push(text.slice(done, offset), content)
    done = offset + length
  }
  pieces.push(text.slice(done))
  return pieces.join('')
}
