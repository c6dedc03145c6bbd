/** Longest piece of an input that a message repeats, in UTF-16 code units. */
const LONGEST = 80

/**
 * A piece of an input between double quotes, safe for a message: control characters (and so terminal escapes), bidi
 * controls and lone surrogates are written as `\u{…}`, and long text is cut.
 */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return `"${escapeControls(cut).replaceAll('"', '\\"')}"`
}

/** Replace whatever could control a terminal or mislead a reader with visible escapes. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (c) => ESCAPES[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
