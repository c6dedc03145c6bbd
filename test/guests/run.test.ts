import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  beforeStart,
  type HostRecord,
  isActive,
  planStart,
  planStop,
  type RunResult,
  runPlan,
  type StopOptions,
} from '../../src/guests/index.js'
import { expectAsDocumented } from '../docs/documented.js'
import { type FakeGuest, FakeLibvirt, type Fault, type Requested, VirtualClock } from './fake-libvirt.js'
import { guest, uuidOf } from './guests.js'

const OPTIONS: StopOptions = { defaultStop: 'leave', timeout: 120, saveTimeout: 600, onTimeout: 'destroy' }

/** A host with libvirt, and a directory for its record. */
class Host {
  readonly clock = new VirtualClock()
  readonly libvirt: FakeLibvirt
  record: HostRecord | undefined
  boot = 1
  /** The requests that may still be made before the run is interrupted. */
  budget = Number.POSITIVE_INFINITY
  private abort = new AbortController()

  constructor(guests: readonly FakeGuest[], fault?: ConstructorParameters<typeof FakeLibvirt>[2]) {
    this.libvirt = new FakeLibvirt(guests, this.clock, fault, () => {
      expect(this.activeInRecord()).toBe(true)
      if (--this.budget <= 0) this.abort.abort()
    })
  }

  /** Whether every guest that is active now is in the record, if a stop is under way. */
  private activeInRecord(): boolean {
    const { stop, start } = this.record ?? {}
    if (start !== undefined) return true
    const recorded = new Set(stop?.guests.map(({ uuid }) => uuid))
    return this.libvirt.guests.every(({ uuid, state }) => !isActive(state) || recorded.has(uuid))
  }

  stop(options: Partial<StopOptions> = {}): Promise<RunResult> {
    const { guests } = this.libvirt
    return this.run(guests, planStop(guests, { ...OPTIONS, ...options }))
  }

  async start(): Promise<RunResult> {
    const { guests } = this.libvirt
    const before = beforeStart(this.record, String(this.boot))
    if (before.kind === 'started') return { outcomes: [], diagnostics: [], finished: true }
    const active = before.kind === 'stopped' ? { active: new Set(before.guests.map(({ uuid }) => uuid)) } : {}
    return this.run(guests, planStart(guests, { ...active, done: before.done }))
  }

  /** The host stops, whatever is running, and starts again. */
  reboot(): void {
    this.libvirt.powerOff()
    this.boot++
  }

  active(): readonly string[] {
    return this.libvirt.guests.filter(({ state }) => isActive(state)).map(({ name }) => name)
  }

  private run(guests: readonly FakeGuest[], plan: Parameters<typeof runPlan>[0]['plan']): Promise<RunResult> {
    this.abort = new AbortController()
    const save = async (record: HostRecord): Promise<undefined> => {
      await this.clock.sleep(5)
      this.record = record
    }
    const now = { boot: String(this.boot), time: '2026-01-01T00:00:00Z' }
    const { libvirt: hypervisor, clock } = this
    const run = runPlan(
      { uri: 'fake:///', plan, guests, previous: this.record, now, save },
      { hypervisor, clock, parallel: 2, signal: this.abort.signal },
    )
    return clock.run(run)
  }
}

const answers = (n: number, lifecycle: FakeGuest['lifecycle'] = {}, more: Partial<FakeGuest> = {}): FakeGuest => ({
  ...guest(n, lifecycle ?? {}),
  shutsDownIn: 3,
  ...more,
})
const said = ({ diagnostics }: RunResult) => diagnostics.map(({ code }) => code)

