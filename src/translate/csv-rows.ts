import Papa from 'papaparse'
import type { Edit, Range } from '../diagnostics/index.js'

/** A row of a CSV document that has as many fields as the first. */
export interface CsvRow {
  /** The offset at which it begins, and the one after its line end (UTF-16 code units). */
  readonly start: number
  readonly end: number
  readonly fields: readonly string[]
}

/** A row that cannot be read, with all lines up to the next one that can. */
export interface BrokenCsvRow {
  readonly start: number
  readonly end: number
  /** The number of fields, or `quotes` if a quote is not closed or something follows the closing one. */
  readonly broken: number | 'quotes'
}

/** How rows are to be read. */
export interface CsvRowsOptions {
  readonly delimiter: string
  /** Where the first row begins; 0 unless given. */
  readonly start?: number
  /** Whether more text may follow: then a last row without a line end is not given. */
  readonly more?: boolean
}

/** Code units that are parsed at a time, to the end of their last line; after a broken row first a line, then more and more. */
const BLOCK = 1 << 16

/** The least that is parsed after the first line behind a broken row. */
const LEAST = 1 << 8

/** Longest row: in a longer one, a closing quote is missing. */
const LONGEST_ROW = 1 << 20

/**
 * The rows of a CSV document (RFC 4180; the delimiter may be another, and lines may end with LF, CRLF or CR). Blank lines are
 * left out. All rows must have as many fields as the first. After a row with a broken quote, reading goes on at the next line
 * that is a whole row, so that no other row is lost.
 *
 * @returns the offset up to which the text was read: with `more`, that of the first row that may not be complete
 */
export function* csvRows(
  text: string,
  { delimiter, start = 0, more = false }: CsvRowsOptions,
): Generator<CsvRow | BrokenCsvRow, number, undefined> {
  const lineEnd = text.includes('\n') ? '\n' : '\r'
  let width: number | undefined
  /** A row with a broken quote, whose end is not known yet. */
  let open: BrokenCsvRow | undefined
  let at = start
  let size = BLOCK
  const unfinished = (row: number): number =>
    open !== undefined && text.length - open.start < LONGEST_ROW ? open.start : row
  while (at < text.length) {
    const end = endOfLine(text, at + size, lineEnd)
    const { rows, stopped } = rowsOf(text.slice(at, end), at, delimiter, lineEnd)
    for (const row of rows) {
      if (more && row.end === text.length && !text.endsWith(lineEnd)) return unfinished(row.start)
      if (row.fields.length === 1 && row.fields[0] === '') continue
      width ??= row.fields.length
      if (row.fields.length === width) {
        if (open !== undefined) yield { ...open, end: row.start }
        open = undefined
        yield row
      } else if (open === undefined) yield { start: row.start, end: row.end, broken: row.fields.length }
    }
    const mayBeClosed = stopped?.unclosed === true && end - stopped.start < LONGEST_ROW
    if (stopped === undefined) {
      at = end
      size = Math.min(BLOCK, Math.max(LEAST, size * 2))
    } else if (mayBeClosed && end < text.length) {
      if (stopped.start === at) size = Math.max(LEAST, size * 4)
      at = stopped.start
    } else if (mayBeClosed && more) {
      return unfinished(stopped.start)
    } else {
      open ??= { start: stopped.start, end: stopped.start, broken: 'quotes' }
      at = endOfLine(text, stopped.start, lineEnd)
      size = 0
    }
  }
  if (more && open !== undefined) return unfinished(text.length)
  if (open !== undefined) yield { ...open, end: text.length }
  return text.length
}

/** The offset after the first line end at or after an offset. */
function endOfLine(text: string, from: number, lineEnd: string): number {
  const found = text.indexOf(lineEnd, from)
  return found < 0 ? text.length : found + 1
}

/** A row with a broken quote: where it begins, and whether the quote is only not closed. */
interface Stopped {
  readonly start: number
  readonly unclosed: boolean
}

/** The rows of a block up to the first with a broken quote. */
function rowsOf(
  block: string,
  offset: number,
  delimiter: string,
  newline: '\n' | '\r',
): { readonly rows: readonly CsvRow[]; readonly stopped: Stopped | undefined } {
  const rows: CsvRow[] = []
  const found: { stopped?: Stopped } = {}
  let start = 0
  // The line feed after this carriage return may have been cut off.
  const input = newline === '\n' && block.endsWith('\r') ? block.slice(0, -1) : block
  Papa.parse<string[]>(input, {
    delimiter,
    newline,
    step: ({ data: fields, errors, meta: { cursor } }, parser) => {
      if (errors.length > 0) {
        found.stopped = { start: offset + start, unclosed: errors.every(({ code }) => code === 'MissingQuotes') }
        parser.abort()
        return
      }
      const last = fields.length - 1
      const value = fields[last]
      const isUnquoted = input[cursor - 3] !== '"' || input[fieldStart(input, start, fields, last, delimiter)] !== '"'
      // Of CRLF, the carriage return is left at the end of a field without quotes.
      if (value?.endsWith('\r') === true && isUnquoted) fields[last] = value.slice(0, -1)
      const end = cursor === input.length ? block.length : cursor
      rows.push({ start: offset + start, end: offset + end, fields })
      start = cursor
    },
  })
  return { rows, stopped: found.stopped }
}

/** The range of a field, without its quotes. */
export function fieldRange(text: string, { start, fields }: CsvRow, index: number, delimiter: string): Range {
  const at = fieldStart(text, start, fields, index, delimiter)
  const length = rawLength(text, at, fields[index] ?? '')
  return text[at] === '"' ? { start: at + 1, end: at + length - 1 } : { start: at, end: at + length }
}

/** The edit that writes another value into a field; between quotes if the field has them, or the value needs them. */
export function fieldEdit(text: string, row: CsvRow, index: number, delimiter: string, value: string): Edit {
  const { start, end } = fieldRange(text, row, index, delimiter)
  const doubled = value.replaceAll('"', '""')
  // What is before a field without quotes is a delimiter or a line end.
  const hasQuotes = text[start - 1] === '"'
  const needsQuotes = [delimiter, '"', '\r', '\n'].some((special) => value.includes(special))
  const content = needsQuotes && !hasQuotes ? `"${doubled}"` : doubled
  return { offset: start, length: end - start, content }
}

/** Where a field of a row begins, with its quote. */
function fieldStart(text: string, row: number, fields: readonly string[], index: number, delimiter: string): number {
  let at = row
  for (let i = 0; i < index; i++) at = text.indexOf(delimiter, at + rawLength(text, at, fields[i] ?? '')) + 1
  return at
}

function rawLength(text: string, at: number, value: string): number {
  return text[at] === '"' ? value.replaceAll('"', '""').length + 2 : value.length
}
