import { once } from 'node:events'
import { hideProgress } from './progress.js'

/** Standard output, as others may leave it: a reader that closes early, as in "… | head", is no fault. */
export const reader = {
  /** Whether nobody reads any more: what is printed then is lost. */
  gone: false,
  /** Whether there is nothing left to do without one. */
  isNeeded: true,
}

/** Results go to standard output. */
export function printResult(text: string | Uint8Array): void {
  hideProgress()
  process.stdout.write(text)
}

/** The same for one of many pieces: waits where the reader of a pipe is slower, so that they do not pile up. */
export async function printResultInTime(text: string | Uint8Array): Promise<void> {
  if (reader.gone || text.length === 0) return
  hideProgress()
  // An error of the stream, which ends the wait, is dealt with where the program starts.
  if (!process.stdout.write(text)) await once(process.stdout, 'drain').catch(() => {})
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
