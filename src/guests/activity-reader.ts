import type { Clock, Hypervisor } from './hypervisor.js'

type Activity = ReadonlyMap<string, boolean> | undefined

/** Finds out which guests are active, for all that ask, with at most one call at a time. */
export class ActivityReader {
  private running: Promise<Activity> | undefined
  private next: Promise<Activity> | undefined
  private lostSince: number | undefined

  constructor(
    private readonly hypervisor: Pick<Hypervisor, 'activity'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** What is so after this call: one that is under way may have seen something older. */
  read(): Promise<Activity> {
    if (this.next !== undefined) return this.next
    if (this.running === undefined) return this.begin()
    this.next = this.running.then(() => this.begin())
    return this.next
  }

  /** For how long the hypervisor has not been reached, in milliseconds. */
  unreachableFor(): number {
    return this.lostSince === undefined ? 0 : this.clock.now() - this.lostSince
  }

  private begin(): Promise<Activity> {
    this.next = undefined
    const call = this.hypervisor.activity().then((activity) => {
      this.running = undefined
      if (activity !== undefined) this.lostSince = undefined
      else this.lostSince ??= this.clock.now()
      return activity
    })
    this.running = call
    return call
  }
}
