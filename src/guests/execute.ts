import { ActivityReader } from './activity-reader.js'
import type { Answer, Clock, Hypervisor } from './hypervisor.js'
import type { Attempt, GuestAction, Plan, Stage, Step } from './plan.js'

/** What happens while a plan is carried out. */
export type GuestEvent =
  | { readonly kind: 'requested'; readonly step: Step; readonly attempt: Attempt }
  | { readonly kind: 'failed'; readonly step: Step; readonly attempt: Attempt; readonly reason: string }
  | { readonly kind: 'ended'; readonly outcome: GuestOutcome }

/** What became of a step. */
export interface GuestOutcome {
  readonly step: Step
  /**
   * `done`: the guest is in the wanted state. `failed`: it is not, and nothing is left to be tried. `gone`: it no longer
   * exists and cannot be started. `interrupted`: the run was ended before.
   */
  readonly result: 'done' | 'failed' | 'gone' | 'interrupted'
  /** The attempt that worked; absent if the guest was in the wanted state before the first. */
  readonly action?: GuestAction
  /** The attempts that did not work, with the reasons. */
  readonly failures: readonly { readonly action: GuestAction; readonly reason: string }[]
  /** Seconds from the beginning of the step. */
  readonly seconds: number
}

/** What carrying out a plan needs. */
export interface Execution {
  readonly hypervisor: Hypervisor
  readonly clock: Clock
  /** How many guests of a stage are dealt with at the same time. */
  readonly parallel: number
  /** Ends the run: what was begun is left as it is. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: GuestEvent) => void
  /** Called, and waited for, after each step. */
  readonly onOutcome?: (outcome: GuestOutcome) => Promise<void>
}

/** How often a state is looked at, in milliseconds. All that wait look at the same moments, so one call serves them. */
const TICK_MS = 500

/** How often a guest is looked at while a request goes on, in milliseconds. */
const LOOK_AT_MS = 5000

/** A hypervisor that cannot be reached for so long, in milliseconds, is given up. */
const PATIENCE_MS = 60_000

/**
 * Carry out a plan: its stages one after the other, the guests of a stage in parallel. A guest that fails stops nothing
 * else. Whether an attempt worked is decided by the state of the guest. Running a plan again does no harm: a guest that is
 * already in the wanted state is left alone.
 */
export async function executePlan(plan: Plan, execution: Execution): Promise<readonly GuestOutcome[]> {
  const { parallel, onEvent = () => {}, onOutcome = async () => {} } = execution
  const reader = new ActivityReader(execution.hypervisor, execution.clock)
  const outcomes: GuestOutcome[] = []
  const runStage = async ({ steps }: Stage): Promise<void> => {
    const waiting = steps.values()
    const worker = async (): Promise<void> => {
      for (const step of waiting) {
        const outcome = await new StepRun(plan.kind, step, reader, execution).run()
        outcomes.push(outcome)
        onEvent({ kind: 'ended', outcome })
        await onOutcome(outcome)
      }
    }
    await Promise.all(Array.from({ length: Math.min(parallel, steps.length) }, worker))
  }
  for (const stage of plan.stages) await runStage(stage)
  return outcomes
}

/** What became of an attempt: the wanted state, or why not. If `isLost`, no other attempt is made. */
type Result = 'reached' | 'gone' | 'interrupted' | { readonly reason: string; readonly isLost?: true }

/** One guest on its way to the wanted state. */
class StepRun {
  constructor(
    private readonly kind: Plan['kind'],
    private readonly step: Step,
    private readonly reader: ActivityReader,
    private readonly execution: Execution,
  ) {}

  async run(): Promise<GuestOutcome> {
    const { step } = this
    const { clock, signal, onEvent = () => {} } = this.execution
    if (step.at * 1000 > clock.now()) await clock.sleep(step.at * 1000 - clock.now(), signal)
    const began = clock.now()
    const failures: { action: GuestAction; reason: string }[] = []
    const end = (result: GuestOutcome['result'], action?: GuestAction): GuestOutcome => ({
      step,
      result,
      ...(action === undefined ? {} : { action }),
      failures,
      seconds: (clock.now() - began) / 1000,
    })
    const before = await this.look()
    if (before === 'reached') return end('done')
    if (before === 'gone' || before === 'interrupted') return end(before)
    for (const attempt of step.attempts) {
      const result = await this.attempt(attempt)
      if (result === 'reached') return end('done', attempt.action)
      if (result === 'gone' || result === 'interrupted') return end(result)
      failures.push({ action: attempt.action, reason: result.reason })
      onEvent({ kind: 'failed', step, attempt, reason: result.reason })
      if (result.isLost) break
    }
    return end('failed')
  }

