import type { Lifecycle } from '../lifecycle/index.js'
import { type Guest, type GuestState, isActive } from './guest.js'
import { planStart } from './plan-start.js'
import { planStop } from './plan-stop.js'

/** What can happen around a stop and a start of a host. */
export interface RestartCase {
  readonly title: string
  readonly state: GuestState
  /** Whether the host was shut down; otherwise it lost power. */
  readonly orderly: boolean
}

/** The cases that tables of outcomes show. */
export const RESTART_CASES: readonly RestartCase[] = [
  { title: 'it was running', state: 'running', orderly: true },
  { title: 'it was off', state: 'shut off', orderly: true },
  { title: 'it was running, and the host lost power', state: 'running', orderly: false },
]

/** What becomes of a machine, to follow "the machine". */
export const RESTART_OUTCOMES = {
  resumes: 'runs, its memory restored',
  boots: 'runs, booted anew',
  kept: 'off, its memory saved',
  off: 'off',
} as const

/** One of the outcomes. */
export type RestartOutcome = keyof typeof RESTART_OUTCOMES

/** `guests stop` with its own defaults. */
const STOP_OPTIONS = { defaultStop: 'leave', timeout: 300, saveTimeout: 600, onTimeout: 'destroy' } as const

/** What becomes of a machine across a restart of its host, as the plans of `guests stop` and `guests start` have it. */
export function outcomeOfRestart(lifecycle: Lifecycle, { state, orderly }: RestartCase): RestartOutcome {
  const before: Guest = {
    uuid: 'vm',
    name: 'vm',
    state,
    persistent: true,
    saved: false,
    autostart: false,
    lifecycle,
    file: 'vm',
  }
  const [stop] = planStop([before], STOP_OPTIONS).stages
  const saved = orderly && stop?.steps[0]?.attempts[0]?.action === 'save'
  const after: Guest = { ...before, state: 'shut off', saved }
  const active = new Set(isActive(state) ? [after.uuid] : [])
  const starts = planStart([after], { active }).stages.length > 0
  if (starts) return saved ? 'resumes' : 'boots'
  return saved ? 'kept' : 'off'
}
