/**
 * Where snippets are inserted: an anchor is a regular expression that must match a file exactly once. Snippets go before or
 * after the match.
 */

/** A whole line, which is in the file once. */
export function line(text) {
  return new RegExp(`^${quoted(text)}\n`, 'gm')
}

/** From a line that begins with `start` to the first later line that is `end`, with no line that begins with `fence` between. */
export function range(start, end, fence = '}') {
  return new RegExp(`^${quoted(start)}.*\n(?:(?!${quoted(fence)}).*\n)*?${quoted(end)}\n`, 'gm')
}

/** Several lines, one after the other. */
export function lines(...texts) {
  return line(texts.join('\n'))
}

function quoted(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
