import type { Signal, Signals } from '../io.js'

/** The signals that end a run early, with the exit status that shells give them: 128 and the number of the signal. */
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<Signal, number>

const SIGNALS = Object.keys(STATUS) as readonly Signal[] // Its only keys.

/** Whether a signal asked a run to end, so that it can end with what was found so far. */
export class Interrupt {
  private signal: Signal | undefined
  private readonly wakers = new Set<() => void>()

  /**
   * Begin to listen; until `ignore` is called the signals do not end the process, but a second one does.
   *
   * @param endsAtSecond whether it does; if not, the run ends as soon as nothing is left half done
   */
  constructor(
    private readonly signals: Signals,
    private readonly endsAtSecond = true,
  ) {
    for (const signal of SIGNALS) signals.on(signal, this.heed)
  }

  /** The exit status of a run that was interrupted. */
  get status(): 130 | 143 | undefined {
    return this.signal === undefined ? undefined : STATUS[this.signal]
  }

  /** Call something when it happens. */
  onInterrupt(wake: () => void): void {
    this.wakers.add(wake)
  }

  /** What some work gives; undefined as soon as it happens, whatever the work waits for. */
  async during<Result>(work: Promise<Result>): Promise<Result | undefined> {
    let wake = (): void => {}
    const interrupted = new Promise<undefined>((resolve) => {
      wake = () => resolve(undefined)
    })
    this.wakers.add(wake)
    try {
      return await (this.signal === undefined ? Promise.race([work, interrupted]) : undefined)
    } finally {
      this.wakers.delete(wake)
    }
  }

  /** Leave the signals to the system again. */
  ignore(): void {
    for (const signal of SIGNALS) this.signals.off(signal, this.heed)
  }

  private readonly heed = (signal: Signal): void => {
    this.signal = signal
    // Not before all who listen have been called: signal-exit ends the process if it is the only one left.
    if (this.endsAtSecond) setImmediate(() => this.ignore())
    for (const wake of this.wakers) wake()
  }
}
