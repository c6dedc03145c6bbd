import { type Diagnostic, type Finding, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { decode, type Encoding } from '../../xml/index.js'
import type { Place } from '../io.js'
import { formatSize, readBytes, STDIN } from './bytes.js'

/** A document that was read, or why it was not. */
export type Input =
  | {
      readonly document: SourceText
      readonly encoding: Encoding
      /** The directory, absolute, in which its file was found; absent if the file itself was named. */
      readonly within?: string | undefined
    }
  | { readonly diagnostic: Diagnostic }

/** How a document is read. */
export interface ReadOptions {
  /** Bytes. */
  readonly maxSize: number
  /** Whether it is known to be a regular file. */
  readonly isRegular?: boolean
  /** Takes the number of its bytes. */
  readonly advance?: (bytes: number) => void
  /** Decodes it. */
  readonly toText?: typeof decode
}

/** Read one document, `-` from standard input. */
export async function readDocument(file: string, place: Place, options: ReadOptions): Promise<Input> {
  const { maxSize, isRegular = false, advance, toText = decode } = options
  const name = file === '-' ? STDIN : file
  try {
    const bytes = await readBytes(file, maxSize, place, isRegular)
    advance?.(bytes?.length ?? 0)
    return bytes === undefined ? { diagnostic: tooLarge(name, maxSize) } : toText(bytes, name)
  } catch (error) {
    return { diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }
  }
}

/** Says that a document is too large. @param line on which it begins */
export function tooLarge(name: string, maxSize: number, line = 1): Diagnostic {
  const finding: Finding = {
    code: 'VL105',
    message: `the document is larger than ${formatSize(maxSize)}`,
    hint: '--max-size raises the limit',
  }
  return new SourceText(name, '', line).diagnostic(finding, 0)
}
