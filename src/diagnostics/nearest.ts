import { distance } from 'fastest-levenshtein'

/** Words are compared without letter case, and with `_`, `-` and space alike. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, '')
}

/** The candidates that differ from the text in at most a third of the letters, the nearest first. */
function near(text: string, candidates: readonly string[]): readonly { candidate: string; steps: number }[] {
  const folded = fold(text)
  if (folded.length === 0) return []
  return candidates
    .map((candidate) => ({ candidate, steps: distance(folded, fold(candidate)), length: fold(candidate).length }))
    .filter(({ steps, length }) => steps <= Math.max(1, Math.floor(Math.max(folded.length, length) / 3)))
    .sort((a, b) => a.steps - b.steps)
}

/** The candidates that begin with the text, if that has at least three letters. */
function begun(text: string, candidates: readonly string[]): readonly string[] {
  const folded = fold(text)
  return folded.length < 3 ? [] : candidates.filter((candidate) => fold(candidate).startsWith(folded))
}

/** Longest text that can be a misspelling, in UTF-16 code units. */
const LONGEST = 80

/**
 * The candidate that a misspelt text probably means, or undefined if none is near or several are equally near. At most a
 * third of the letters may differ; letter case, `_`, `-` and spaces do not count. Two letters may be swapped, and a unique
 * beginning of at least three letters is enough.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined
  const slip = misspelt(text, candidates)
  if (slip !== undefined) return slip
  // "restart" is the beginning of "restart-if-active" rather than a misspelt "start".
  const [only, ...more] = begun(text, candidates)
  if (only !== undefined && more.length === 0) return only
  const [best, second] = near(text, candidates)
  return best !== undefined && best.steps !== second?.steps ? best.candidate : undefined
}

/**
 * The candidate that a text must be a misspelling of, or undefined. They differ in nothing but letter case, `_`, `-` and
 * spaces, or in one letter that is missing, doubled or swapped with its neighbour. Unlike `nearest`, this leaves no doubt: a
 * foreign letter is never accepted, because "no-start" is not "start", and "safe" may be anything.
 */
export function misspelt(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined
  const slips = candidates.filter((candidate) => isSlip(fold(text), fold(candidate)))
  const [only] = slips
  if (only === undefined || slips.length > 1) return undefined
  return begun(text, candidates).every((candidate) => candidate === only) ? only : undefined
}

/** Whether a word is another one, or differs from it by one slip of the fingers. */
function isSlip(word: string, meant: string): boolean {
  if (word === meant) return true
  const without = (whole: string, at: number): string => whole.slice(0, at) + whole.slice(at + 1)
  return Array.from({ length: meant.length }, (_, i) => i).some((i) => {
    const [letter = '', next = ''] = [meant.charAt(i), meant.charAt(i + 1)]
    const missing = without(meant, i)
    const doubled = meant.slice(0, i) + letter + meant.slice(i)
    const swapped = meant.slice(0, i) + next + letter + meant.slice(i + 2)
    return word === missing || word === doubled || (next !== '' && word === swapped)
  })
}
