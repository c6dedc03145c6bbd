import { distance } from 'fastest-levenshtein'

/** Words are compared without letter case, and with `_`, `-` and space alike. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, '')
}

/** The candidates of which at most a third of the letters would have to change, the nearest first. */
function near(text: string, candidates: readonly string[]): readonly { candidate: string; steps: number }[] {
  const folded = fold(text)
  if (folded.length === 0) return []
  return candidates
    .map((candidate) => ({ candidate, steps: distance(folded, fold(candidate)), length: fold(candidate).length }))
    .filter(({ steps, length }) => steps <= Math.max(1, Math.floor(Math.max(folded.length, length) / 3)))
    .sort((a, b) => a.steps - b.steps)
}

/** The candidates that a text of at least three letters is the beginning of. */
function begun(text: string, candidates: readonly string[]): readonly string[] {
  const folded = fold(text)
  return folded.length < 3 ? [] : candidates.filter((candidate) => fold(candidate).startsWith(folded))
}

/** Longer texts are no misspellings. */
const LONGEST = 80

/**
 * The candidate a misspelt text probably means, or undefined where none is near: at most a third of the longer text may
 * have to change, letter case and `_`, `-` and space alike. A unique beginning of at least three letters counts too.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined
  const [best, second] = near(text, candidates)
  if (best !== undefined && best.steps !== second?.steps) return best.candidate
  const [only, ...more] = begun(text, candidates)
  return more.length === 0 ? only : undefined
}

/**
 * The candidate that a text must be a misspelling of: the only one that is near, while the text is not the beginning of
 * another. Unlike `nearest` it leaves no doubt: "restart" may be "start" as well as "restart-if-active".
 */
export function misspelt(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined
  const [only, ...more] = near(text, candidates)
  if (only === undefined || more.length > 0) return undefined
  return begun(text, candidates).every((candidate) => candidate === only.candidate) ? only.candidate : undefined
}
