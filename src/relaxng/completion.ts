import { type Completion, CompletionPlace, type Completions } from './completion-place.js'
import { MarkupFollower } from './follow-markup.js'
import type { Validator } from './validator.js'
import { markupIn, type WrittenMarkup } from './written-markup.js'

/**
 * What a schema allows at an offset of a document: elements, attributes, values, the end tag. The document need not be
 * well-formed. What comes before the offset counts, the other attributes of the tag, and the elements that follow in the same
 * parent: an element that may be there once is not offered if it follows.
 *
 * @param offset in UTF-16 code units
 */
export function completionsAt(validator: Validator, text: string, offset: number): Completions {
  const { automaton } = validator
  const follower = new MarkupFollower(automaton, text)
  for (const markup of markupIn(text)) {
    if (!isAt(markup, offset)) {
      follower.follow(markup)
      continue
    }
    const place = new CompletionPlace(automaton, follower, text, offset)
    if (markup.kind === 'text') return onLine(text, offset, place.inText(markup))
    return 'attributes' in markup
      ? onLine(text, offset, place.inTag(markup))
      : { start: offset, end: offset, items: [] }
  }
  return { start: offset, end: offset, items: [] }
}

/** Whether an offset is in a piece of markup. What is between two tags is a text, which may be empty. */
function isAt(markup: WrittenMarkup, offset: number): boolean {
  if (offset < markup.end) return markup.kind === 'text' ? offset >= markup.start : offset > markup.start
  return offset === markup.end && (markup.kind === 'text' || ('isTerminated' in markup && !markup.isTerminated))
}

/** The same, sorted, with a range on the line of the offset: editors replace no more. */
function onLine(text: string, offset: number, { start, end, items }: Completions): Completions {
  const before = text.slice(start, offset)
  const lineStart = start + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  const lineEnd = offset + (/[\r\n]/.exec(text.slice(offset, end))?.index ?? end - offset)
  const rank = ({ kind, isRequired }: Completion) => (isRequired ? 0 : kind === 'endTag' ? 1 : 2)
  // Values and names are ASCII in all schemas known; the order must not depend on the language of the system.
  const order = (a: Completion, b: Completion) => rank(a) - rank(b) || (a.label < b.label ? -1 : 1)
  return { start: lineStart, end: lineEnd, items: items.toSorted(order) }
}
