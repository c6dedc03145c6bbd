import { SourceText } from '../diagnostics/index.js'

/** Code units of a piece: what is made of them takes some ten times as much. */
const PIECE = 1 << 22

/** What comes before a piece that continues an array, in a line of its own. */
const HEAD = '[\n'

/** The same before an array that ends after its comma: so the fault is that comma, and not that the array is empty. */
const HEAD_WITH_ITEM = '[0,\n'

/**
 * Cuts a JSON document that is an array and comes bit by bit into arrays, so that memory holds only one of them at a time.
 * Positions and paths are those in the whole document. It is cut after a comma between two items that ends a line, as all
 * programs write it which write an array in lines; if there is none, or if this is no array, it stays whole.
 */
export class JsonPieces {
  private pending = ''
  /** In `pending`, after the last comma at which it can be cut; 0 if there is none. */
  private cut = 0
  /** How many items are complete in the whole document, how many of them are before the cut, and before `pending`. */
  private items = 0
  private itemsBeforeCut = 0
  private firstItem = 0
  /** The line of the whole document on which `pending` begins. */
  private line = 1
  /** How many brackets and braces are open. */
  private depth = 0
  private isArray: boolean | undefined
  private isBegun = false
  private encoding: string | undefined

  /** @param size code units of a piece, at least */
  constructor(
    private readonly file: string,
    private readonly size = PIECE,
  ) {}

  /** The length of what is kept until it can be cut, in UTF-16 code units. */
  get waiting(): number {
    return this.pending.length
  }

  /** Take more text, whole lines; gives the items that are complete, if there are enough. `encoding` as in `SourceText`. */
  add(text: string, encoding?: string): SourceText | undefined {
    this.encoding ??= encoding
    this.isArray ??= /[^\ufeff\s]/.exec(text)?.[0].startsWith('[')
    if (this.isArray === true) this.scan(text)
    this.pending += text
    if (this.cut === 0 || this.pending.length < this.size) return undefined
    const comma = this.pending.lastIndexOf(',', this.cut)
    const piece = this.source(`${this.pending.slice(0, comma)}]`)
    this.line += lineEnds(this.pending.slice(0, this.cut))
    this.pending = this.pending.slice(this.cut)
    this.cut = 0
    this.firstItem = this.itemsBeforeCut
    this.isBegun = true
    return piece
  }

  /** What is left at the end of the document. */
  end(): SourceText {
    return this.source(this.pending, /^\s*\]/.test(this.pending) ? HEAD_WITH_ITEM : HEAD)
  }

  private source(text: string, head = HEAD): SourceText {
    if (!this.isBegun) return new SourceText(this.file, text, 1, this.encoding)
    return new SourceText(this.file, head + text, this.line - 1, this.encoding, true, this.firstItem)
  }

  /** Look through text that comes after `pending`. */
  private scan(text: string): void {
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
      if (token === '[' || token === '{') this.depth++
      else if (token === ']' || token === '}') this.depth--
      else if (token === ',' && this.depth === 1) {
        this.items++
        const lineEnd = LINE_END.exec(text.slice(index + 1, index + 1 + FAR))
        if (lineEnd === null) continue
        this.cut = this.pending.length + index + 1 + lineEnd[0].length
        this.itemsBeforeCut = this.items
      }
      // Behind the array, or its fault, nothing is cut.
      if (this.depth <= 0) {
        this.isArray = false
        return
      }
    }
  }
}

/** What tells where an item ends: a string, which ends with its line at the latest, as a fault, or a mark. */
const TOKEN = /"(?:[^"\\\r\n]|\\.)*(?:"|$)|[[\]{},]/gm

/** How far behind a comma its line may end. */
const FAR = 100

const LINE_END = /^[ \t]*\r?\n/

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}
