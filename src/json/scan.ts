/** Why a text is not JSON: the message, and the range concerned, in UTF-16 code units. */
export interface Fault {
  readonly fault: string
  readonly start: number
  readonly end: number
}

/** A token that was read: its value, and the offset just after it. */
export interface Token<Value> {
  readonly value: Value
  readonly end: number
}

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** The offset of the first character that is not white space. */
export function skipWhiteSpace(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at)
    if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return at
  }
}

/** Read a string whose opening quote is at an offset. */
export function readString(text: string, start: number): Token<string> | Fault {
  let hasEscapes = false
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = at + 1
      return hasEscapes ? unescaped(text, start, end) : { value: text.slice(start + 1, at), end }
    }
    if (code < SPACE) {
      const isLineEnd = code === LINE_FEED || code === CARRIAGE_RETURN
      return isLineEnd
        ? { fault: 'this string is not closed', start, end: at }
        : { fault: 'a string must not contain a control character', start: at, end: at + 1 }
    }
    if (code === BACKSLASH) {
      hasEscapes = true
      at++
    }
  }
  return { fault: 'this string is not closed', start, end: text.length }
}

/** The value of a string with escapes. */
function unescaped(text: string, start: number, end: number): Token<string> | Fault {
  const raw = text.slice(start, end)
  try {
    return { value: JSON.parse(raw), end }
  } catch {
    for (const match of raw.matchAll(/\\(?:u[0-9A-Fa-f]{0,4}|[^u])/gsu)) {
      const [sequence] = match
      if (/^\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})$/.test(sequence)) continue
      const fault = sequence.startsWith('\\u') ? '\\u takes four hexadecimal digits' : 'unknown escape sequence'
      return { fault, start: start + match.index, end: start + match.index + sequence.length }
    }
    // Unreachable while JSON.parse keeps to RFC 8259.
    return { fault: 'this is not a JSON string', start, end }
  }
}

/** What is written without quotes and brackets, up to where another token may begin. */
const WORD = /[^\s,:"{}[\]]*/y
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Read a number, `true`, `false` or `null`. */
export function readWord(text: string, start: number): Token<number | boolean | null> | Fault {
  WORD.lastIndex = start
  const [word = ''] = WORD.exec(text) ?? []
  const end = start + word.length
  const value = WORDS.get(word)
  if (value !== undefined) return { value, end }
  if (NUMBER.test(word)) return { value: Number(word), end }
  if (isComment(text, start)) return comment(start)
  if (word === '') return { fault: 'a value is expected here', start, end: start + (start < text.length ? 1 : 0) }
  const fault = /^[-+.]?[0-9]/.test(word) ? 'this is not a JSON number' : 'this is not a JSON value'
  return { fault, start, end }
}

/** What is wrong where a token was expected and something else is. */
export function expected(what: string, text: string, start: number): Fault {
  if (isComment(text, start)) return comment(start)
  return { fault: `${what} is expected here`, start, end: Math.min(start + 1, text.length) }
}

function isComment(text: string, at: number): boolean {
  return text.startsWith('//', at) || text.startsWith('/*', at)
}

function comment(start: number): Fault {
  return { fault: 'comments are not allowed', start, end: start + 2 }
}
