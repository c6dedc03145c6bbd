import { distance } from 'fastest-levenshtein'

/**
 * The candidate a misspelt text probably means, or undefined where none is near: at most a third of the longer text may
 * have to change, letter case and `_`, `-` and space alike. A unique beginning of at least three letters counts too.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > 80) return undefined
  const fold = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]+/g, '')
  const folded = fold(text)
  if (folded.length === 0) return undefined
  const ranked = candidates
    .map((candidate) => ({ candidate, steps: distance(folded, fold(candidate)) }))
    .sort((a, b) => a.steps - b.steps)
  const [best, second] = ranked
  if (best === undefined) return undefined
  const allowed = Math.max(1, Math.floor(Math.max(folded.length, fold(best.candidate).length) / 3))
  if (best.steps <= allowed && best.steps !== second?.steps) return best.candidate
  const begun = candidates.filter((candidate) => fold(candidate).startsWith(folded))
  return folded.length >= 3 && begun.length === 1 ? begun[0] : undefined
}
