import { once } from 'node:events'
import { hideProgress } from './progress.js'

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
