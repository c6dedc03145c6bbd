import { type Diagnostic, quote } from '../diagnostics/index.js'
import { type HostStop, ON_HOSTSTOP } from '../lifecycle/index.js'
import { type Guest, guestDiagnostic, isActive } from './guest.js'
import { type Attempt, type Plan, type Step, stagesOf, type Untouched } from './plan.js'

/** What becomes of a guest that is still running when its time to shut down is over. */
export const ON_TIMEOUT = ['destroy', 'save', 'leave'] as const

/** What becomes of a running guest whose settings do not say. */
export const DEFAULT_STOPS = ['leave', 'save', 'shutdown', 'destroy'] as const satisfies readonly (HostStop | 'leave')[]

/** How guests are stopped. */
export interface StopOptions {
  readonly defaultStop: (typeof DEFAULT_STOPS)[number]
  /** Seconds that a guest has to shut down. */
  readonly timeout: number
  /** Seconds that saving a guest may take. */
  readonly saveTimeout: number
  readonly onTimeout: (typeof ON_TIMEOUT)[number]
}

/** Seconds that powering off may take. */
const DESTROY_WITHIN = 60

/** What `guests stop` does: the guests without an order first, then those with the highest order; the lowest stops last. */
export function planStop(guests: readonly Guest[], options: StopOptions): Plan {
  const steps: Step[] = []
  const untouched: Untouched[] = []
  const diagnostics: Diagnostic[] = []
  for (const guest of guests) {
    const { action, why, finding } = chooseStop(guest, options)
    if (action === undefined) untouched.push({ guest, why })
    else steps.push({ guest, attempts: attemptsOf(guest, action, options), why, at: 0 })
    if (finding !== undefined) diagnostics.push(finding)
  }
  return { kind: 'stop', stages: stagesOf(steps).toReversed(), untouched, diagnostics }
}

/** The action for a guest, or why there is none. */
type Choice = { readonly action?: HostStop; readonly why: string; readonly finding?: Diagnostic }

function chooseStop(guest: Guest, { defaultStop }: StopOptions): Choice {
  const { state, persistent, lifecycle } = guest
  if (!isActive(state)) return { why: 'it is not active' }
  if (lifecycle === undefined) return { why: 'its settings are invalid' }
  const { hostStop } = lifecycle
  const action = hostStop ?? defaultStop
  if (action === 'leave') return { why: UNSET, finding: guestDiagnostic(guest, LEFT) }
  const why = hostStop === undefined ? `--default-stop is ${quote(action)}` : `${ON_HOSTSTOP} is ${quote(action)}`
  if (action === 'destroy') return { action, why }
  const cannotSave = persistent ? undefined : 'it is transient, so libvirt cannot keep a saved state'
  if (state === 'paused') {
    if (cannotSave === undefined) return { action: 'save', why: action === 'save' ? why : `${why}, but it is paused` }
    const message = `it is paused and cannot answer a request to shut down, and ${cannotSave}: it is powered off`
    const finding = guestDiagnostic(guest, { code: 'VL605', message, hint: 'resume it first to have it shut down' })
    return { action: 'destroy', why: `${why}, but it is paused and transient`, finding }
  }
  if (action !== 'save' || cannotSave === undefined) return { action, why }
  const finding = guestDiagnostic(guest, {
    code: 'VL605',
    message: `${cannotSave}: it is asked to shut down instead`,
    hint: 'define it ("virsh dumpxml", then "virsh define") to have it saved',
  })
  return { action: 'shutdown', why: `${why}, but it is transient`, finding }
}

const UNSET = `${ON_HOSTSTOP} is not set`

const LEFT = {
  code: 'VL609',
  message: `${UNSET}, so it is left to whatever else is configured`,
  hint: `set ${ON_HOSTSTOP} (virt-lifecycle convert --to virsh), or choose --default-stop`,
} as const

/** A guest that cannot be saved is asked to shut down; a paused one cannot answer, and is never resumed. */
function attemptsOf(guest: Guest, action: HostStop, options: StopOptions): Step['attempts'] {
  const save: Attempt = { action: 'save', within: options.saveTimeout }
  const destroy: Attempt = { action: 'destroy', within: DESTROY_WITHIN }
  if (action === 'destroy') return [destroy]
  if (guest.state === 'paused') return [save, destroy]
  const last = { destroy: [destroy], save: guest.persistent ? [save] : [], leave: [] }[options.onTimeout]
  const shutdown: Attempt = { action: 'shutdown', within: options.timeout }
  return action === 'save' ? [save, shutdown, ...last] : [shutdown, ...last]
}
