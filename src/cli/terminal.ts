import { once } from 'node:events'
import pc from 'picocolors'
import type { Diagnostic } from '../diagnostics/index.js'
import { formatDiagnostic, type Paint } from '../report/index.js'
import { hideProgress } from './progress.js'

/** Colour only on a terminal, and never with NO_COLOR (https://no-color.org: whatever its value, unless empty). */
function paintFor(stream: NodeJS.WriteStream): Paint {
  return pc.createColors(stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb')
}

/** Results go to standard output. */
export function printResult(text: string | Uint8Array): void {
  hideProgress()
  process.stdout.write(text)
}

/** The same for one of many pieces: waits where the reader of a pipe is slower, so that they do not pile up. */
export async function printResultInTime(bytes: Uint8Array): Promise<void> {
  hideProgress()
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
}

/** A diagnostic that is the result asked for. */
export function printDiagnosticAsResult(diagnostic: Diagnostic): void {
  hideProgress()
  process.stdout.write(formatDiagnostic(diagnostic, paintFor(process.stdout)))
}

/** Messages go to standard error. */
export function printMessages(diagnostics: readonly Diagnostic[]): void {
  const paint = paintFor(process.stderr)
  if (diagnostics.length > 0) hideProgress()
  for (const diagnostic of diagnostics) process.stderr.write(formatDiagnostic(diagnostic, paint))
}

/** A line that is neither a result nor a diagnostic. */
export function printNote(text: string): void {
  hideProgress()
  process.stderr.write(`${text}\n`)
}

/** Say on a terminal that input is awaited; otherwise a program without arguments seems to hang. */
export function announceStandardInput(paths: readonly string[]): void {
  if (process.stdin.isTTY && (paths.length === 0 || paths.includes('-'))) {
    printNote('reading standard input; end it with Ctrl-D, or see --help')
  }
}
