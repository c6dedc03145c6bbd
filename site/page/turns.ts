/** Runs a task after a pause, one run at a time: if it is asked for during a run, what that finds is outdated, and it runs again. */
export class Turns {
  private timer: ReturnType<typeof setTimeout> | undefined
  private isBusy = false
  private isWaiting = false

  /** @param run gives what to do with what it found; it does not fail */
  constructor(private readonly run: () => Promise<() => void>) {}

  /** Run after a pause, in milliseconds, unless it is asked for again before. */
  after(pause: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.turn(), pause)
  }

  private async turn(): Promise<void> {
    if (this.isBusy) {
      this.isWaiting = true
      return
    }
    this.isBusy = true
    const use = await this.run()
    this.isBusy = false
    if (!this.isWaiting) {
      use()
      return
    }
    this.isWaiting = false
    this.after(0)
  }
}
