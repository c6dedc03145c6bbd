import { resolve } from 'node:path'
import { type Decoded, decode } from '../xml/index.js'
import { fileDiagnostic } from './file-diagnostic.js'
import { DEFAULT_MAX_SIZE, readOwnFile } from './own-file.js'

/** How a file is read. */
export interface ReadFileOptions {
  /** Bytes; 16 MiB unless given. A larger file is refused before it is read. */
  readonly maxSize?: number
  /** What a relative path is relative to; the working directory unless given. */
  readonly cwd?: string
}

/**
 * Read and decode a regular file of XML. Diagnostics show its path as it was given, and no line of what is not XML.
 *
 * @returns a VL501 diagnostic for a file that cannot be read, and what `decode` returns for bytes that are not text
 */
export function readTextFile(file: string, { maxSize = DEFAULT_MAX_SIZE, cwd = '' }: ReadFileOptions = {}): Decoded {
  try {
    const decoded = decode(readOwnFile(resolve(cwd, file), maxSize), file)
    return 'document' in decoded ? { ...decoded, document: decoded.document.hiddenUnless('<') } : decoded
  } catch (error) {
    return { diagnostic: fileDiagnostic(file, 'VL501', 'cannot read the file', error) }
  }
}
