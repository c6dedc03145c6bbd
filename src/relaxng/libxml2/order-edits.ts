import type { OpenElement } from '../tags.js'
import { isBlank } from '../value-match.js'
import type { TextEdit } from '../violation.js'
import type { Arrangement } from './order-moves.js'

/** The edits that bring children into another order, each with the white space before it; they do not overlap. */
export function orderEdits(
  source: string,
  children: readonly OpenElement[],
  { order, moves }: Arrangement,
): readonly TextEdit[] {
  const inserted: TextEdit[] = []
  const removed: TextEdit[] = []
  let offset = 0
  for (const index of order) {
    const child = children[index]
    if (child === undefined) continue
    const end = endOf(child, source)
    if (!moves.has(index)) {
      offset = end
      continue
    }
    let start = child.start
    while (start > 0 && isBlank(source.charAt(start - 1))) start--
    inserted.push({ offset, length: 0, content: source.slice(start, end) })
    removed.push({ offset: start, length: end - start, content: '' })
  }
  return [...inserted, ...removed]
}

/** The offset just after an element that is closed. */
function endOf({ openEnd, closeStart }: OpenElement, source: string): number {
  return source.charAt(openEnd - 2) === '/' ? openEnd : source.indexOf('>', closeStart) + 1
}
