import type { CompletionItem, InsertTextFormat } from 'vscode-languageserver'
import type { SourceText } from '../diagnostics/index.js'
import { type Completion, completionsAt, type Validator } from '../relaxng/index.js'
import { rangeBetween } from './positions.js'

/** The numbers of the protocol: a field, a property, a member of an enumeration, a reference. */
const KINDS = { element: 5, attribute: 10, value: 20, endTag: 18 } as const satisfies Record<Completion['kind'], number>

const PLAIN_TEXT: InsertTextFormat = 1
const SNIPPET: InsertTextFormat = 2

/** Most places to fill in that a text to insert has. */
const LAST_PLACE = 9

/**
 * What can be written at an offset of a document, as an editor takes it.
 *
 * @param offset in UTF-16 code units
 * @param takesSnippets whether the editor leads through what is left to be written
 */
export function completionItems(
  validator: Validator,
  document: SourceText,
  offset: number,
  takesSnippets: boolean,
): CompletionItem[] {
  const { start, end, items } = completionsAt(validator, document.text, offset)
  const range = rangeBetween(document, start, end)
  return items.map(({ label, kind, pieces, isRequired }, index) => {
    const isSnippet = takesSnippets && pieces.length > 1
    return {
      label,
      kind: KINDS[kind],
      ...(isRequired ? { detail: 'required' } : {}),
      // Editors sort by text.
      sortText: String(index).padStart(4, '0'),
      // The text that it is compared with begins after "</" where that is written.
      ...(kind === 'endTag' && !pieces[0]?.includes('/') ? { filterText: label.slice(1) } : {}),
      insertTextFormat: isSnippet ? SNIPPET : PLAIN_TEXT,
      textEdit: { range, newText: isSnippet ? snippetOf(pieces) : pieces.join('') },
    }
  })
}

function snippetOf(pieces: readonly string[]): string {
  const escaped = pieces.map((piece) => piece.replace(/[\\$}]/g, '\\$&'))
  return escaped.reduce((whole, piece, i) => `${whole}${i <= LAST_PLACE ? `$${i}` : ''}${piece}`)
}