describe('a stop', () => {
  test('does what each guest says, and a start brings back exactly those that are wanted', async () => {
    const host = new Host([
      answers(1, { hostStart: 'restart-if-active', hostStop: 'save' }),
      answers(2, { hostStart: 'ignore', hostStop: 'shutdown' }),
      answers(3, { hostStart: 'start', hostStop: 'destroy' }),
      answers(4, { hostStart: 'restart-if-active', hostStop: 'shutdown' }, { state: 'shut off' }),
      answers(5, { hostStart: 'start', hostStop: 'shutdown' }, { state: 'shut off' }),
    ])
    expect(said(await host.stop())).toEqual([])
    expect(host.active()).toEqual([])
    expect(host.libvirt.requests.map(({ action, uuid }) => `${action} ${uuid.at(-1)}`)).toEqual([
      'save 1',
      'shutdown 2',
      'destroy 3',
    ])
    host.reboot()
    expect(said(await host.start())).toEqual([])
    expect(host.active()).toEqual(['vm1', 'vm3', 'vm5'])
  })

  test('a guest that ignores the request is powered off at its deadline, not before', async () => {
    const host = new Host([guest(1, { hostStop: 'shutdown' })])
    const { diagnostics } = await host.stop({ timeout: 30 })
    expect(diagnostics).toMatchObject([{ code: 'VL605' }])
    expectAsDocumented('VL605', `warning VL605 ${diagnostics[0]?.message}`)
    const [asked, destroyed] = host.libvirt.requests
    expect((destroyed?.at ?? 0) - (asked?.at ?? 0)).toBeGreaterThanOrEqual(30_000)
    expect(host.active()).toEqual([])
  })

  test('a guest whose request is refused is not waited for', async () => {
    const host = new Host([answers(1, { hostStop: 'shutdown' })], (asked) =>
      asked === 'shutdown' ? 'refused' : 'none',
    )
    await host.stop()
    expect(host.clock.now()).toBeLessThan(5_000)
    expect(host.active()).toEqual([])
  })

  test('a guest that is being migrated is asked until its time is over, and then powered off', async () => {
    const host = new Host([answers(1, { hostStop: 'shutdown' })], (asked) => (asked === 'shutdown' ? 'busy' : 'none'))
    const { diagnostics } = await host.stop({ timeout: 30 })
    expect(diagnostics).toMatchObject([{ code: 'VL605', message: expect.stringContaining('libvirt is busy') }])
    const destroyed = host.libvirt.requests.at(-1)
    expect(destroyed?.action).toBe('destroy')
    expect(destroyed?.at).toBeGreaterThanOrEqual(30_000)
  })

  test('a guest that moves to another host meanwhile is not powered off, and not started here', async () => {
    const host = new Host([answers(1, { hostStart: 'restart-if-active', hostStop: 'save' })], (asked) => {
      if (asked === 'save' && host.clock.now() > 10_000) host.libvirt.set(uuidOf(1), 'shut off', { hasMoved: true })
      return asked === 'save' ? 'busy' : 'none'
    })
    const stopped = await host.stop()
    expect(said(stopped)).toEqual(['VL620'])
    expectAsDocumented('VL620', `note VL620 ${stopped.diagnostics[0]?.message}`)
    expect(host.libvirt.requests.map(({ action }) => action)).not.toContain('destroy')
    host.reboot()
    await host.start()
    expect(host.active()).toEqual([])
  })

  test('a request that never ends does not hide that the guest has stopped', async () => {
    const host = new Host([answers(1, { hostStop: 'save' })])
    const request = (): Promise<never> => {
      host.libvirt.set(uuidOf(1), 'shut off', { saved: true })
      return new Promise(() => {})
    }
    host.libvirt.request = request
    const { outcomes } = await host.stop()
    expect(outcomes).toMatchObject([{ result: 'done', action: 'save' }])
    expect(host.clock.now()).toBeLessThan(20_000)
  })

  test('an interrupted run ends at once, whatever libvirt is still doing', async () => {
    const clock = new VirtualClock()
    const abort = new AbortController()
    const one = guest(1, { hostStop: 'save' })
    const { outcomes } = await runPlan(
      {
        uri: '',
        plan: planStop([one], OPTIONS),
        guests: [one],
        previous: undefined,
        now: { boot: '1', time: '' },
        save: async () => undefined,
      },
      {
        hypervisor: {
          activity: async () => new Map([[one.uuid, true]]),
          request: () => {
            abort.abort()
            return new Promise(() => {})
          },
          movedAway: async () => new Set(),
        },
        clock,
        parallel: 1,
        signal: abort.signal,
      },
    )
    expect(outcomes).toMatchObject([{ result: 'interrupted' }])
  })

  test('with --on-timeout leave, a guest that ignores the request is left, which is an error', async () => {
    const host = new Host([guest(1, { hostStop: 'shutdown' })])
    expect(said(await host.stop({ onTimeout: 'leave' }))).toEqual(['VL606'])
    expect(host.active()).toEqual(['vm1'])
    expect(host.record?.stop?.finished).toBe(false)
  })

  test('a guest that cannot be saved is asked to shut down', async () => {
    const host = new Host([answers(1, { hostStop: 'save' })], (asked) => (asked === 'save' ? 'refused' : 'none'))
    expect(said(await host.stop())).toEqual(['VL605'])
    expect(host.libvirt.requests.map(({ action }) => action)).toEqual(['save', 'shutdown'])
  })

  test('success that libvirt reports counts for nothing if the guest is still active', async () => {
    const host = new Host([answers(1, { hostStop: 'save' })], (asked) => {
      return asked === 'save' ? 'nothing-happens' : 'none'
    })
    await host.stop()
    expect(host.libvirt.requests.map(({ action }) => action)).toEqual(['save', 'shutdown'])
  })

  test('a connection that breaks during a request is no refusal: the guest is asked again, and not powered off', async () => {
    const faults: Fault[] = ['refused']
    const looks: Fault[] = ['none', 'unreachable']
    const host = new Host([answers(1, { hostStop: 'shutdown' })], (asked) => {
      return (asked === 'activity' ? looks : faults).shift() ?? 'none'
    })
    expect(said(await host.stop())).toEqual([])
    expect(host.libvirt.requests.map(({ action }) => action)).toEqual(['shutdown', 'shutdown'])
  })

  test('if libvirt is lost for good, the run ends, and nothing is powered off', async () => {
    let looks = 0
    const host = new Host(
      Array.from({ length: 20 }, (_, n) => answers(n, { hostStop: 'shutdown' })),
      () => (looks++ > 2 ? 'unreachable' : 'none'),
    )
    const { outcomes } = await host.stop({ timeout: 300 })
    expect(host.clock.now()).toBeLessThan(120_000)
    expect(outcomes.filter(({ result }) => result === 'failed')).not.toEqual([])
    expect(host.libvirt.requests.filter(({ action }) => action === 'destroy')).toEqual([])
  })

  test('if the record cannot be saved, nothing is done', async () => {
    const host = new Host([answers(1, { hostStop: 'destroy' })])
    const { guests } = host.libvirt
    const failure = { code: 'VL503', severity: 'error', message: 'full', file: 'r', line: 1, column: 1 } as const
    const result = await host.clock.run(
      runPlan(
        {
          uri: '',
          plan: planStop(guests, OPTIONS),
          guests,
          previous: undefined,
          now: { boot: '1', time: '' },
          save: async () => failure,
        },
        { hypervisor: host.libvirt, clock: host.clock, parallel: 1 },
      ),
    )
    expect(result).toEqual({ outcomes: [], diagnostics: [failure], finished: false })
    expect(host.active()).toEqual(['vm1'])
  })
})

