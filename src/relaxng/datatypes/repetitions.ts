/** Most pieces of a regular expression whose repetitions are written out. */
const MOST_PIECES = 20_000

/** Deepest nesting of groups, those of written out repetitions included. */
const MOST_LEVELS = 400

const TOO_LARGE = 'which is too large or nested too deep: it would take too long to match'

/** A part of a regular expression, and how many pieces and levels it has once repetitions are written out. */
interface Part {
  readonly text: string
  readonly pieces: number
  readonly levels: number
}

/**
 * A regular expression of XML Schema (appendix F) with its bounded repetitions written out: `a{1,3}` as `a{1}(a(a)?)?`. A matcher that
 * follows all ways at once is as fast with the latter as with any other expression of that length, and with the former takes
 * the square of the bound for every character.
 *
 * @returns the same text for what is not a regular expression
 * @throws RangeError if it has too many pieces or levels
 */
export function withRepetitionsWrittenOut(source: string): string {
  return new Expression(source).whole().text
}

/** A character, an escape, a quantifier or a bracket. */
const TOKEN = /\\[pP]\{[^}]*\}|\\.|\{\d+(?:,\d*)?\}|./gsu

const BOUNDS = /^\{(\d+)(?:(,)(\d*))?\}$/

class Expression {
  private readonly tokens: readonly string[]
  private at = 0
  private pieces = 0

  constructor(source: string) {
    this.tokens = source.match(TOKEN) ?? []
  }

  whole(): Part {
    const parts: Part[] = []
    while (this.at < this.tokens.length) {
      parts.push(this.branches(0))
      // A bracket that closes nothing: whoever compiles it says so.
      if (this.at < this.tokens.length) parts.push({ text: this.next(), pieces: 1, levels: 0 })
    }
    return joined(parts)
  }

  /** All up to the bracket that closes the group, or to the end. */
  private branches(level: number): Part {
    if (level > MOST_LEVELS) throw new RangeError(TOO_LARGE)
    const parts: Part[] = []
    while (this.at < this.tokens.length && this.tokens[this.at] !== ')') {
      const part = this.quantified(this.atom(level))
      // What is in this part is counted in it.
      this.pieces += part.pieces
      if (this.pieces > MOST_PIECES || part.levels > MOST_LEVELS) throw new RangeError(TOO_LARGE)
      parts.push(part)
    }
    const all = joined(parts)
    this.pieces -= all.pieces
    return all
  }

  private atom(level: number): Part {
    const token = this.next()
    if (token === '[') return { text: this.characterClass(), pieces: 1, levels: 0 }
    if (token !== '(') return { text: token, pieces: 1, levels: 0 }
    const inside = this.branches(level + 1)
    const close = this.at < this.tokens.length ? this.next() : ''
    return { text: `(${inside.text}${close}`, pieces: inside.pieces + 1, levels: inside.levels + 1 }
  }

  /** A class, which can hold others: `[a-z-[aeiou]]`. */
  private characterClass(): string {
    const start = this.at - 1
    for (let open = 1; open > 0 && this.at < this.tokens.length; ) {
      const token = this.next()
      if (token === '[') open++
      else if (token === ']') open--
    }
    return this.tokens.slice(start, this.at).join('')
  }

  private quantified(part: Part): Part {
    const token = this.tokens[this.at] ?? ''
    const [, least, comma, most] = BOUNDS.exec(token) ?? []
    if (least === undefined) return part
    this.at++
    const from = Number(least)
    const to = comma === undefined || most === '' ? from : Number(most)
    const { text, pieces, levels } = part
    const optional = to - from
    const made = { pieces: pieces * Math.max(to, 1), levels: levels + Math.max(optional, 0) }
    if (made.pieces + this.pieces > MOST_PIECES || made.levels > MOST_LEVELS) {
      throw new RangeError(TOO_LARGE)
    }
    if (optional < 2) return { ...made, text: `${text}${token}` }
    const begin = from === 0 ? '' : `${text}{${from}}`
    return { ...made, text: `${begin}${`(${text}`.repeat(optional)}${')?'.repeat(optional)}` }
  }

  private next(): string {
    return this.tokens[this.at++] ?? ''
  }
}

function joined(parts: readonly Part[]): Part {
  return {
    text: parts.map(({ text }) => text).join(''),
    pieces: parts.reduce((sum, { pieces }) => sum + pieces, 0),
    levels: parts.reduce((most, { levels }) => Math.max(most, levels), 0),
  }
}
