import type { Finding, SourceText } from '../../diagnostics/index.js'
import { JsonPieces } from '../../json/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { CsvPieces, decodeExport, detectFormat, type FormatId, hasMultibyte } from '../../translate/index.js'
import { encode } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import type { Place } from '../io.js'
import { collect, STDIN, streamOf } from './bytes.js'
import { chooseFiles, nothingLeft } from './choose-files.js'
import { endOfLines, firstLines, linesOf, piecesOf } from './lines.js'
import { type Input, readDocument, tooLarge } from './read-document.js'
import { recoverFiles } from './recover-files.js'

/** How documents are to be read. */
export interface InputOptions {
  /** Bytes; a larger document is refused (VL105) before it is read. */
  readonly maxSize: number
  /** Whether each line of an input is a document; XML is read whole all the same. */
  readonly ndjson?: boolean
  /** Whether a CSV document is given in pieces, each a document with whole rows. */
  readonly pieces?: boolean
  /** The format, if it is known. */
  readonly from?: FormatId
  /** Patterns, as in a .gitignore, of files that are left out. */
  readonly exclude?: readonly string[]
  /** Whether files that a killed run left half rewritten are made whole before they are read. */
  readonly recovers?: boolean
}

/**
 * Read documents one at a time, so that memory holds only those in use. `-` or no path at all is standard input; a
 * directory means its `*.xml`, recursively, in the order of their names; a glob pattern means the files that match.
 */