describe('a start', () => {
  const off = { state: 'shut off' } as const

  test('keeps order and delays', async () => {
    const host = new Host([
      guest(1, { hostStart: 'start', order: 2 }, off),
      guest(2, { hostStart: 'start', order: 1, delay: 100 }, off),
      guest(3, { hostStart: 'start' }, off),
    ])
    await host.start()
    const times = host.libvirt.requests.map(({ uuid, at }) => [uuid.at(-1), Math.floor(at / 1000)])
    expect(times).toEqual([
      ['2', 100],
      ['1', 100],
      ['3', 100],
    ])
  })

  test('one that fails stops no other, and is tried again by the next run', async () => {
    const faults: Fault[] = ['refused']
    const host = new Host([guest(1, { hostStart: 'start' }, off), guest(2, { hostStart: 'start' }, off)], (asked) => {
      return (asked === 'start' ? faults.shift() : undefined) ?? 'none'
    })
    expect(said(await host.start())).toEqual(['VL607'])
    expect(host.active()).toHaveLength(1)
    expect(said(await host.start())).toEqual([])
    expect(host.active()).toHaveLength(2)
  })

  test('a guest that is stopped by hand after the start stays off, until the host starts again', async () => {
    const host = new Host([guest(1, { hostStart: 'start' }, off)])
    await host.start()
    host.libvirt.set(uuidOf(1), 'shut off')
    await host.start()
    expect(host.active()).toEqual([])
    host.reboot()
    await host.start()
    expect(host.active()).toEqual(['vm1'])
  })

  test('a host that stops during a start forgets no guest', async () => {
    const host = new Host(
      [1, 2, 3, 4].map((n) => answers(n, { hostStart: 'restart-if-active', hostStop: 'save', order: n })),
    )
    await host.stop()
    host.reboot()
    host.budget = 2
    await host.start()
    expect(host.active()).toEqual(['vm1', 'vm2'])
    host.budget = Number.POSITIVE_INFINITY
    await host.stop()
    host.reboot()
    await host.start()
    expect(host.active()).toEqual(['vm1', 'vm2', 'vm3', 'vm4'])
  })
})

