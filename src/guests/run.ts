import type { Diagnostic } from '../diagnostics/index.js'
import { type Execution, executePlan, type GuestOutcome } from './execute.js'
import { type Guest, guestDiagnostic } from './guest.js'
import type { GuestAction, Plan } from './plan.js'
import { beginStart, beginStop, finished, type HostRecord, type Moment, withoutMoved, withStarted } from './record.js'

/** A plan that is to be carried out for one connection. */
export interface Run {
  /** The connection, as libvirt itself names it. */
  readonly uri: string
  readonly plan: Plan
  /** All guests of the connection. */
  readonly guests: readonly Guest[]
  /** The record that was there before. */
  readonly previous: HostRecord | undefined
  readonly now: Moment
  /** Saves a record so that it survives a loss of power; a diagnostic says why that failed. */
  readonly save: (record: HostRecord) => Promise<Diagnostic | undefined>
}

/** What became of a run. */
export interface RunResult {
  readonly outcomes: readonly GuestOutcome[]
  readonly diagnostics: readonly Diagnostic[]
  /** Whether every guest has been dealt with, and the record says so. */
  readonly finished: boolean
}

/**
 * Carry out a plan and keep the record of it: it is saved before the first action, and if that fails nothing is done. The
 * record of a run that was interrupted or that failed says so, and the next run goes on from there.
 */
export async function runPlan(run: Run, execution: Execution): Promise<RunResult> {
  const { uri, plan, guests, previous, now, save } = run
  const isStart = plan.kind === 'start'
  let record = isStart ? beginStart(uri, previous, now) : beginStop(uri, previous, guests, plan, now)
  const failure = await save(record)
  if (failure !== undefined) return { outcomes: [], diagnostics: [failure], finished: false }
  const unsaved: Diagnostic[] = []
  const keep = async (next: HostRecord): Promise<void> => {
    record = next
    const diagnostic = await save(next)
    if (diagnostic !== undefined && unsaved.length === 0) unsaved.push(diagnostic)
  }
  const outcomes = await executePlan(plan, {
    ...execution,
    onOutcome: async (outcome) => {
      if (isStart && outcome.result === 'done') await keep(withStarted(record, outcome.step.guest))
    },
  })
  const recorded = isStart ? [] : (record.stop?.guests ?? [])
  const moved = recorded.length === 0 ? new Set<string>() : await execution.hypervisor.movedAway(recorded)
  if (moved.size > 0) await keep(withoutMoved(record, moved))
  const isFinished = outcomes.every(({ result }) => result === 'done' || result === 'gone')
  if (isFinished) await keep(finished(record))
  const hasMoved = guests.filter(({ uuid }) => moved.has(uuid)).map((guest) => guestDiagnostic(guest, MOVED))
  const diagnostics = [...outcomes.flatMap(outcomeDiagnostics), ...hasMoved, ...unsaved]
  return { outcomes, diagnostics, finished: isFinished && unsaved.length === 0 }
}

/** Two copies of a guest would destroy its disks. */
const MOVED = {
  code: 'VL620',
  message: 'it has moved to another host, so this one will not start it',
  hint: 'if it comes back, it is started like any other that is active when the host stops',
} as const

/** What an action did with a guest, to follow "it". */
const DID: Readonly<Record<GuestAction, string>> = {
  save: 'was saved',
  shutdown: 'was asked to shut down',
  destroy: 'was powered off',
  start: 'was started',
}

/** What is worth saying of an outcome: a failure, or another action than was planned first. */
function outcomeDiagnostics({ step, result, action, failures }: GuestOutcome): readonly Diagnostic[] {
  const { guest, attempts, why } = step
  const isStart = attempts[0].action === 'start'
  const reasons = failures.map((failure) => `${failure.action}: ${failure.reason}`).join('; ')
  if (result === 'gone') return [guestDiagnostic(guest, { code: 'VL607', message: 'it no longer exists' })]
  if (result === 'failed' && isStart) {
    return [guestDiagnostic(guest, { code: 'VL607', message: reasons, hint: `try "virsh start ${guest.uuid}"` })]
  }
  if (result === 'failed') {
    const hint = 'if the host stops now, it is powered off'
    return [guestDiagnostic(guest, { code: 'VL606', message: `it is still active: ${reasons}`, hint })]
  }
  if (action === undefined || action === attempts[0].action) return []
  const message = `it ${DID[action]}, although ${why} (${reasons})`
  return [guestDiagnostic(guest, { code: 'VL605', message, hint: HINTS[attempts[0].action] })]
}

const HINTS: Readonly<Record<GuestAction, string>> = {
  save: 'look for a device that cannot be saved, such as a passed-through one',
  shutdown: 'check that the guest answers "virsh shutdown"; --timeout gives it more time',
  destroy: 'look into the log of libvirt',
  start: 'look into the log of libvirt',
}
