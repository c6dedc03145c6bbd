import type { Position, Range } from 'vscode-languageserver'
import type { SourceText } from '../diagnostics/index.js'

/*
 * Positions of the protocol: lines and characters count from 0, characters are UTF-16 code units. To an editor that keeps a byte order
 * mark in the text it is the first character of the first line; in diagnostics it has no column.
 */

/** What has lines and columns from 1, as a diagnostic. */
interface Positioned {
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

/** The range of a diagnostic in its document. */
export function rangeOf({ text }: SourceText, { line, column, endLine = line, endColumn = column }: Positioned): Range {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const positionOf = (line: number, column: number): Position => ({
    line: line - 1,
    character: column - 1 + (line === 1 ? mark : 0),
  })
  return { start: positionOf(line, column), end: positionOf(endLine, endColumn) }
}

/** The range between two offsets (UTF-16 code units) of a document. */
export function rangeBetween(document: SourceText, start: number, end: number): Range {
  const positionAt = (offset: number): Position => {
    const { line } = document.position(offset)
    return { line: line - 1, character: offset - document.lineStart(line) }
  }
  return { start: positionAt(start), end: positionAt(end) }
}

/** The offset of a position in a document; one beyond the end of its line is at that end. */
export function offsetOf(document: SourceText, { line, character }: Position): number {
  return Math.min(document.lineStart(line + 1) + character, document.lineEnd(line + 1))
}
