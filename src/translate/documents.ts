import { type Diagnostic, type FixedText, SourceText } from '../diagnostics/index.js'
import { detectFormat } from './detect.js'
import { fixMachines } from './fix.js'
import { joinReadings, type ReadResult } from './format.js'
import type { FormatId } from './registry.js'
import { type ReadMachinesOptions, readMachines } from './translate.js'

/** As `detectFormat`, of the first document of a text. */
export function detectDocuments(text: SourceText): ReturnType<typeof detectFormat> {
  return detectFormat(partsOf(text)[0]?.document ?? text)
}

/** What was read from a text, and the format of its first document, unless that is not known. */
export interface DocumentsReading extends ReadResult {
  readonly format?: FormatId
}

/**
 * Read the machines of a text as an editor has it, where nobody says whether it is newline-delimited JSON: that is told by the first
 * two lines, and then each line is a document. Any other text is one document.
 *
 * @throws TypeError if `from` is a format that cannot be read
 */
export function readDocuments(text: SourceText, options: ReadMachinesOptions = {}): DocumentsReading {
  const { from } = options
  const detected = from === undefined ? detectDocuments(text) : { format: from }
  const readings = partsOf(text).map(({ document, start }) => {
    const { machines, diagnostics } = readMachines(document, options)
    return { machines, diagnostics: start === 0 ? diagnostics : diagnostics.map((found) => moved(found, start)) }
  })
  return { ...('format' in detected ? { format: detected.format } : {}), ...joinReadings(readings) }
}

/** Apply the fixes of what `readDocuments` finds in a text. */
export function fixDocuments(source: SourceText, options: ReadMachinesOptions = {}): FixedText {
  const pieces: string[] = []
  const fixed: Diagnostic[] = []
  let end = 0
  for (const { document, start } of partsOf(source)) {
    const after = fixMachines(document, options)
    pieces.push(source.text.slice(end, start), after.text)
    for (const diagnostic of after.fixed) fixed.push(moved(diagnostic, start))
    end = start + document.text.length
  }
  return { text: pieces.join('') + source.text.slice(end), fixed }
}

/** A document that is read by itself, and its offset in the text that it is a part of. */
interface Part {
  readonly document: SourceText
  readonly start: number
}

/** The documents of a text. */
function partsOf(source: SourceText): readonly Part[] {
  const { text, file, firstLine, encoding } = source
  const whole = [{ document: source, start: 0 }]
  if (!/^\s*[[{]/.test(text)) return whole
  let start = 0
  const lines = text.split('\n').map((line, i): Part => {
    const part = { document: new SourceText(file, line, firstLine + i, encoding), start }
    start += line.length + 1
    return part
  })
  const written = lines.filter(({ document }) => document.text.trim() !== '')
  return written.length > 1 && written.slice(0, 2).every(isWhole) ? written : whole
}

/** Whether a line is an object or an array by itself. */
function isWhole({ document: { text } }: Part): boolean {
  const line = text.trim()
  return (line.startsWith('{') && line.endsWith('}')) || (line.startsWith('[') && line.endsWith(']'))
}

/** A finding in a part, with the offsets of its fix in the whole text. */
function moved(diagnostic: Diagnostic, by: number): Diagnostic {
  const { fix } = diagnostic
  if (fix === undefined) return diagnostic
  return { ...diagnostic, fix: fix.map((edit) => ({ ...edit, offset: edit.offset + by })) }
}
