import { SourceText } from '../../diagnostics/index.js'
import { csvRows } from '../csv-rows.js'
import { csvHead } from './csv-head.js'

/**
 * Cuts a CSV document that comes bit by bit into documents of whole rows, so that memory holds only one of them at a time. Each
 * begins with the head of the whole document; positions in rows are those in the whole document.
 */
export class CsvPieces {
  private pending = ''
  /** The line of the whole document on which `pending` begins. */
  private line = 1
  /** The head, once it is no longer in `pending`. */
  private head = ''
  private isBegun = false
  private encoding: string | undefined

  constructor(private readonly file: string) {}

  /** The length of what is kept until its last row is complete, in UTF-16 code units. */
  get waiting(): number {
    return this.pending.length
  }

  /** Take more text, and give the rows that are complete, if there are any. `encoding` as in `SourceText`. */
  add(text: string, encoding?: string): SourceText | undefined {
    this.pending += text
    this.encoding ??= encoding
    const known = this.head + this.pending
    const head = csvHead(known)
    if (head === undefined || head.end === known.length) return undefined
    const rows = csvRows(known, { ...head, more: true })
    let count = 0
    let next = rows.next()
    for (; next.done !== true; next = rows.next()) count++
    // The line with the columns is the first row.
    if (count < 2) return undefined
    const piece = this.source(known.slice(0, next.value))
    this.line = piece.position(next.value).line
    this.pending = known.slice(next.value)
    const typeLine = head.typeLine === undefined ? '' : `${head.typeLine}\n`
    this.head = `${typeLine}${known.slice(head.start, head.end)}\n`
    this.isBegun = true
    return piece
  }

  /** What is left at the end of the document, if there is anything. */
  end(): SourceText | undefined {
    return this.isBegun && this.pending.trim() === '' ? undefined : this.source(this.head + this.pending)
  }

  private source(text: string): SourceText {
    const linesOfHead = this.head.split('\n').length - 1
    return new SourceText(this.file, text, this.line - linesOfHead, this.encoding)
  }
}
