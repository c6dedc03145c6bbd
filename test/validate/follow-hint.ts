import type { Diagnostic, SourceText } from '../../src/diagnostics/index.js'

/** Whether a hint writes out an element or an attribute. */
export function isRewriting({ hint = '' }: Diagnostic): boolean {
  return AS_ELEMENT.test(hint) || ADDED_ELEMENT.test(hint) || ADDED_ATTRIBUTE.test(hint) || AS_CHILD.test(hint)
}

const MEANT = /^did you mean (?:"([^"]*)"|<([^>]*)>)/
const AS_ELEMENT = /^write it as an element in <[^>]*>: (<.*>)$/
const AS_CHILD = /^write (<[^>\s]*>[^<]*<\/[^>]*>)$/
const ADDED_ELEMENT = /^add (<.*>)(?:, where … is .*(?:"([^"]*)"|such as ([^\s,]*)).*)?$/
const ADDED_ATTRIBUTE = /^add ([\w:]+="[^"]*")(?:,| or |$)/

/** The document after the edit that a hint suggests; undefined where it suggests none, or leaves it open. */
export function followHint(document: SourceText, finding: Diagnostic): string | undefined {
  const { hint = '', line, column, endLine = line, endColumn = column } = finding
  if (endLine !== line) return undefined
  const { text } = document
  const start = document.lineStart(line) + column - 1
  const end = document.lineStart(line) + endColumn - 1
  const replaced = (with_: string): string => text.slice(0, start) + with_ + text.slice(end)
  const [, word, element] = MEANT.exec(hint) ?? []
  if (word !== undefined) return replaced(word)
  if (element !== undefined) return renamed(text, start, end, element)
  const [, child] = AS_CHILD.exec(hint) ?? []
  if (child !== undefined) return replaced(child)
  const [, attribute] = ADDED_ATTRIBUTE.exec(hint) ?? []
  if (attribute !== undefined) return `${text.slice(0, end)} ${attribute}${text.slice(end)}`
  const [, instead] = AS_ELEMENT.exec(hint) ?? []
  if (instead !== undefined && !instead.includes('…')) {
    const rest = text.slice(end).replace(/^\s*=\s*(?:"[^"]*"|'[^']*')/, '')
    return withChild(text.slice(0, start) + rest, text.lastIndexOf('<', start), instead)
  }
  const [, added, quoted, example] = ADDED_ELEMENT.exec(hint) ?? []
  const filled = added?.replace('…', quoted ?? example ?? '…')
  return filled === undefined || filled.includes('…') ? undefined : withChild(text, start, filled)
}

function renamed(text: string, start: number, end: number, name: string): string {
  const before = text.slice(start + 1, end)
  const close = text.indexOf(`</${before}>`, end)
  const closed = close < 0 ? text : `${text.slice(0, close)}</${name}>${text.slice(close + before.length + 3)}`
  return `${closed.slice(0, start)}<${name}${closed.slice(end)}`
}

/** With a child at the end of the element whose start tag is at an offset. */
function withChild(text: string, start: number, child: string): string {
  const name = /^<([^\s/>]*)/.exec(text.slice(start))?.[1] ?? ''
  const tagEnd = text.indexOf('>', start)
  if (text.charAt(tagEnd - 1) === '/') return `${text.slice(0, tagEnd - 1)}>${child}</${name}>${text.slice(tagEnd + 1)}`
  const close = text.indexOf(`</${name}>`, tagEnd)
  return text.slice(0, close) + child + text.slice(close)
}
