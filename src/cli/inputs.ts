import { createReadStream, readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Diagnostic, type Finding, SourceText } from '../diagnostics/index.js'
import { decode, type Encoding } from '../xml/index.js'
import { fileDiagnostic } from './file-diagnostic.js'
import { linesOf } from './lines.js'
import { hideProgress, progressOver } from './progress.js'

/** Largest document read unless told otherwise: 64 MiB. */
export const DEFAULT_MAX_SIZE = 64 * 1024 * 1024

/** A document that was read, or why it was not. */
export type Input = { readonly document: SourceText; readonly encoding: Encoding } | { readonly diagnostic: Diagnostic }

/** How standard input is called in messages. */
const STDIN = '<stdin>'

/** How documents are to be read. */
export interface InputOptions {
  /** Bytes; a larger document is refused (VL105) before it is read. */
  readonly maxSize: number
  /** Whether each line of an input is a document; XML is read whole all the same. */
  readonly ndjson?: boolean
}

/**
 * Read documents one at a time, so that memory holds only those in use. `-` or no path at all is standard input; a
 * directory means its `*.xml`, recursively, in the order of their names.
 */
export async function* readInputs(paths: readonly string[], options: InputOptions): AsyncGenerator<Input> {
  const found = await filesOf(paths.length === 0 ? ['-'] : paths)
  const advance = await progressOver(
    found.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  for (const entry of found) {
    if (typeof entry !== 'string') yield entry
    else if (options.ndjson === true) yield* readLines(entry, options.maxSize, advance)
    else yield await readDocument(entry, options.maxSize, advance)
  }
  hideProgress()
}

/** The files that paths stand for, in order; for a path that stands for none, why. */
async function filesOf(paths: readonly string[]): Promise<readonly (string | { readonly diagnostic: Diagnostic })[]> {
  const found: (string | { readonly diagnostic: Diagnostic })[] = []
  for (const path of paths) {
    try {
      const files = path !== '-' && statSync(path).isDirectory() ? await xmlFilesIn(path) : [path]
      for (const file of files) found.push(file)
      if (files.length === 0) found.push({ diagnostic: noXmlIn(path) })
    } catch (error) {
      found.push({ diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) })
    }
  }
  return found
}

/** Says that a directory holds no `*.xml` (VL502). */
export function noXmlIn(directory: string): Diagnostic {
  const finding: Finding = {
    code: 'VL502',
    message: 'this directory holds no *.xml file',
    hint: 'name the files, or another directory',
  }
  return new SourceText(directory, '').diagnostic(finding, 0)
}

/** The `*.xml` in a directory and below it, in the order of their names. Rejects with the system's error. */
export async function xmlFilesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith('.xml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Read one document, `-` from standard input; `advance` takes the number of its bytes. */
export async function readDocument(
  file: string,
  maxSize: number,
  advance: (bytes: number) => void = () => {},
): Promise<Input> {
  const name = file === '-' ? STDIN : file
  try {
    const bytes = await (file === '-' ? collect(process.stdin, maxSize) : readBytes(file, maxSize))
    advance(bytes?.length ?? 0)
    return bytes === undefined ? { diagnostic: tooLarge(name, maxSize) } : decode(bytes, name)
  } catch (error) {
    return { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
}

/** Each line of a file as a document; an XML document is one as a whole. */
async function* readLines(file: string, maxSize: number, advance: (bytes: number) => void): AsyncGenerator<Input> {
  const name = file === '-' ? STDIN : file
  try {
    const stream: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(file)
    const chunks = stream[Symbol.asyncIterator]()
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

/** The first character, in any encoding, behind a byte order mark and white space. */
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

function formatSize(bytes: number): string {
  return bytes % (1024 * 1024) === 0 ? `${bytes / (1024 * 1024)} MiB` : `${bytes} bytes`
}

/** The bytes of a file; undefined where there are more than `maxSize`. */
async function readBytes(file: string, maxSize: number): Promise<Uint8Array | undefined> {
  const found = statSync(file)
  // A pipe or a device says 0, and may never end; to open it may take as long.
  if (!found.isFile() || found.size === 0) return collect(createReadStream(file), maxSize)
  // Of many small files, reading one at a time without waiting is the fastest by far.
  return found.size > maxSize ? undefined : readFileSync(file)
}

async function collect(stream: AsyncIterable<Uint8Array>, maxSize: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxSize) return undefined
  }
  return Buffer.concat(chunks)
}
