/** Longest message that is whole, in UTF-16 code units: what it quotes of a document may have no end. */
const LONGEST = 1000

/** How much of a longer one is left at its beginning and at its end. */
const LEFT = 400

/** A message, or a hint, without the bulk of what it quotes. */
export function clip(message: string): string {
  if (message.length <= LONGEST) return message
  return `${message.slice(0, LEFT)}…${message.slice(-LEFT)}`
}
