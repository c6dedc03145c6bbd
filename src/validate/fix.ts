import { applyAllFixes, asSource, type FixedText, type TextInput } from '../diagnostics/index.js'
import { type CheckedDocument, checkDocument, type ValidateOptions } from './domain.js'

/** A document before and after its fixes. */
export interface FixedDocument extends FixedText {
  /** What was found in the original text. */
  readonly before: CheckedDocument
  /** What is found in the new text. */
  readonly after: CheckedDocument
}

/**
 * Validate a domain and apply the fixes of its diagnostics until there are none left. This fixes only unambiguous mistakes,
 * and what the options ask for: another placement, the pair for the shorthand. All other bytes are kept.
 *
 * @param found what was found in it, if it has been checked with the same options
 */
export function fixDomain(domain: TextInput, options: ValidateOptions = {}, found?: CheckedDocument): FixedDocument {
  const document = asSource(domain, options.file ?? 'domain.xml')
  const before = found ?? checkDocument(document, options)
  let after = before
  const { text, fixed } = applyAllFixes(document, before.diagnostics, (changed) => {
    after = checkDocument(changed, options)
    return after.diagnostics
  })
  return { text, fixed, before, after }
}
