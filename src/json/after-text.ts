import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import { type ParsedJson, parseJson } from './parse.js'

/** The root value and, if text before it was skipped, a warning (VL322); or why there is none. */
export type JsonAfterText = ParsedJson & { readonly skipped?: Diagnostic }

/**
 * Where the first line is that begins like JSON of objects: a bracket, and then another, a quote or the end of the line.
 * Negative if there is none.
 */
export function startOfJson(text: string): number {
  return text.search(/^(?:\[[ \t]*(?:[[{\]]|$)|\{[ \t]*(?:["}]|$))/m)
}

/**
 * Parse JSON that may follow lines of other text, such as PowerShell's warnings. It begins with the first line that looks like
 * it.
 */
export function parseJsonAfterText(document: SourceText, maxDepth?: number): JsonAfterText {
  const { text } = document
  const start = text.search(/[^\ufeff \t\r\n]/)
  const whole = parseJson(document, maxDepth)
  if ('root' in whole || start < 0 || /[[{<]/.test(text.charAt(start))) return whole
  const json = startOfJson(text)
  if (json < 0) return whole
  const parsed = parseJson(document, maxDepth, json)
  if ('diagnostic' in parsed) return parsed
  const lines = text
    .slice(start, json)
    .trimEnd()
    .split(/\r\n?|\n/)
  const [first = ''] = lines
  const what = lines.length === 1 ? 'a line of text' : `${lines.length} lines of text`
  const message = `skipped ${what} before the JSON: ${quote(first)}`
  const hint = 'add -WarningAction SilentlyContinue to the command that wrote it'
  return { ...parsed, skipped: document.diagnostic({ code: 'VL322', message, hint }, start, start + first.length) }
}
