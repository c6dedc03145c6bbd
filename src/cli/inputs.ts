import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Diagnostic, type Finding, SourceText } from '../diagnostics/index.js'
import { decode, type Encoding } from '../xml/index.js'

/** Largest document read unless told otherwise: 64 MiB. */
export const DEFAULT_MAX_SIZE = 64 * 1024 * 1024

/** A document that was read, or why it was not. */
export type Input = { readonly document: SourceText; readonly encoding: Encoding } | { readonly diagnostic: Diagnostic }

/** How standard input is called in messages. */
const STDIN = '<stdin>'

/**
 * Read documents one at a time, so that memory holds only those in use. `-` or no path at all is standard input; a
 * directory means its `*.xml`, recursively, in the order of their names.
 *
 * @param maxSize bytes; a larger document is refused (VL105) before it is read
 */
export async function* readInputs(paths: readonly string[], maxSize: number): AsyncGenerator<Input> {
  for (const path of paths.length === 0 ? ['-'] : paths) {
    if (path === '-') {
      yield await readDocument(STDIN, maxSize, () => collect(process.stdin, maxSize))
      continue
    }
    let files: readonly string[] | undefined
    try {
      files = (await stat(path)).isDirectory() ? await xmlFilesIn(path) : undefined
    } catch (error) {
      yield { diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) }
      continue
    }
    if (files?.length === 0) {
      const finding: Finding = {
        code: 'VL502',
        severity: 'error',
        message: 'this directory holds no *.xml file',
        hint: 'name the files, or another directory',
      }
      yield { diagnostic: new SourceText(path, '').diagnostic(finding, 0) }
    }
    for (const file of files ?? [path]) yield await readDocument(file, maxSize, () => readBytes(file, maxSize))
  }
}

/** A diagnostic about a file as such (VL501, VL503), with the reason the system gave. */
export function fileDiagnostic(
  file: string,
  code: 'VL501' | 'VL503',
  what: string,
  error: unknown,
  hint?: string,
): Diagnostic {
  const reason =
    error instanceof Error && 'code' in error ? (REASONS[String(error.code)] ?? error.message) : String(error)
  const finding: Finding = {
    code,
    severity: 'error',
    message: `${what}: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
  }
  return new SourceText(file, '').diagnostic(finding, 0)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'too many symbolic links',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
}

async function xmlFilesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith('.xml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function readDocument(
  name: string,
  maxSize: number,
  read: () => Promise<Uint8Array | undefined>,
): Promise<Input> {
  let bytes: Uint8Array | undefined
  try {
    bytes = await read()
  } catch (error) {
    return { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
  if (bytes !== undefined) return decode(bytes, name)
  const finding: Finding = {
    code: 'VL105',
    severity: 'error',
    message: `the document is larger than ${formatSize(maxSize)}`,
    hint: '--max-size raises the limit',
  }
  return { diagnostic: new SourceText(name, '').diagnostic(finding, 0) }
}

function formatSize(bytes: number): string {
  return bytes % (1024 * 1024) === 0 ? `${bytes / (1024 * 1024)} MiB` : `${bytes} bytes`
}

/** The bytes of a file; undefined where there are more than `maxSize`. */
async function readBytes(file: string, maxSize: number): Promise<Uint8Array | undefined> {
  const { size } = await stat(file)
  if (size > maxSize) return undefined
  // A pipe or a device says 0, and may never end.
  return size === 0 ? collect(createReadStream(file), maxSize) : readFile(file)
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
