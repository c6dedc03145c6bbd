import {
  type Diagnostic,
  detectFormat,
  type FormatId,
  fixMachines,
  joinReadings,
  type Machine,
  type ReadMachinesOptions,
  readMachines,
  SourceText,
} from '../../src/index.js'
import type { Fixed, Input } from '../protocol.js'

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
  const { from } = input
  const readings = partsOf(input).map(({ document, start }) => {
    const detected = from === undefined ? detectFormat(document) : { format: from }
    const { machines, diagnostics } = readMachines(document, optionsOf(input))
    return {
      ...('format' in detected ? { format: detected.format } : {}),
      machines,
      diagnostics: diagnostics.map((diagnostic) => moved(diagnostic, start)),
    }
  })
  const [first] = readings
  return { ...first, ...joinReadings(readings) }
}

/** Apply the fixes of what is read from a document. */
export function fix(input: Input): Fixed {
  let text = ''
  let fixes = 0
  let end = 0
  for (const { document, start } of partsOf(input)) {
    const { text: after, fixed } = fixMachines(document, optionsOf(input))
    text += input.text.slice(end, start) + after
    fixes += fixed.length
    end = start + document.text.length
  }
  return { text: text + input.text.slice(end), fixes }
}

function optionsOf({ from, hyperv }: Input): ReadMachinesOptions {
  return { ...(from === undefined ? {} : { from }), ...(hyperv === undefined ? {} : { hyperv }) }
}

/** A document that is read by itself, and its offset in the text that it is a part of. */
interface Part {
  readonly document: SourceText
  readonly start: number
}

/** The documents of a text: the lines of newline-delimited JSON, by the first two; any other text is one document. */
function partsOf(input: Input): readonly Part[] {
  const { text, file, encoding } = input
  const whole = [{ document: sourceOf(input), start: 0 }]
  if (!/^\s*[[{]/.test(text)) return whole
  let start = 0
  const lines = text.split('\n').map((line, i): Part => {
    const part = { document: new SourceText(file, line, i + 1, encoding), start }
    start += line.length + 1
    return part
  })
  const written = lines.filter(({ document }) => document.text.trim() !== '')
  const isWhole = ({ document }: Part): boolean => /^\s*(?:\{.*\}|\[.*\])\s*$/.test(document.text)
  return written.length > 1 && written.slice(0, 2).every(isWhole) ? written : whole
}

/** A finding in a part, with the offsets of its fix in the whole text. */
function moved(diagnostic: Diagnostic, by: number): Diagnostic {
  const { fix } = diagnostic
  if (fix === undefined) return diagnostic
  return { ...diagnostic, fix: fix.map((edit) => ({ ...edit, offset: edit.offset + by })) }
}
