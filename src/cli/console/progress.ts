import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SingleBar } from 'cli-progress'
import type { Io } from '../io.js'

/** Work that takes less is done before a bar could be read. */
const APPEARS_AFTER_MS = 700

/** A progress bar on standard error; none if that is not a terminal. */
export class Progress {
  private bar: SingleBar | undefined

  /** @param isWanted whether it is shown at all */
  constructor(
    private readonly io: Io,
    private readonly isWanted = true,
  ) {}

  /** Take the bar away, so that something else can be printed; it comes back with the next progress. */
  hide(): void {
    this.bar?.stop()
    this.bar = undefined
  }

  /**
   * Show how far the reading of these files has come.
   *
   * @returns to be called with the bytes that were dealt with
   */
  async over(files: readonly string[]): Promise<(bytes: number) => void> {
    const { stderr, cwd, now } = this.io
    if (stderr.isTTY !== true || !this.isWanted) return () => {}
    let total = 0
    for (const file of files) total += await sizeOf(resolve(cwd, file))
    const { SingleBar } = await import('cli-progress')
    const since = now()
    let value = 0
    return (bytes) => {
      value += bytes
      if (value >= total) this.hide()
      else if (this.bar !== undefined) this.bar.update(value)
      else if (now() - since > APPEARS_AFTER_MS) {
        this.bar = new SingleBar({
          format: '{bar} {percentage}%, {eta_formatted} left',
          stream: stderr,
          clearOnComplete: true,
          hideCursor: true,
          barsize: 30,
        })
        this.bar.start(total, value)
      }
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
