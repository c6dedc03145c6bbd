/*
 * Most patterns of schemas are plain: characters, classes of them, groups, repetitions. A JavaScript regular expression
 * matches these in a fraction of the time that a matcher takes which follows all ways at once, but it tries one way after the
 * other, and some expressions have it try very many. So the ways are counted: at each branch and each repetition, the next
 * character usually leaves one. Only where very few are left is the expression of JavaScript used.
 */

/** Most ways that a match may try, from one place in a text. */
const MOST_WAYS = 10_000

/** Most repetitions, nested ones multiplied. */
const MOST_REPETITIONS = 300

/** Longest expression. */
const MOST_CHARACTERS = 1000

/** Deepest nesting of groups. */
const MOST_LEVELS = 50

/** Code points, as ranges in no order. */
type CharacterSet = readonly (readonly [first: number, last: number])[]

/** A part of an expression. */
type Part =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repetition'; readonly part: Part; readonly least: number; readonly most: number }

const LAST = 0x10ffff

/** What a character matches that is not itself; all others of these have a meaning in an expression. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const SPECIAL = '\\|.?*+(){}-[]^'
const QUANTIFIERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '?': [0, 1],
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
}

/**
 * The JavaScript expression that matches the same whole texts as a regular expression of XML Schema (appendix F), in time
 * that grows with their length.
 *
 * @returns undefined for an expression that is not plain, may take long, or is wrong
 */
