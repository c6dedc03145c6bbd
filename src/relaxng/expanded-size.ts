import type { ElementGrammar, Grammar } from './grammar.js'
import { SchemaError } from './schema-document.js'

/** Most work to check a schema whose refs are expanded; libvirt's takes 40,000. Each definition may refer twice to the next. */
const MOST_WORK = 5_000_000

/** Longest sequence of patterns in an element: derivatives descend it. */
const LONGEST_SEQUENCE = 1000

/** How many patterns one consists of, how many steps it takes to check them, and how many of them follow one another. */
interface Size {
  readonly count: number
  readonly work: number
  readonly length: number
}

/**
 * Refuse a schema that is small as it is written and huge once its refs are expanded. What is shared is counted each time, and
 * looked at once.
 *
 * @throws SchemaError at the first pattern that is too large
 */
export function checkSize(start: Grammar, elements: readonly ElementGrammar[]): void {
  const known = new Map<Grammar, Size>()
  let total = 0
  for (const grammar of [start, ...elements.map(({ content }) => content)]) {
    const { work, length } = sizeOf(grammar, known)
    total += work
    const why =
      total > MOST_WORK
        ? 'the schema is too large when its references are replaced by what they refer to'
        : length > LONGEST_SEQUENCE
          ? `more than ${LONGEST_SEQUENCE} patterns follow one another`
          : undefined
    if (why !== undefined) throw new SchemaError(why, positionOf(grammar))
  }
}

function sizeOf(grammar: Grammar, known: Map<Grammar, Size>): Size {
  const found = known.get(grammar)
  if (found !== undefined) return found
  const parts = partsOf(grammar).map((part) => sizeOf(part, known))
  const lengths = parts.map(({ length }) => length)
  const length =
    grammar.kind === 'group' ? lengths.reduce((a, b) => a + b, 0) : 1 + lengths.reduce((a, b) => Math.max(a, b), 0)
  const count = parts.reduce((sum, part) => sum + part.count, 1)
  // All members of a group or an interleave are compared with one another.
  const own = grammar.kind === 'group' || grammar.kind === 'interleave' ? count : 1
  const made = { count, work: parts.reduce((sum, part) => sum + part.work, own), length }
  known.set(grammar, made)
  return made
}

/** The patterns that one is made of; not what an element holds. */
function partsOf(grammar: Grammar): readonly Grammar[] {
  if ('members' in grammar) return grammar.members
  if (grammar.kind === 'element') return []
  if (grammar.kind === 'data') return grammar.except === undefined ? [] : [grammar.except]
  return 'content' in grammar ? [grammar.content] : []
}

function positionOf(grammar: Grammar): SchemaError['position'] {
  if ('position' in grammar) return grammar.position
  return partsOf(grammar).map(positionOf)[0] ?? { uri: '', line: 1, column: 1 }
}
