/** Longest piece of an input that a message repeats, in UTF-16 code units. */
const LONGEST = 80

/**
 * A piece of an input between double quotes, safe for a message: control characters (and so terminal escapes),
 * invisible and reordering ones and lone surrogates are written as `\u{…}`, and long text is cut.
 */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return `"${escapeControls(cut).replaceAll('"', '\\"')}"`
}

/**
 * Replace whatever could control a terminal or mislead a reader with visible escapes: control characters, and all that is
 * invisible or reorders what is around it (Unicode's Bidi_Control and Default_Ignorable_Code_Point, and the marks of
 * interlinear annotations).
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu,
    (c) => ESCAPES[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
