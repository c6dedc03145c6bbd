import { clip } from './clip.js'
import { codeRow } from './codes.js'
import type { Diagnostic, Excerpt, Finding, PositionedEdit } from './diagnostic.js'
import type { Edit } from './edit.js'

/** Longest source line shown whole; of a longer one, only this much around the fault is shown. */
const WINDOW = 160

/** A decoded input: its name, its text, and the conversion of offsets (UTF-16 code units) to lines and columns. */
export class SourceText {
  private lineStarts: readonly number[] | undefined

  constructor(
    /** The name shown to the user. */
    readonly file: string,
    /** The whole text, a byte order mark included. */
    readonly text: string,
    /** The line of the file on which the text begins, from 1: more than 1 if the document is one line of several. */
    readonly firstLine = 1,
    /** The encoding of the bytes that it was decoded from; undefined if it never was bytes. */
    readonly encoding?: string,
    /** Whether diagnostics show its lines. */
    private readonly isShown = true,
    /** The index of the first item, if it is a piece of a JSON array. */
    readonly firstItem = 0,
  ) {}

  /**
   * The same document, of which diagnostics show no line unless it begins with one of these characters, white space apart. A
   * file that is not of the kind that was expected may have been named by mistake, or by a stranger, and be a secret.
   */
  hiddenUnless(beginnings: string): SourceText {
    const first = /[^\ufeff\s]/.exec(this.text)?.[0] ?? ''
    return beginnings.includes(first)
      ? this
      : new SourceText(this.file, this.text, this.firstLine, this.encoding, false, this.firstItem)
  }

  /** Line and column, both from 1, of an offset. A line ends with LF, CRLF or CR. */
  position(offset: number): { line: number; column: number } {
    const starts = this.starts()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const column = offset - (starts[low] ?? 0) + 1
    // A byte order mark does not count as a column.
    return { line: low + this.firstLine, column: low === 0 && this.hasMark() ? Math.max(1, column - 1) : column }
  }

  /** The offset at which a line of the file starts; the end of the text for a line after the last. */
  lineStart(line: number): number {
    return this.starts()[line - this.firstLine] ?? this.text.length
  }

  /** The offset just after the last character of a line of the file, without its line end. */
  lineEnd(line: number): number {
    let end = this.starts()[line - this.firstLine + 1] ?? this.text.length
    while (end > this.lineStart(line) && /[\r\n]/.test(this.text.charAt(end - 1))) end--
    return end
  }

  /** A finding with the range between two offsets as its position. */
  diagnostic(finding: Finding, start: number, end: number = start): Diagnostic {
    const from = this.position(start)
    const to = this.position(end)
    const { code, message, path, hint, leavesOut, fix } = finding
    return {
      code,
      severity: codeRow(code).severity,
      message: clip(message),
      file: this.file,
      ...from,
      ...(end > start ? { endLine: to.line, endColumn: to.column } : {}),
      ...(path === undefined ? {} : { path: clip(path) }),
      ...(hint === undefined ? {} : { hint: clip(hint) }),
      ...(leavesOut === undefined ? {} : { leavesOut }),
      ...(this.isShown ? { excerpt: this.excerpt(start, end) } : {}),
      ...(fix === undefined ? {} : { fix: fix.map((edit) => this.positioned(edit)) }),
    }
  }

  private positioned(edit: Edit): PositionedEdit {
    const end = this.position(edit.offset + edit.length)
    return { ...edit, ...this.position(edit.offset), endLine: end.line, endColumn: end.column }
  }

  private excerpt(start: number, end: number): Excerpt {
    const { line } = this.position(start)
    const last = this.lineEnd(line)
    let first = this.lineStart(line)
    if (line === this.firstLine && this.hasMark()) first = Math.min(first + 1, last)
    let windowEnd = last
    if (last - first > WINDOW) {
      first = Math.max(first, Math.min(start - WINDOW / 4, last - WINDOW))
      windowEnd = Math.min(last, first + WINDOW)
    }
    const inWindow = (offset: number): number => Math.max(0, Math.min(offset, windowEnd) - first)
    return { text: this.text.slice(first, windowEnd), start: inWindow(start), end: inWindow(Math.max(start, end)) }
  }

  private hasMark(): boolean {
    return this.text.charCodeAt(0) === 0xfeff
  }

  private starts(): readonly number[] {
    if (this.lineStarts === undefined) {
      const starts = [0]
      for (const match of this.text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
      this.lineStarts = starts
    }
    return this.lineStarts
  }
}

/** A text as the functions of the library take it: a string, or a `SourceText` that names the file it is from. */
export type TextInput = string | SourceText

/** The input as a `SourceText`; a string gets the name `file`. */
export function asSource(input: TextInput, file: string): SourceText {
  return typeof input === 'string' ? new SourceText(file, input) : input
}
