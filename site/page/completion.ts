import {
  type CompletionContext,
  type CompletionResult,
  type Completion as Option,
  snippet,
} from '@codemirror/autocomplete'
import type { Completion, Completions } from '../../src/relaxng/index.js'

/** Asks what can be written at an offset of a text. */
export type AskCompletions = (text: string, offset: number) => Promise<Completions>

/** Longest text, in UTF-16 code units, that is looked at again after each key; of a longer one, only when the user asks. */
const LONGEST = 200_000

/** What CodeMirror shows beside each kind. */
const TYPES = { element: 'type', attribute: 'property', value: 'constant', endTag: 'type' } as const

/** What the schema allows where the cursor is, as CodeMirror offers it. */
export async function completeAt(
  { state, pos, explicit }: CompletionContext,
  ask: AskCompletions,
): Promise<CompletionResult | null> {
  if (!explicit && state.doc.length > LONGEST) return null
  const { start, end, items } = await ask(state.doc.toString(), pos)
  const [first] = items
  if (first === undefined) return null
  // White space between elements is no question; what begins markup, a value or an attribute is.
  const isBegun = start < pos || first.kind === 'attribute' || /[<"'/]/.test(state.doc.sliceString(pos - 1, pos))
  return explicit || isBegun ? { from: start, to: end, options: items.map(optionOf) } : null
}

function optionOf({ kind, label, pieces, isRequired }: Completion, index: number): Option {
  // What is compared with the text begins after "</" where that is written.
  const isAfterSlash = kind === 'endTag' && pieces[0]?.includes('/') !== true
  return {
    label: isAfterSlash ? label.slice(1) : label,
    displayLabel: label,
    type: TYPES[kind],
    apply: pieces.length === 1 ? pieces.join('') : snippet(pieces.map(escaped).join('#{}')),
    // In the order of the library.
    boost: -Math.min(index, 99),
    ...(isRequired ? { detail: 'required' } : {}),
  }
}

/** A text for a snippet, in which braces have a meaning. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, '\\$&')
}