export function plainPattern(source: string): RegExp | undefined {
  if (source.length > MOST_CHARACTERS) return undefined
  try {
    const whole = new Reader(source).whole()
    return repetitions(whole) > MOST_REPETITIONS || ways(whole, []) > MOST_WAYS
      ? undefined
      : new RegExp(`^${sourceOf(whole)}$`, 'u')
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

/** Ends the reading of an expression; never leaves this file. */
class NotPlain extends Error {}

class Reader {
  private readonly characters: readonly string[]
  private at = 0
  private level = 0

  constructor(source: string) {
    this.characters = [...source]
  }

  whole(): Part {
    const part = this.choice()
    return this.at < this.characters.length ? notPlain() : part
  }

  /** Branches, up to the bracket that closes them or the end. */
  private choice(): Part {
    if (this.level++ > MOST_LEVELS) notPlain()
    const parts = [this.sequence()]
    while (this.take('|')) parts.push(this.sequence())
    this.level--
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts }
  }

  private sequence(): Part {
    const parts: Part[] = []
    while (this.at < this.characters.length && !'|)'.includes(this.characters[this.at] ?? '')) {
      parts.push(this.piece())
    }
    return { kind: 'sequence', parts }
  }

  private piece(): Part {
    const part = this.atom()
    const [least, most] = this.quantifier() ?? [1, 1]
    if (least === 1 && most === 1) return part
    // What is repeated must take something each time.
    return isNullable(part) ? notPlain() : { kind: 'repetition', part, least, most }
  }

  private atom(): Part {
    const character = this.next()
    switch (character) {
      case '(': {
        const inside = this.choice()
        return this.take(')') ? inside : notPlain()
      }
      case '[':
        return { kind: 'character', set: this.characterClass() }
      case '.':
        return { kind: 'character', set: allBut([pointOf('\n'), pointOf('\r')].map((point) => [point, point])) }
      case '\\':
        return { kind: 'character', set: single(this.escape()) }
      default:
        return SPECIAL.replace(/[-^]/g, '').includes(character)
          ? notPlain()
          : { kind: 'character', set: single(character) }
    }
  }

  private quantifier(): readonly [number, number] | undefined {
    const known = QUANTIFIERS[this.characters[this.at] ?? '']
    if (known !== undefined) this.at++
    if (known !== undefined || !this.take('{')) return known
    const end = this.characters.indexOf('}', this.at)
    const [, least, comma, most = ''] =
      /^(\d{1,4})(?:(,)(\d{0,4}))?$/.exec(this.characters.slice(this.at, end).join('')) ?? []
    if (end < 0 || least === undefined) return notPlain()
    this.at = end + 1
    const from = Number(least)
    const to = comma === undefined ? from : most === '' ? Number.POSITIVE_INFINITY : Number(most)
    return to < from || to === 0 ? notPlain() : [from, to]
  }

  private characterClass(): CharacterSet {
    const isNegated = this.take('^')
    const set: (readonly [number, number])[] = []
    while (!this.take(']')) {
      const first = this.classCharacter(set.length === 0)
      if (this.characters[this.at] === '-' && this.characters[this.at + 1] !== ']') {
        this.at++
        const last = this.classCharacter(false)
        if (first === '-' || last === '-' || pointOf(last) < pointOf(first)) notPlain()
        set.push([pointOf(first), pointOf(last)])
      } else set.push([pointOf(first), pointOf(first)])
    }
    if (set.length === 0) notPlain()
    return isNegated ? allBut(set) : set
  }

  /** A character in a class; a hyphen that is not escaped may only be the first or the last. */
  private classCharacter(isFirst: boolean): string {
    const character = this.next()
    if (character === '\\') return this.escape()
    if (character === '-') return isFirst || this.characters[this.at] === ']' ? character : notPlain()
    return '[]^'.includes(character) ? notPlain() : character
  }

  private escape(): string {
    const character = this.next()
    return ESCAPES[character] ?? (SPECIAL.includes(character) ? character : notPlain())
  }

  private take(character: string): boolean {
    if (this.characters[this.at] !== character) return false
    this.at++
    return true
  }

  private next(): string {
    return this.characters[this.at++] ?? notPlain()
  }
}

function notPlain(): never {
  throw new NotPlain()
}

const pointOf = (character: string): number => character.codePointAt(0) ?? 0

const single = (character: string): CharacterSet => [[pointOf(character), pointOf(character)]]

function allBut(set: CharacterSet): CharacterSet {
  const gaps: (readonly [number, number])[] = []
  let next = 0
  for (const [first, last] of set.toSorted(([a], [b]) => a - b)) {
    if (first > next) gaps.push([next, first - 1])
    next = Math.max(next, last + 1)
  }
  if (next <= LAST) gaps.push([next, LAST])
  return gaps
}

function isNullable(part: Part): boolean {
  switch (part.kind) {
    case 'character':
      return false
    case 'sequence':
      return part.parts.every(isNullable)
    case 'choice':
      return part.parts.some(isNullable)
    case 'repetition':
      return part.least === 0
  }
}

/** The most that repetitions in each other come to; those without an end are written once. */
function repetitions(part: Part): number {
  switch (part.kind) {
    case 'character':
      return 1
    case 'repetition':
      return Math.max(part.least, Number.isFinite(part.most) ? part.most : 1) * repetitions(part.part)
    default:
      return part.parts.reduce((most, each) => Math.max(most, repetitions(each)), 1)
  }
}

/** The characters with which what a part matches can begin. */
function firstOf(part: Part): CharacterSet {
  switch (part.kind) {
    case 'character':
      return part.set
    case 'sequence':
      return firstOfAll(part.parts, [])
    case 'choice':
      return part.parts.flatMap(firstOf)
    case 'repetition':
      return firstOf(part.part)
  }
}

function firstOfAll(parts: readonly Part[], follow: CharacterSet): CharacterSet {
  const end = parts.findIndex((part) => !isNullable(part))
  if (end < 0) return [...parts.flatMap(firstOf), ...follow]
  return parts.slice(0, end + 1).flatMap(firstOf)
}

/**
 * In how many ways a match can go on in a part, from one place in a text; one where each character decides.
 *
 * @param follow the characters that can come after it
 */
function ways(part: Part, follow: CharacterSet): number {
  switch (part.kind) {
    case 'character':
      return 1
    case 'sequence':
      return part.parts.reduce((all, each, i) => all * ways(each, firstOfAll(part.parts.slice(i + 1), follow)), 1)
    case 'choice': {
      const each = part.parts.map((branch) => ways(branch, follow))
      const firsts = part.parts.map((branch) => [...firstOf(branch), ...(isNullable(branch) ? follow : [])])
      const isDecided = firsts.every((set, i) => firsts.slice(i + 1).every((other) => areDisjoint(set, other)))
      return each.reduce((all, one) => (isDecided ? Math.max(all, one) : all + one), 0)
    }
    case 'repetition': {
      const { part: repeated, least, most } = part
      const first = firstOf(repeated)
      const inside = ways(repeated, [...first, ...follow])
      const isDecided = least === most || areDisjoint(first, follow)
      if (inside === 1 && isDecided) return 1
      return Number.isFinite(most) ? (isDecided ? 1 : most - least + 1) * inside ** most : Number.POSITIVE_INFINITY
    }
  }
}

function areDisjoint(some: CharacterSet, others: CharacterSet): boolean {
  return some.every(([first, last]) => others.every((other) => last < other[0] || other[1] < first))
}

function sourceOf(part: Part): string {
  switch (part.kind) {
    case 'character':
      return `[${part.set.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('')}]`
    case 'sequence':
      return part.parts.map(sourceOf).join('')
    case 'choice':
      return `(?:${part.parts.map(sourceOf).join('|')})`
    case 'repetition':
      return `(?:${sourceOf(part.part)}){${part.least},${Number.isFinite(part.most) ? part.most : ''}}`
  }
}

const escaped = (point: number): string => `\\u{${point.toString(16)}}`
