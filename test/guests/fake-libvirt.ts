import {
  type Answer,
  type Clock,
  type Guest,
  type GuestAction,
  type GuestIdentity,
  type GuestState,
  type Hypervisor,
  isActive,
} from '../../src/guests/index.js'

/** Time that passes only when everybody waits. */
export class VirtualClock implements Clock {
  private time = 0
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = []

  now(): number {
    return this.time
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.sleepers.push({ until: this.time + milliseconds, wake: resolve })
      signal?.addEventListener('abort', () => resolve(), { once: true })
      if (signal?.aborted === true) resolve()
    })
  }

  /** Let some work run, moving time on whenever all of it waits. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false
    const end = (): void => {
      isOver = true
    }
    work.then(end, end)
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (isOver) return work
      const next = this.sleepers.reduce((a, b) => (b.until < a.until ? b : a), this.sleepers[0] ?? NOBODY)
      if (next === NOBODY) throw new Error('everybody waits, and nobody for the time')
      this.sleepers.splice(this.sleepers.indexOf(next), 1)
      this.time = Math.max(this.time, next.until)
      next.wake()
    }
  }
}

const NOBODY = { until: 0, wake: () => {} }

/** How a request goes wrong. */
export type Fault =
  | 'none'
  | 'refused'
  /** Success is reported, and nothing happens. */
  | 'nothing-happens'
  /** Failure is reported, and it happens all the same. */
  | 'happens-anyhow'
  | 'unreachable'
  | 'busy'
  | 'unreachable-but-happens'

/** A request as libvirt got it. */
export interface Requested {
  readonly at: number
  readonly action: GuestAction
  readonly uuid: string
  readonly answer: Answer
}

/** A guest of the fake. */
export interface FakeGuest extends Guest {
  readonly state: GuestState
  /** Seconds from a request to its being off; absent if it ignores requests. */
  readonly shutsDownIn?: number
  /** Whether it is off because it runs on another host. */
  readonly hasMoved?: boolean
}

/** A libvirt in memory, whose requests go wrong as a test says. */
export class FakeLibvirt implements Hypervisor {
  readonly requests: Requested[] = []
  private readonly all: Map<string, FakeGuest>

  constructor(
    guests: readonly FakeGuest[],
    private readonly clock: VirtualClock,
    /** The fault of the next request, or of the next look at the guests. */
    private readonly fault: (asked: GuestAction | 'activity') => Fault = () => 'none',
    private readonly beforeRequest: () => void = () => {},
  ) {
    this.all = new Map(guests.map((guest) => [guest.uuid, guest]))
  }

  get guests(): readonly FakeGuest[] {
    return [...this.all.values()]
  }

  async activity(): Promise<ReadonlyMap<string, boolean> | undefined> {
    await this.clock.sleep(20)
    return this.fault('activity').startsWith('unreachable')
      ? undefined
      : new Map(this.guests.map(({ uuid, state }) => [uuid, isActive(state)]))
  }

  async request(action: GuestAction, { uuid }: GuestIdentity): Promise<Answer> {
    this.beforeRequest()
    const fault = this.fault(action)
    const at = this.clock.now()
    const happens = fault === 'none' || fault === 'happens-anyhow' || fault === 'unreachable-but-happens'
    const refusal = happens ? this.perform(action, uuid) : undefined
    const answer: Answer = fault.startsWith('unreachable')
      ? 'unreachable'
      : fault === 'busy'
        ? 'busy'
        : fault === 'refused' || fault === 'happens-anyhow'
          ? { refused: 'it was refused' }
          : refusal === undefined
            ? 'accepted'
            : { refused: refusal }
    this.requests.push({ at, action, uuid, answer })
    await this.clock.sleep(100)
    return answer
  }

  async movedAway(guests: readonly GuestIdentity[]): Promise<ReadonlySet<string>> {
    return new Set(guests.map(({ uuid }) => uuid).filter((uuid) => this.all.get(uuid)?.hasMoved === true))
  }

  /** Change a guest behind libvirt's back. */
  set(uuid: string, state: GuestState, more: Partial<FakeGuest> = {}): void {
    const guest = this.all.get(uuid)
    if (guest === undefined) return
    if (!isActive(state) && !guest.persistent) this.all.delete(uuid)
    else this.all.set(uuid, { ...guest, state, ...more })
  }

  /** The host loses power. */
  powerOff(): void {
    for (const { uuid } of this.guests) this.set(uuid, 'shut off')
  }

  private perform(action: GuestAction, uuid: string): string | undefined {
    const guest = this.all.get(uuid)
    if (guest === undefined) return 'no such domain'
    const active = isActive(guest.state)
    if (active === (action === 'start')) return active ? 'already active' : 'not running'
    if (action === 'start') this.set(uuid, 'running', { saved: false })
    if (action === 'destroy') this.set(uuid, 'shut off')
    if (action === 'save') {
      if (!guest.persistent) return 'cannot do managed save for transient domain'
      this.set(uuid, 'shut off', { saved: true })
    }
    if (action === 'shutdown') {
      if (guest.state === 'paused') return 'domain is not running'
      const { shutsDownIn } = guest
      if (shutsDownIn !== undefined) void this.shutDown(uuid, shutsDownIn)
    }
    return undefined
  }

  private async shutDown(uuid: string, seconds: number): Promise<void> {
    await this.clock.sleep(seconds * 1000)
    this.set(uuid, 'shut off')
  }
}
