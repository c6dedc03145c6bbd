import type { Diagnostic } from '../diagnostics/index.js'
import type { Guest } from './guest.js'

/** What is done with a guest: the verbs of virsh, `save` being `managedsave`. */
export type GuestAction = 'save' | 'shutdown' | 'destroy' | 'start'

/** One try to bring a guest into the wanted state. */
export interface Attempt {
  readonly action: GuestAction
  /** Seconds, from the request, in which the guest must reach the state. */
  readonly within: number
}

/** What is done with one guest. */
export interface Step {
  readonly guest: Guest
  /** Tried in turn, until one works. The last one of a guest that is left running at the end has failed. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  /** Why the first of them: the setting and the state of the guest. */
  readonly why: string
  /** Seconds after the host's start before which it does not begin; 0 for a stop. */
  readonly at: number
}

/** A guest that nothing is done with. */
export interface Untouched {
  readonly guest: Guest
  readonly why: string
}

/** The steps that may run at the same time. */
export interface Stage {
  /** The order that its guests have in common; absent if they have none. */
  readonly order?: number
  readonly steps: readonly Step[]
}

/** What is to be done with the guests of one connection, as data. */
export interface Plan {
  readonly kind: 'stop' | 'start'
  /** One after the other: each begins when the one before it has ended. */
  readonly stages: readonly Stage[]
  readonly untouched: readonly Untouched[]
  /** Conflicts, and what differs from the settings. */
  readonly diagnostics: readonly Diagnostic[]
}

/** All steps of a plan, in order. */
export function stepsOf({ stages }: Plan): readonly Step[] {
  return stages.flatMap(({ steps }) => steps)
}

/**
 * How long a plan takes at most, in seconds: every guest uses up the time of all its attempts. What waits for the host's
 * start is counted from there.
 *
 * @param parallel how many guests of a stage are dealt with at the same time
 */
export function longestDuration({ stages }: Plan, parallel: number): number {
  let end = 0
  for (const { steps } of stages) {
    const slots: number[] = Array.from({ length: Math.min(parallel, steps.length) }, () => end)
    for (const { at, attempts } of steps) {
      const first = slots.indexOf(slots.reduce((least, slot) => Math.min(least, slot), Number.POSITIVE_INFINITY))
      slots[first] = Math.max(slots[first] ?? end, at) + attempts.reduce((sum, { within }) => sum + within, 0)
    }
    end = slots.reduce((latest, slot) => Math.max(latest, slot), end)
  }
  return end
}

/** Guests in stages, by the order that they have in common: ascending, those without an order last. */
export function stagesOf(steps: readonly Step[]): readonly Stage[] {
  const byOrder = new Map<number, Step[]>()
  for (const step of steps) {
    const order = step.guest.lifecycle?.order || Number.POSITIVE_INFINITY
    const together = byOrder.get(order)
    if (together === undefined) byOrder.set(order, [step])
    else together.push(step)
  }
  return [...byOrder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([order, together]) => ({ ...(Number.isFinite(order) ? { order } : {}), steps: together }))
}
