import { once } from 'node:events'
import pc from 'picocolors'
import type { Diagnostic } from '../../diagnostics/index.js'
import type { Paint } from '../../report/report.js'
import type { Io, OutputStream } from '../io.js'
import { Progress } from './progress.js'

/** What one run prints: results to standard output, messages and progress to standard error. */
export class Terminal {
  readonly progress: Progress

  /**
   * @param look `color`: whether text is coloured, whatever it is printed on; `quiet`: whether only errors are printed
   */
  constructor(
    readonly io: Io,
    private readonly look: { readonly color?: boolean; readonly quiet?: boolean } = {},
  ) {
    this.progress = new Progress(io, !this.isQuiet)
  }

  /** Print a result. */
  result(text: string | Uint8Array): void {
    this.progress.hide()
    this.io.stdout.write(text)
  }

  /** Print one of many pieces of a result: waits if the reader of a pipe is slower, so that they do not pile up. */
  async resultInTime(text: string | Uint8Array): Promise<void> {
    const { stdout, reader } = this.io
    if (reader.gone || text.length === 0) return
    this.progress.hide()
    // An error of the stream ends the wait; main.ts deals with it.
    if (!stdout.write(text)) await once(stdout, 'drain').catch(() => {})
  }

  /** Print workflow commands, which a service obeys, in the same way. */
  async commandsInTime(text: string): Promise<void> {
    const { stdout, reader } = this.io
    if (reader.gone || text.length === 0) return
    this.progress.hide()
    const write = stdout.writeCommands ?? ((commands: string) => stdout.write(commands))
    if (!write(text)) await once(stdout, 'drain').catch(() => {})
  }

  /** Print a line that is neither a result nor a diagnostic, unless only errors are wanted. */
  note(text: string): void {
    if (!this.isQuiet) this.failure(text)
  }

  /** Print a line that says why the program could not run. */
  failure(text: string): void {
    this.progress.hide()
    this.io.stderr.write(`${text}\n`)
  }

  /** Print diagnostics. How they look is loaded here: most runs find nothing, and end sooner without it. */
  async diagnostics(diagnostics: readonly Diagnostic[]): Promise<void> {
    const shown = this.isQuiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
    if (shown.length === 0) return
    const { formatDiagnostic } = await import('../../report/text.js')
    const paint = this.paint(this.io.stderr)
    this.progress.hide()
    const text = shown.map((diagnostic) => formatDiagnostic(diagnostic, paint)).join('')
    this.io.stderr.write(text)
  }

  /** Say on a terminal that input is awaited; otherwise a program without arguments seems to hang. */
  announceStandardInput(paths: readonly string[]): void {
    if (this.io.stdin.isTTY && (paths.length === 0 || paths.includes('-'))) {
      this.note('reading standard input; end it with Ctrl-D, or see --help')
    }
  }

  /** Whether only errors are printed. */
  get isQuiet(): boolean {
    return this.look.quiet === true
  }

  /**
   * Colour as it is asked for; else only on a terminal, and never with NO_COLOR (https://no-color.org: whatever its value, unless
   * empty).
   */
  paint(stream: OutputStream): Paint {
    const { env } = this.io
    if (this.look.color !== undefined) return pc.createColors(this.look.color)
    return pc.createColors(stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb')
  }

  /** Whether this is a run of GitHub Actions. */
  get isOnGithub(): boolean {
    return this.io.env['GITHUB_ACTIONS'] === 'true'
  }
}
