import { type Diagnostic, type Finding, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { decode, type Encoding } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import type { Place } from '../io.js'
import { collect, formatSize, readBytes, STDIN, streamOf } from './bytes.js'
import { chooseFiles, nothingLeft } from './choose-files.js'
import { linesOf } from './lines.js'

/** A document that was read, or why it was not. */
export type Input = { readonly document: SourceText; readonly encoding: Encoding } | { readonly diagnostic: Diagnostic }

/** How documents are to be read. */
export interface InputOptions {
  /** Bytes; a larger document is refused (VL105) before it is read. */
  readonly maxSize: number
  /** Whether each line of an input is a document; XML is read whole all the same. */
  readonly ndjson?: boolean
  /** Patterns, as in a .gitignore, of files that are left out. */
  readonly exclude?: readonly string[]
}

/**
 * Read documents one at a time, so that memory holds only those in use. `-` or no path at all is standard input; a
 * directory means its `*.xml`, recursively, in the order of their names; a glob pattern means the files that match.
 */
export async function* readInputs(
  terminal: Terminal,
  paths: readonly string[],
  { maxSize, ndjson = false, exclude = [] }: InputOptions,
): AsyncGenerator<Input> {
  const { io, progress } = terminal
  const patterns = paths.length === 0 ? ['-'] : paths
  const chosen = await chooseFiles(
    { paths: [{ base: '', patterns }], exclude: [{ base: '', patterns: exclude }], maxSize },
    io,
  )
  const { entries } = chosen
  if (entries.length === 0) yield { diagnostic: nothingLeft(patterns[0] ?? '-', chosen) }
  const advance = await progress.over(
    entries.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  for (const entry of entries) {
    if (typeof entry !== 'string') yield entry
    else if (ndjson) yield* readLines(entry, maxSize, io, advance)
    else yield await readDocument(entry, maxSize, io, advance)
  }
  progress.hide()
}

/** Read one document, `-` from standard input; `advance` takes the number of its bytes. */
export async function readDocument(
  file: string,
  maxSize: number,
  place: Place,
  advance: (bytes: number) => void = () => {},
): Promise<Input> {
  const name = file === '-' ? STDIN : file
  try {
    const bytes = await readBytes(file, maxSize, place)
    advance(bytes?.length ?? 0)
    return bytes === undefined ? { diagnostic: tooLarge(name, maxSize) } : decode(bytes, name)
  } catch (error) {
    return { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
}

/** Each line of a file as a document; an XML document is one as a whole. */
async function* readLines(
  file: string,
  maxSize: number,
  place: Place,
  advance: (bytes: number) => void,
): AsyncGenerator<Input> {
  const name = file === '-' ? STDIN : file
  try {
    const chunks = streamOf(file, place)[Symbol.asyncIterator]()
    const first = await chunks.next()
    const whole = replay(first, chunks)
    if (first.done !== true && LOOKS_LIKE_XML.test(Buffer.from(first.value.subarray(0, 1024)).toString('latin1'))) {
      const bytes = await collect(whole, maxSize)
      advance(bytes?.length ?? 0)
      yield bytes === undefined ? { diagnostic: tooLarge(name, maxSize) } : decode(bytes, name)
      return
    }
    let found = false
    for await (const { line, bytes } of linesOf(whole, maxSize)) {
      found = true
      advance((bytes?.length ?? 0) + 1)
      yield bytes === undefined ? { diagnostic: tooLarge(name, maxSize, line) } : decode(bytes, name, line)
    }
    if (!found) yield decode(new Uint8Array(0), name)
  } catch (error) {
    yield { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
}

/** The first character, in any encoding, after a byte order mark and white space. */
const LOOKS_LIKE_XML = /^[\xff\xfe\xef\xbb\xbf\0 \t\r\n]*</

async function* replay(first: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value
}

function tooLarge(name: string, maxSize: number, line = 1): Diagnostic {
  const finding: Finding = {
    code: 'VL105',
    message: `the document is larger than ${formatSize(maxSize)}`,
    hint: '--max-size raises the limit',
  }
  return new SourceText(name, '', line).diagnostic(finding, 0)
}
