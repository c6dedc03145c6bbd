import {
  type Diagnostic,
  detectFormat,
  type FormatId,
  joinReadings,
  type Machine,
  readMachines,
  SourceText,
} from '../../src/index.js'
import type { Input } from '../protocol.js'

/** What was read from a document. */
export interface Reading {
  /** Absent if it is not known. */
  readonly format?: FormatId
  readonly machines: readonly Machine[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A document with its name and encoding. */
export function sourceOf({ file, text, encoding }: Input): SourceText {
  return new SourceText(file, text, 1, encoding)
}

/** Read the machines of a document. If it has a JSON document on each line, all of them are read. */
export function read(input: Input): Reading {
  const lines = jsonLinesOf(input)
  const readings = (lines ?? [sourceOf(input)]).map((document) => {
    const { from, hyperv } = input
    const detected = from === undefined ? detectFormat(document) : { format: from }
    const options = { ...(from === undefined ? {} : { from }), ...(hyperv === undefined ? {} : { hyperv }) }
    return { ...readMachines(document, options), ...('format' in detected ? { format: detected.format } : {}) }
  })
  const [first] = readings
  return { ...first, ...joinReadings(readings) }
}

/** The lines of newline-delimited JSON, by the first two. Undefined for any other document. */
function jsonLinesOf({ text, file, encoding }: Input): readonly SourceText[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  const lines = text.split('\n').map((line, i) => new SourceText(file, line, i + 1, encoding))
  const written = lines.filter((line) => line.text.trim() !== '')
  const isWhole = (line: SourceText): boolean => /^\s*(?:\{.*\}|\[.*\])\s*$/.test(line.text)
  return written.length > 1 && written.slice(0, 2).every(isWhole) ? written : undefined
}
