import { stat } from 'node:fs/promises'
import type { SingleBar } from 'cli-progress'

/** Work that takes less is done before a bar could be read. */
const APPEARS_AFTER_MS = 700

/** The bar that is on the terminal now. */
let shown: SingleBar | undefined

/** Take the bar away, so that something else can be printed; it comes back with the next progress. */
export function hideProgress(): void {
  shown?.stop()
  shown = undefined
}

/**
 * A progress bar on standard error for the reading of these files; none where that is no terminal.
 *
 * @returns to be called with the bytes that were dealt with
 */
export async function progressOver(files: readonly string[]): Promise<(bytes: number) => void> {
  if (process.stderr.isTTY !== true) return () => {}
  let total = 0
  for (const file of files) total += await sizeOf(file)
  const { SingleBar } = await import('cli-progress')
  const since = Date.now()
  let value = 0
  return (bytes) => {
    value += bytes
    if (value >= total) hideProgress()
    else if (shown !== undefined) shown.update(value)
    else if (Date.now() - since > APPEARS_AFTER_MS) {
      shown = new SingleBar({
        format: '{bar} {percentage}% of the input, {eta_formatted} to go',
        stream: process.stderr,
        clearOnComplete: true,
        hideCursor: true,
        barsize: 30,
      })
      shown.start(total, value)
    }
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}