export async function* readInputs(
  terminal: Terminal,
  paths: readonly string[],
  options: InputOptions,
): AsyncGenerator<Input> {
  const { maxSize, exclude = [] } = options
  const { io, progress } = terminal
  const patterns = paths.length === 0 ? ['-'] : paths
  const chosen = await chooseFiles(
    { paths: [{ base: '', patterns }], exclude: [{ base: '', patterns: exclude }], maxSize },
    io,
  )
  const { entries, notes } = chosen
  await terminal.diagnostics(notes)
  if (entries.length === 0) yield { diagnostic: nothingLeft(patterns[0] ?? '-', chosen) }
  if (options.recovers === true) {
    for (const diagnostic of await recoverFiles(io.cwd, entries)) yield { diagnostic }
  }
  const advance = await progress.over(
    entries.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  for (const entry of entries) {
    if (typeof entry !== 'string' && 'diagnostic' in entry) {
      yield entry
      continue
    }
    const isRegular = typeof entry === 'string'
    const path = isRegular ? entry : entry.special
    if (options.ndjson || options.pieces) yield* readStream(path, options, io, advance)
    else {
      const input = await readDocument(path, io, { maxSize, isRegular, advance, toText: decodeExport })
      yield { ...input, within: chosen.within.get(path) }
    }
  }
  progress.hide()
}

/** Read a document bit by bit: CSV as pieces, newline-delimited JSON as lines, and any other as a whole. */
async function* readStream(
  file: string,
  { maxSize, ndjson = false, from }: InputOptions,
  place: Place,
  advance: (bytes: number) => void,
): AsyncGenerator<Input> {
  const name = file === '-' ? STDIN : file
  try {
    const { head, whole } = await firstLines(streamOf(file, place), LINES_OF_HEAD)
    const how = howToRead(head, name, from)
    if (how === 'rows') yield* piecesBy(new CsvPieces(name), name, whole, maxSize, advance)
    else if (how === 'items') yield* piecesBy(new JsonPieces(name), name, whole, maxSize, advance)
    else if (ndjson && how === 'lines') yield* jsonLines(name, whole, maxSize, advance)
    else {
      const bytes = await collect(whole, maxSize)
      advance(bytes?.length ?? 0)
      yield bytes === undefined ? { diagnostic: tooLarge(name, maxSize) } : decodeExport(bytes, name)
    }
  } catch (error) {
    yield { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
}

/** Lines that tell a CSV document: its type, its columns, and a row. */
const LINES_OF_HEAD = 3

/** How to read a document, by its first lines. A format that the caller names decides if they tell nothing else. */
function howToRead(head: Uint8Array, name: string, from: FormatId | undefined): 'rows' | 'items' | 'lines' | 'whole' {
  const text = beginning(head)
  if (XML.test(text)) return 'whole'
  const decoded = decodeExport(head.subarray(0, endOfLines(head) || head.length), name)
  if (/^[\xff\xfe\xef\xbb\xbf\0 \t\r]*[[{]/m.test(text))
    return 'document' in decoded && ARRAY_GOES_ON.test(decoded.document.text) ? 'items' : 'lines'
  if ('diagnostic' in decoded) return 'whole'
  const detected = detectFormat(decoded.document)
  const isCsv = 'format' in detected ? detected.format === 'csv' : from === 'csv'
  return isCsv ? 'rows' : 'whole'
}

/** What cuts a document into documents. */
interface Pieces {
  /** How much is kept until it can be cut. */
  readonly waiting: number
  readonly add: (text: string, encoding?: string) => SourceText | undefined
  /** The rest, if there is any. */
  readonly end: () => SourceText | undefined
}

async function* piecesBy(
  pieces: Pieces,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  maxSize: number,
  advance: (bytes: number) => void,
): AsyncGenerator<Input> {
  let line = 1
  /** In front of each piece, once one of them has told the encoding: then it is not guessed again. */
  let mark: Uint8Array = new Uint8Array(0)
  for await (const bytes of piecesOf(stream)) {
    advance(bytes.length)
    const decoded = decodeExport(Buffer.concat([mark, bytes]), name, line)
    if ('diagnostic' in decoded) {
      yield decoded
      return
    }
    const { document, encoding } = decoded
    const text = mark.length === 0 ? document.text : document.text.slice(MARK.length)
    const isTold = document.text.startsWith(MARK) || encoding !== 'UTF-8' || hasMultibyte(bytes)
    if (mark.length === 0 && isTold) mark = encode(MARK, encoding)
    line += text.match(/\r\n|\r|\n/g)?.length ?? 0
    const piece = pieces.add(text, document.encoding)
    if (piece !== undefined) yield { document: piece, encoding }
    if (pieces.waiting > maxSize) {
      yield { diagnostic: tooLarge(name, maxSize) }
      return
    }
  }
  const last = pieces.end()
  if (last !== undefined) yield { document: last, encoding: 'UTF-8' }
}

const MARK = '\ufeff'

async function* jsonLines(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  maxSize: number,
  advance: (bytes: number) => void,
): AsyncGenerator<Input> {
  let found = false
  for await (const { line, bytes } of linesOf(stream, maxSize)) {
    advance((bytes?.length ?? 0) + 1)
    const input = bytes === undefined ? { diagnostic: tooLarge(name, maxSize, line) } : decodeExport(bytes, name, line)
    if (!found && 'document' in input && GOES_ON.test(input.document.text)) {
      yield { diagnostic: input.document.diagnostic(NOT_BY_LINES, 0, input.document.text.trimEnd().length) }
      return
    }
    found = true
    yield input
  }
  if (!found) yield decodeExport(new Uint8Array(0), name)
}

/** Lines of which the first that is not blank opens an array and ends within it. */
const ARRAY_GOES_ON = /^[\ufeff\s]*\[(?:[^\r\n]*[[{,:])?[ \t]*[\r\n]/

/** A first line that opens a value and ends within it: the document goes on over the next. */
const GOES_ON = /^[\ufeff\s]*[[{](?:.*[[{,:])?\s*$/s

const NOT_BY_LINES: Finding = {
  code: 'VL107',
  message: 'this is one JSON document over several lines, not one per line',
  hint: 'leave out --ndjson',
}

/** The first characters, of those that are ASCII in any encoding. */
function beginning(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
}

/** XML in any encoding, after a byte order mark and white space. */
const XML = /^[\xff\xfe\xef\xbb\xbf\0 \t\r\n]*</
