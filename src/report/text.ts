import pc from 'picocolors'
import stringWidth from 'string-width'
import { type Diagnostic, type Excerpt, escapeControls, type Severity } from '../diagnostics/index.js'
import type { Paint } from './report.js'

/**
 * A diagnostic for people: position, severity, code and message, then the source line with the fault underlined, then the
 * hint. No input can make it control a terminal. It ends with a line end.
 *
 * @param paint how to colour it; plain text unless given
 */
export function formatDiagnostic(diagnostic: Diagnostic, paint: Paint = PLAIN): string {
  const { file, line, column, severity, code, message, hint, excerpt, path } = diagnostic
  const color = COLORS[severity]
  const at = path === undefined ? '' : paint.dim(` (${escapeControls(path)})`)
  const head = `${paint.bold(`${escapeControls(file)}:${line}:${column}`)} ${paint[color](severity)} ${code} ${escapeControls(message)}${at}\n`
  if (excerpt === undefined || excerpt.text.trim() === '') {
    return hint === undefined ? head : `${head}   ${paint.cyan(escapeControls(hint))}\n`
  }
  return head + formatExcerpt(line, column, excerpt, hint, paint, color)
}

const PLAIN = pc.createColors(false)

const COLORS = { error: 'red', warning: 'yellow', note: 'cyan' } as const satisfies Record<Severity, keyof Paint>

function formatExcerpt(
  line: number,
  column: number,
  { text, start, end }: Excerpt,
  hint: string | undefined,
  paint: Paint,
  color: keyof Paint,
): string {
  const number = String(line).padStart(5)
  const gutter = ' '.repeat(number.length)
  const shown = (part: string): string => part.replace(/[^\t]+/g, escapeControls)
  // Of a long line, an excerpt may leave out the beginning.
  const before = `${column - 1 > start ? '…' : ''}${shown(text.slice(0, start))}`
  const marked = shown(text.slice(start, end))
  const caret = '^'.repeat(Math.max(1, stringWidth(marked)))
  const pad = before.replace(/[^\t]+/g, (part) => ' '.repeat(stringWidth(part)))
  const said = hint === undefined ? '' : `  ${paint.cyan(escapeControls(hint))}`
  return `${paint.dim(`${number} |`)} ${before}${marked}${shown(text.slice(end))}\n${paint.dim(`${gutter} |`)} ${pad}${paint[color](caret)}${said}\n`
}
