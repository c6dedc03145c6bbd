/**
 * The minus signs that a browser puts before the elements that can be folded. They become part of the text if someone copies
 * the document from the browser's window.
 */
const MARKS = /^[ \t\u00a0]*-[ \t\u00a0]*(?=<)/gm

/** A text whose first element has such a mark. White space is matched in one place only: a text may begin with a lot of it. */
const MARKED = /^[\ufeff \t\r\n\u00a0]*(?:<\?xml[^<>]*\?>[ \t\r\n\u00a0]*)?-[ \t\u00a0]*</

/** Whether a text is a document copied from a browser's window: its first element has a fold mark. */
export function hasFoldMarks(text: string): boolean {
  return MARKED.test(text)
}

/** The same text with spaces for the marks, so that offsets stay the same; undefined if it has none. */
export function withoutFoldMarks(text: string): string | undefined {
  return hasFoldMarks(text) ? text.replace(MARKS, (mark) => ' '.repeat(mark.length)) : undefined
}
