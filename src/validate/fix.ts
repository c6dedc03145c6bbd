import { applyFixes, asSource, type Diagnostic, SourceText, type TextInput } from '../diagnostics/index.js'
import { type CheckedDocument, checkDocument, type ValidateOptions } from './domain.js'

/** A document before and after its fixes. */
export interface FixedDocument {
  /** The text with every fix applied; unchanged if there was none. */
  readonly text: string
  /** The findings that were fixed. */
  readonly fixed: readonly Diagnostic[]
  /** What was found in the original text. */
  readonly before: CheckedDocument
  /** What is found in the new text. */
  readonly after: CheckedDocument
}

/** One fix can make another possible: a lifecycle is moved once its values are valid. More rounds would be a bug. */
const MOST_ROUNDS = 10

/**
 * Validate a domain and apply the fixes of its diagnostics until there are none left. This fixes only unambiguous mistakes,
 * and what the options ask for: another placement, the pair for the shorthand. All other bytes are kept.
 *
 * @param found what was found in it, if it has been checked with the same options
 */
export function fixDomain(domain: TextInput, options: ValidateOptions = {}, found?: CheckedDocument): FixedDocument {
  const document = asSource(domain, options.file ?? 'domain.xml')
  const before = found ?? checkDocument(document, options)
  const fixed: Diagnostic[] = []
  let [text, after] = [document.text, before]
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = applyFixes(text, after.diagnostics)
    if (next.fixed.length === 0 || next.text === text) break
    for (const diagnostic of next.fixed) fixed.push(diagnostic)
    text = next.text
    after = checkDocument(new SourceText(document.file, text, document.firstLine, document.encoding), options)
  }
  return { text, fixed, before, after }
}
