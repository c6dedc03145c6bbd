import type { Diagnostic } from '../diagnostics/index.js'
import { formatDiagnostic } from '../report/text.js'
import { commandsOnGithub } from './github-commands.js'
import { paintFor } from './paint.js'
import { hideProgress } from './progress.js'

/** Messages go to standard error. */
export function printMessages(diagnostics: readonly Diagnostic[]): void {
  const paint = paintFor(process.stderr)
  if (diagnostics.length === 0) return
  hideProgress()
  const text = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, paint)).join('')
  const { stop, resume } = commandsOnGithub()
  process.stderr.write(`${stop}${text}${resume}`)
}
