import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Engine } from '../../validate/index.js'
import { type CheckedFile, type CheckOptions, checkFile } from './check-file.js'
import type { Entry } from './choose-files.js'
import type { Interrupt } from './interrupt.js'

/** How long, in milliseconds, signals may have to wait while one small file after the other is checked. */
const PATIENCE_MS = 50

/** Check files one after the other in this thread. Ends early where somebody wants it to. */
export async function* checkAll(
  entries: readonly Entry[],
  options: CheckOptions,
  engine: Engine,
  interrupt: Interrupt,
): AsyncGenerator<CheckedFile> {
  let turned = performance.now()
  for (const entry of entries) {
    if (performance.now() - turned > PATIENCE_MS) {
      await nextTurn()
      turned = performance.now()
    }
    const checked = await interrupt.during(checkFile(entry, options, engine))
    if (checked === undefined) return
    yield checked
  }
}
