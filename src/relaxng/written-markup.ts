/** An attribute as far as it is written. Offsets are in UTF-16 code units. */
export interface WrittenAttribute {
  /** Prefix included. */
  readonly name: string
  readonly start: number
  readonly nameEnd: number
  /** Range of the value, without the quotes; empty and just after `=`, or after the name, where there is none. */
  readonly valueStart: number
  readonly valueEnd: number
  /** References as they are written. */
  readonly value: string
  /** Whether `=` follows the name. */
  readonly hasValue: boolean
  /** The quote before the value; empty if there is none. */
  readonly quote: '"' | "'" | ''
  /** Whether the quote after it is there. */
  readonly isTerminated: boolean
}

/** A tag as far as it is written. */
export interface WrittenTag {
  readonly kind: 'start' | 'end'
  readonly start: number
  /** Just after `>`, or where something else begins. */
  readonly end: number
  /** Prefix included; empty where none is written yet. */
  readonly name: string
  readonly nameStart: number
  readonly nameEnd: number
  readonly attributes: readonly WrittenAttribute[]
  /** Whether it ends with `>`. */
  readonly isTerminated: boolean
  /** Whether it ends with `/>`. */
  readonly isEmpty: boolean
}

/** Text between tags, or a comment, CDATA section, processing instruction or declaration. */
export interface WrittenText {
  readonly kind: 'text' | 'cdata' | 'other'
  readonly start: number
  readonly end: number
}

/** A piece of a document that need not be well-formed. */
export type WrittenMarkup = WrittenTag | WrittenText

/** What is neither a tag nor text: how it begins and ends. */
const SECTIONS = [
  { kind: 'other', open: '<!--', close: '-->' },
  { kind: 'cdata', open: '<![CDATA[', close: ']]>' },
  { kind: 'other', open: '<?', close: '?>' },
  { kind: 'other', open: '<!', close: '>' },
] as const

const NAME = /[^\s<>/="']*/y
const BLANKS = /\s*/y
const UNQUOTED = /[^\s<>"']*/y

/**
 * Read a document that somebody is writing: every piece of it in order, whatever is missing or wrong. Before each tag comes a
 * text, which may be empty, and one is last.
 *
 * @param from the offset to begin at, outside of markup
 */
export function* markupIn(text: string, from = 0): Generator<WrittenMarkup, void> {
  let at = from
  for (;;) {
    const open = text.indexOf('<', at)
    const end = open === -1 ? text.length : open
    yield { kind: 'text', start: at, end }
    if (open === -1) return
    const section = SECTIONS.find((row) => text.startsWith(row.open, open))
    const markup = section === undefined ? tagAt(text, open) : sectionAt(text, open, section)
    yield markup
    at = markup.end
  }
}

function sectionAt(text: string, start: number, { kind, open, close }: (typeof SECTIONS)[number]): WrittenText {
  const found = text.indexOf(close, start + open.length)
  return { kind, start, end: found === -1 ? text.length : found + close.length }
}

function tagAt(text: string, start: number): WrittenTag {
  const kind = text.charAt(start + 1) === '/' ? 'end' : 'start'
  const nameStart = start + (kind === 'end' ? 2 : 1)
  const nameEnd = skip(text, nameStart, NAME)
  const attributes: WrittenAttribute[] = []
  const tag = { kind, start, name: text.slice(nameStart, nameEnd), nameStart, nameEnd, attributes } as const
  for (let at = nameEnd; ; ) {
    at = skip(text, at, BLANKS)
    const character = text.charAt(at)
    if (character === '>') return { ...tag, end: at + 1, isTerminated: true, isEmpty: false }
    if (character === '/' && text.charAt(at + 1) === '>')
      return { ...tag, end: at + 2, isTerminated: true, isEmpty: true }
    if (character === '' || character === '<') return { ...tag, end: at, isTerminated: false, isEmpty: false }
    const attribute = attributeAt(text, at)
    // A stray quote, "=" or "/" is passed over.
    if (attribute.nameEnd === at) at++
    else {
      attributes.push(attribute)
      at = attribute.valueEnd + (attribute.isTerminated ? attribute.quote.length : 0)
    }
  }
}

function attributeAt(text: string, start: number): WrittenAttribute {
  const nameEnd = skip(text, start, NAME)
  const name = { name: text.slice(start, nameEnd), start, nameEnd }
  const equals = skip(text, nameEnd, BLANKS)
  if (text.charAt(equals) !== '=') {
    return { ...name, ...valueIn(text, nameEnd, nameEnd), hasValue: false, quote: '', isTerminated: true }
  }
  const at = skip(text, equals + 1, BLANKS)
  const quote = text.charAt(at)
  if (quote === '"' || quote === "'") {
    const end = closingQuote(text, at + 1, quote)
    const valueEnd = end ?? at + 1 + lengthOfOpenValue(text, at + 1)
    return { ...name, ...valueIn(text, at + 1, valueEnd), hasValue: true, quote, isTerminated: end !== undefined }
  }
  // The next line is seldom a value without quotes.
  const valueStart = /[\r\n]/.test(text.slice(equals, at)) ? equals + 1 : at
  const valueEnd = valueStart === at ? skip(text, at, UNQUOTED) : valueStart
  return { ...name, ...valueIn(text, valueStart, valueEnd), hasValue: true, quote: '', isTerminated: true }
}

function valueIn(text: string, valueStart: number, valueEnd: number) {
  return { valueStart, valueEnd, value: text.slice(valueStart, valueEnd) }
}

/** Where the quote after a value is; undefined where it is missing, so that the next one found is another attribute's. */
function closingQuote(text: string, start: number, quote: string): number | undefined {
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '<') return undefined
    if (character === quote) return /\s[^\s='"]+=$/.test(text.slice(Math.max(start, at - 80), at)) ? undefined : at
  }
  return undefined
}

/** How much of a text is a value that no quote ends. */
function lengthOfOpenValue(text: string, start: number): number {
  return skip(text, start, UNQUOTED) - start
}

/** The offset after what a sticky expression matches. */
function skip(text: string, at: number, expression: RegExp): number {
  expression.lastIndex = at
  expression.test(text)
  // Each matches the empty text, too.
  return expression.lastIndex
}