  private async attempt(attempt: Attempt): Promise<Result> {
    const { clock, signal, onEvent = () => {} } = this.execution
    const { action, within } = attempt
    const deadline = clock.now() + within * 1000
    onEvent({ kind: 'requested', step: this.step, attempt })
    let answer: Answer = 'unreachable'
    for (;;) {
      if (signal?.aborted === true) return 'interrupted'
      // A request that did not arrive or came at a bad time is made again. Nothing else is: a guest that refuses is not
      // waited for.
      if (answer === 'unreachable' || answer === 'busy') {
        const given = await this.ask(action, Math.max(1, (deadline - clock.now()) / 1000))
        if (given === 'reached' || given === 'interrupted') return given
        answer = given
      }
      const state = await this.look()
      if (state === 'reached' || state === 'gone' || state === 'interrupted') return state
      // A connection that breaks looks like a refusal.
      if (state === 'unknown' && answer !== 'accepted') answer = 'unreachable'
      if (state === 'other' && answer !== 'unreachable' && answer !== 'busy') {
        if (answer !== 'accepted') return { reason: answer.refused }
        // The other actions are complete when libvirt has answered.
        if (action !== 'shutdown') return { reason: UNCHANGED }
      }
      const now = clock.now()
      // A guest that was perhaps never asked must not be powered off because its time is over.
      const isLost = now >= deadline ? answer === 'unreachable' : this.reader.unreachableFor() >= PATIENCE_MS
      if (isLost) return { reason: UNREACHABLE, isLost }
      if (now >= deadline) {
        if (state === 'unknown') return { reason: UNREACHABLE }
        return { reason: answer === 'busy' ? BUSY : `still active after ${within} s` }
      }
      await clock.sleep(Math.min(TICK_MS - (now % TICK_MS), deadline - now), signal)
    }
  }

  /**
   * Make a request. While a stop goes on, the guest is looked at too, for whoever makes the request may not notice its end.
   * A guest that is being started is active before it is certain that it will stay so.
   */
  private async ask(action: GuestAction, within: number): Promise<Answer | 'reached' | 'interrupted'> {
    const { hypervisor, clock, signal } = this.execution
    const over = new AbortController()
    const answer = hypervisor.request(action, this.step.guest, within, over.signal)
    try {
      for (;;) {
        const wait = clock.sleep(LOOK_AT_MS, over.signal).then(() => undefined)
        const given = await unlessAborted(Promise.race([answer, wait]), signal)
        if (given === 'aborted') return 'interrupted'
        if (given !== undefined) return given
        const state = this.kind === 'stop' ? await this.look() : undefined
        if (state === 'reached' || state === 'interrupted') return state
      }
    } finally {
      over.abort()
    }
  }

  /** Looks at the guest, unless the run is ended. */
  private async look(): Promise<ReturnType<StepRun['judge']> | 'interrupted'> {
    const { signal } = this.execution
    if (signal?.aborted === true) return 'interrupted'
    const activity = await unlessAborted(this.reader.read(), signal)
    return activity === 'aborted' ? 'interrupted' : this.judge(activity)
  }

  /** Whether the guest is in the wanted state, in the other one, or nowhere. */
  private judge(activity: ReadonlyMap<string, boolean> | undefined): 'reached' | 'other' | 'gone' | 'unknown' {
    if (activity === undefined) return 'unknown'
    const isActive = activity.get(this.step.guest.uuid)
    // A transient guest that is off no longer exists.
    if (isActive === undefined) return this.kind === 'stop' ? 'reached' : 'gone'
    return isActive === (this.kind === 'start') ? 'reached' : 'other'
  }
}

/** What some work gives, or at once that the signal is aborted: what was asked of libvirt may go on for long. */
async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result | 'aborted'> {
  if (signal === undefined) return work
  let stop = (): void => {}
  const aborted = new Promise<'aborted'>((resolve) => {
    stop = () => resolve('aborted')
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const BUSY = 'libvirt is busy with something else that is done with it'
const UNREACHABLE = 'libvirt cannot be reached'
const UNCHANGED = 'libvirt reported success, but the state did not change'