/** One thing that happens to a host. The checks are in it. */
class Happening implements fc.AsyncCommand<object, Host> {
  constructor(
    private readonly name: string,
    private readonly happen: (host: Host) => Promise<void> | void,
  ) {}
  check = () => true
  run = async (_: object, host: Host) => this.happen(host)
  toString = () => this.name
}

const hostStart = fc.constantFrom('ignore', 'restart-if-active', 'start', undefined)
const hostStop = fc.constantFrom('save', 'shutdown', 'destroy', undefined)
const fakeGuests = fc
  .array(
    fc.record({
      hostStart,
      hostStop,
      order: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      delay: fc.constantFrom(undefined, 0, 90),
      state: fc.constantFrom('running', 'running', 'paused', 'other', 'shut off'),
      transient: fc.boolean(),
      shutsDownIn: fc.constantFrom(undefined, 2, 119, 200),
    }),
    { maxLength: 6 },
  )
  .map((rows) =>
    rows.map(({ state, transient, shutsDownIn, ...lifecycle }, n): FakeGuest => {
      const set = Object.fromEntries(Object.entries(lifecycle).filter(([, value]) => value !== undefined))
      const persistent = !transient || state === 'shut off'
      return { ...guest(n, set, { state, persistent }), ...(shutsDownIn === undefined ? {} : { shutsDownIn }) }
    }),
  )

const FAULTS: readonly Fault[] = [
  'none',
  'refused',
  'nothing-happens',
  'happens-anyhow',
  'unreachable',
  'unreachable-but-happens',
  'busy',
]

/** What no run may do: looked at in the guests before a run, and in the requests that libvirt got from it. */
function checkRequests(before: readonly FakeGuest[], requests: readonly Requested[]): void {
  for (const [i, { action, uuid, at }] of requests.entries()) {
    const { lifecycle, state, persistent } = before.find((g) => g.uuid === uuid) ?? guest(0, {})
    if (action === 'start') expect(['start', 'restart-if-active']).toContain(lifecycle?.hostStart)
    if (action !== 'destroy' || lifecycle?.hostStop === 'destroy') continue
    const earlier = requests.slice(0, i).filter((request) => request.uuid === uuid)
    const asked = earlier.filter((request) => request.action === 'shutdown')
    const isLate = asked[0] !== undefined && at - asked[0].at >= 120_000
    const wasRefused = typeof asked.at(-1)?.answer === 'object'
    const cannotBeAsked = state === 'paused' && (!persistent || earlier.some((request) => request.action === 'save'))
    expect(isLate || wasRefused || cannotBeAsked).toBe(true)
  }
}

