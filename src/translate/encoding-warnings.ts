import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import { wrongEncoding } from '../xml/index.js'

/** Warns that an XML document names an encoding in which it is not (VL331). It is read in the encoding in which it is. */
export function encodingWarnings(document: SourceText): readonly Diagnostic[] {
  const wrong = wrongEncoding(document)
  if (wrong === undefined) return []
  const { start, end, declared, actual } = wrong
  const message = `the XML declaration names the encoding ${quote(declared)}, but the document is in ${actual} and was read as such`
  const hint = `declare ${actual} instead: other programs refuse the document as it is`
  return [document.diagnostic({ code: 'VL331', message, hint }, start, end)]
}
