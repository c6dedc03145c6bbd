import { csvRows } from '../csv-rows.js'

/** What stands before the rows of machines in a CSV document. */
export interface CsvHead {
  /** The line `#TYPE …` that Export-Csv writes without -NoTypeInformation. */
  readonly typeLine: string | undefined
  readonly delimiter: string
  /** The names of the columns, without white space around them. */
  readonly columns: readonly string[]
  /** The range of the line with the names (UTF-16 code units), without its line end. */
  readonly start: number
  readonly end: number
}

/** What Export-Csv writes with -Delimiter or -UseCulture. */
const DELIMITERS = [',', ';', '\t']

/** Blank lines, then perhaps a type, then the first line with anything in it. */
const HEAD = /^[\ufeff\s]*(?:(#TYPE [^\r\n]*)\s*)?([^\r\n]*)/

/**
 * The head of a CSV document; the delimiter is the one that gives the most columns. Undefined if the line with the names has a
 * quote that is not closed.
 */
export function csvHead(text: string): CsvHead | undefined {
  const [whole = '', typeLine, line = ''] = HEAD.exec(text) ?? []
  const start = whole.length - line.length
  const [best] = DELIMITERS.flatMap((delimiter) => {
    const [row] = csvRows(line, { delimiter })
    return row === undefined || 'broken' in row ? [] : [{ delimiter, columns: row.fields.map((name) => name.trim()) }]
  }).sort((a, b) => b.columns.length - a.columns.length)
  return best === undefined ? undefined : { typeLine, ...best, start, end: start + line.length }
}
