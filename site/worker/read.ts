import {
  type DocumentsReading,
  fixDocuments,
  type ReadMachinesOptions,
  readDocuments,
  SourceText,
} from '../../src/index.js'
import type { Fixed, Input } from '../protocol.js'

/** A document with its name and encoding. */
export function sourceOf({ file, text, encoding }: Input): SourceText {
  return new SourceText(file, text, 1, encoding)
}

/** Read the machines of a document, or of several in one text. */
export function read(input: Input): DocumentsReading {
  return readDocuments(sourceOf(input), optionsOf(input))
}

/** Apply the fixes of what is read from it. */
export function fix(input: Input): Fixed {
  const { text, fixed } = fixDocuments(sourceOf(input), optionsOf(input))
  return { text, fixes: fixed.length }
}

function optionsOf({ from, hyperv }: Input): ReadMachinesOptions {
  return { ...(from === undefined ? {} : { from }), ...(hyperv === undefined ? {} : { hyperv }) }
}
