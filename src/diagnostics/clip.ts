import { escapeControls } from './quote.js'

/** Longest message that is whole, in UTF-16 code units: what it quotes of a document may have no end. */
const LONGEST = 1000

/** How much of a longer one is left at its beginning and at its end. */
const LEFT = 400

/** A message, a hint or a path, safe to show, and without the bulk of what it quotes: whatever made it, no diagnostic is otherwise. */
export function clip(message: string): string {
  return escapeControls(message.length > LONGEST ? `${message.slice(0, LEFT)}…${message.slice(-LEFT)}` : message)
}