async function checked(host: Host, run: () => Promise<RunResult>): Promise<void> {
  const before = host.libvirt.guests
  const { length } = host.libvirt.requests
  await run()
  checkRequests(before, host.libvirt.requests.slice(length))
}

describe('whatever happens to a host', () => {
  const stop = new Happening('stop', (host) => checked(host, () => host.stop()))
  const start = new Happening('start', (host) => checked(host, () => host.start()))
  const cut = (budget: number, inner: Happening) =>
    new Happening(`${inner} cut off after ${budget}`, async (host) => {
      host.budget = budget
      await inner.run({}, host)
      host.budget = Number.POSITIVE_INFINITY
    })
  const reboot = new Happening('reboot', (host) => host.reboot())
  const byHand = (n: number) =>
    new Happening(`guest ${n} by hand`, (host) => {
      const state = host.libvirt.guests.find(({ uuid }) => uuid === uuidOf(n))?.state
      if (state !== undefined) host.libvirt.set(uuidOf(n), isActive(state) ? 'shut off' : 'running')
    })
  const happenings = fc.commands(
    [
      fc.constant(stop),
      fc.constant(start),
      fc.constant(reboot),
      fc.integer({ min: 1, max: 4 }).map((n) => cut(n, stop)),
      fc.integer({ min: 1, max: 4 }).map((n) => cut(n, start)),
      fc.nat(5).map(byHand),
    ],
    { maxCommands: 12 },
  )

  test('no guest is started against its settings, powered off before its time, or missing from the record', async () => {
    const faults = fc.infiniteStream(
      fc.oneof({ weight: 4, arbitrary: fc.constant<Fault>('none') }, fc.constantFrom(...FAULTS)),
    )
    await fc.assert(
      fc.asyncProperty(fakeGuests, faults, happenings, async (guests, stream, commands) => {
        const setup = () => ({
          model: {},
          real: new Host(guests, () => stream.next().value ?? 'none'),
        })
        await fc.asyncModelRun(setup, commands)
      }),
      { numRuns: 150 },
    )
  })

  test('a second run of what went well changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fakeGuests, happenings, async (guests, commands) => {
        const host = new Host(guests)
        await fc.asyncModelRun(() => ({ model: {}, real: host }), commands)
        for (const run of [() => host.stop(), () => host.start()]) {
          await run()
          const count = host.libvirt.requests.length
          const active = host.active()
          await run()
          expect(host.active()).toEqual(active)
          expect(host.libvirt.requests.length).toBe(count)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('after a stop, cut off as often as you like, exactly those that are wanted are started', async () => {
    await fc.assert(
      fc.asyncProperty(
        fakeGuests,
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
        async (guests, budgets) => {
          const host = new Host(guests)
          const wasActive = new Set(guests.filter(({ state }) => isActive(state)).map(({ uuid }) => uuid))
          for (host.budget of budgets) await host.stop()
          host.budget = Number.POSITIVE_INFINITY
          await host.stop()
          host.reboot()
          for (host.budget of budgets) await host.start()
          host.budget = Number.POSITIVE_INFINITY
          await host.start()
          const wanted = guests.filter(({ uuid, persistent, lifecycle }) => {
            const restarts = lifecycle?.hostStart === 'restart-if-active' && wasActive.has(uuid)
            return persistent && (restarts || lifecycle?.hostStart === 'start')
          })
          expect(host.active()).toEqual(wanted.map(({ name }) => name))
        },
      ),
      { numRuns: 100 },
    )
  })
})
