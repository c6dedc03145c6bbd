import { applyAllFixes, asSource, type FixedText, type TextInput } from '../diagnostics/index.js'
import { type ReadMachinesOptions, readMachines } from './translate.js'

/**
 * Apply the fixes of what `readMachines` finds in a document until there are none left: those of misspelt actions and of white space
 * around values. All other characters are kept. For domain XML, `fixDomain` fixes more.
 *
 * @throws TypeError if `from` is a format that cannot be read
 */
export function fixMachines(input: TextInput, options: ReadMachinesOptions = {}): FixedText {
  const document = asSource(input, options.file ?? 'input')
  const check = (text: TextInput) => readMachines(text, options).diagnostics
  return applyAllFixes(document, check(document), check)
}
