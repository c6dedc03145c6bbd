import { distance } from 'fastest-levenshtein'

/** Most alternatives that a message names. */
const MOST_NAMED = 15

/** Longest word that can be a misspelling. */
const LONGEST = 60

/** Other words for one, as users of a schema know them: a word, and what it may be called in the schema. */
export type Synonyms = ReadonlyMap<string, readonly string[]>

/** Words that say yes, and words that say no: which of them a value is written with differs from one attribute to another. */
const YES_AND_NO: readonly (readonly string[])[] = [
  ['yes', 'on', 'true', '1', 'enabled', 'enable'],
  ['no', 'off', 'false', '0', 'disabled', 'disable', 'none'],
]

/**
 * The ones of these words that a wrong one was probably meant to be: none if nothing is near, several where that leaves the
 * choice. Another way to write the word comes first, then another word for the same, then a part of a longer word, then a
 * slip of the fingers.
 */
export function meantBy(wrong: string, right: readonly string[], synonyms?: Synonyms): readonly string[] {
  const word = wrong.trim().toLowerCase()
  if (word === '' || word.length > LONGEST) return []
  const same = right.filter((text) => folded(text) === folded(word))
  if (same.length > 0) return same
  const others = [...(synonyms?.get(word) ?? []), ...(YES_AND_NO.find((words) => words.includes(word)) ?? [])]
  const synonymous = right.filter((text) => others.includes(text))
  if (synonymous.length === 1) return synonymous
  const parts = right.filter((text) => isPart(word, text.toLowerCase()) || isPart(text.toLowerCase(), word))
  if (parts.length > 0 && parts.length < 4) return parts
  const near = right
    .map((text) => ({ text, steps: steps(folded(word), folded(text)) }))
    .sort((a, b) => a.steps - b.steps)
    .filter(({ steps }, _, all) => steps < TOO_MANY && steps === all[0]?.steps)
  return near.length > 2 ? [] : near.map(({ text }) => text)
}

/** Whether a word says no. */
export function isNo(word: string): boolean {
  return YES_AND_NO[1]?.includes(word.trim().toLowerCase()) === true
}

/** The one of these words that another begins with, or that begins with it: enough where only one of them is missing. */
export function begunBy(wrong: string, right: readonly string[]): string | undefined {
  const word = folded(wrong)
  const begun = right.filter((text) => word.startsWith(folded(text)) || (word !== '' && folded(text).startsWith(word)))
  return begun.length === 1 ? begun[0] : undefined
}

/** Whether a word is another one but for one slip of the fingers. */
export function isSlip(wrong: string, right: string): boolean {
  return steps(folded(wrong), folded(right)) < 2
}

function folded(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '')
}

const TOO_MANY = Number.POSITIVE_INFINITY

/**
 * How many slips of the fingers make one word of another. In a short word a letter can be missing or be one too many, but
 * none can be another: "img" is not "dmg", nor "5" a "2".
 */
function steps(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  const found = distance(a, b)
  const isSwapped = a.length === b.length && found === 2 && [...a].sort().join() === [...b].sort().join()
  if (isSwapped) return 1
  if (shorter < 4) return shorter > 1 && found === 1 && a.length !== b.length && !/\d/.test(a) ? 1 : TOO_MANY
  return found <= (shorter < 6 ? 1 : Math.floor(shorter / 3)) ? found : TOO_MANY
}

/** Whether a word is one of the parts of a longer one, or several parts that follow one another. */
function isPart(part: string, whole: string): boolean {
  return part.length > 1 && part !== whole && `-${whole.replaceAll(/[_. ]/g, '-')}-`.includes(`-${part}-`)
}

/** Alternatives in words, those nearest to what was found first if there are many and there is such a thing, and how many more there are. */
export function oneOf(alternatives: readonly string[], found: string): string {
  const word = found.slice(0, LONGEST)
  const isMany = alternatives.length > MOST_NAMED + 2
  const sorted =
    isMany && word !== '' ? [...alternatives].sort((a, b) => distance(word, a) - distance(word, b)) : alternatives
  const shown = isMany ? sorted.slice(0, MOST_NAMED) : sorted
  const more = alternatives.length - shown.length
  return shown.join(', ') + (more === 0 ? '' : ` and ${more} more`)
}
