import {
  applyFixes,
  asSource,
  type Diagnostic,
  type FixedText,
  SourceText,
  type TextInput,
} from '../diagnostics/index.js'
import { type ReadMachinesOptions, readMachines } from './translate.js'

/** One fix can make another possible, as that of white space does around a misspelt word. More rounds would be a bug. */
const MOST_ROUNDS = 10

/**
 * Apply the fixes of what `readMachines` finds in a document until there are none left: those of misspelt actions and of white space
 * around values. All other characters are kept. For domain XML, `fixDomain` fixes more.
 *
 * @throws TypeError if `from` is a format that cannot be read
 */
export function fixMachines(input: TextInput, options: ReadMachinesOptions = {}): FixedText {
  const { file, text: original, firstLine, encoding } = asSource(input, options.file ?? 'input')
  const fixed: Diagnostic[] = []
  let text = original
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { diagnostics } = readMachines(new SourceText(file, text, firstLine, encoding), options)
    const next = applyFixes(text, diagnostics)
    if (next.fixed.length === 0 || next.text === text) break
    for (const diagnostic of next.fixed) fixed.push(diagnostic)
    text = next.text
  }
  return { text, fixed }
}
