import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Engines } from '../../validate/index.js'
import type { Interrupt } from '../console/interrupt.js'
import type { Entry } from '../files/choose-files.js'
import type { Io } from '../io.js'
import { type CheckedFile, type CheckOptions, checkFile, howToCheck } from './check-file.js'

/** How long, in milliseconds, signals may have to wait while small files are checked one after the other. */
const PATIENCE_MS = 50

/** Check files one after the other in this thread. Ends early when interrupted. */
export async function* checkFiles(
  entries: readonly Entry[],
  options: CheckOptions,
  engines: Engines,
  io: Io,
  interrupt: Interrupt,
): AsyncGenerator<CheckedFile> {
  const howTo = howToCheck(options, engines)
  let turned = io.now()
  for (const entry of entries) {
    if (io.now() - turned > PATIENCE_MS) {
      await nextTurn()
      turned = io.now()
    }
    const checked = await interrupt.during(checkFile(entry, options, howTo, io))
    if (checked === undefined) return
    yield checked
  }
}
