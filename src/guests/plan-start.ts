import { type Diagnostic, quote } from '../diagnostics/index.js'
import { ON_HOSTSTART } from '../lifecycle/index.js'
import { type Guest, guestDiagnostic, isActive } from './guest.js'
import { type Plan, type Stage, type Step, stagesOf, type Untouched } from './plan.js'

/** Seconds that starting a guest may take, including the time to read its saved state. */
const START_WITHIN = 600

/** What is known at a start. */
export interface StartKnowledge {
  /** The UUIDs of the guests that were active when the host stopped or lost power; absent if nobody knows. */
  readonly active?: ReadonlySet<string>
  /** The UUIDs of the guests that have been started since the host's start: whoever stopped them again meant it. */
  readonly done?: ReadonlySet<string>
}

/**
 * What `guests start` does. A stage waits for the stages before it, and so for their delays: a lower order is started
 * first, whatever its delay.
 */
export function planStart(guests: readonly Guest[], known: StartKnowledge = {}): Plan {
  const steps: Step[] = []
  const untouched: Untouched[] = []
  const diagnostics: Diagnostic[] = []
  for (const guest of guests) {
    const { starts, why, finding } = chooseStart(guest, known)
    if (starts) steps.push({ guest, attempts: [{ action: 'start', within: START_WITHIN }], why, at: delayOf(guest) })
    else untouched.push({ guest, why })
    if (finding !== undefined) diagnostics.push(finding)
    for (const diagnostic of autostartConflict(guest)) diagnostics.push(diagnostic)
  }
  return { kind: 'start', stages: inTime(stagesOf(steps)), untouched, diagnostics }
}

interface Choice {
  readonly starts: boolean
  readonly why: string
  readonly finding?: Diagnostic
}

function chooseStart(guest: Guest, { active, done }: StartKnowledge): Choice {
  const hostStart = guest.lifecycle?.hostStart
  if (guest.lifecycle === undefined) return { starts: false, why: 'its settings are invalid' }
  if (hostStart === undefined) return { starts: false, why: `${ON_HOSTSTART} is not set; libvirt's autostart decides` }
  const why = `${ON_HOSTSTART} is ${quote(hostStart)}`
  if (hostStart === 'ignore') return { starts: false, why: guest.saved ? `${why}; its saved state is kept` : why }
  if (isActive(guest.state)) return { starts: false, why: 'it is already active' }
  if (done?.has(guest.uuid) === true) return { starts: false, why: "it has been started since the host's start" }
  const resumes = guest.saved ? '; it resumes its saved state' : ''
  if (hostStart === 'start') return { starts: true, why: `${why}${resumes}` }
  if (active?.has(guest.uuid) === true) {
    return { starts: true, why: `${why}, and it was active when the host stopped${resumes}` }
  }
  if (active !== undefined) return { starts: false, why: `${why}, but it was not active when the host stopped` }
  const finding = guestDiagnostic(guest, UNKNOWN)
  return { starts: false, why: `${why}, but it is not known whether it was active`, finding }
}

const UNKNOWN = {
  code: 'VL611',
  message: `${ON_HOSTSTART} is "restart-if-active", but nothing recorded which guests were active: it is not started`,
  hint: 'start it by hand; "guests install" sees to it that this is known, even after a loss of power',
} as const

/** Autostart takes effect when libvirt's daemon starts, so it is at odds with whatever is to happen later or never. */
function autostartConflict(guest: Guest): readonly Diagnostic[] {
  const { autostart, lifecycle } = guest
  const effect = autostart ? contradiction(lifecycle ?? {}) : undefined
  if (effect === undefined) return []
  const message = `autostart is on, so libvirt starts it ${effect}`
  const hint = `run "virsh autostart --disable ${guest.uuid}"`
  return [guestDiagnostic(guest, { code: 'VL608', message, hint })]
}

function contradiction({ hostStart, delay, order }: NonNullable<Guest['lifecycle']>): string | undefined {
  if (hostStart === 'ignore') return `although ${ON_HOSTSTART} is "ignore"`
  if (hostStart === 'restart-if-active') return `even if it was not active, although ${ON_HOSTSTART} is "${hostStart}"`
  if (hostStart === undefined || (!delay && !order)) return undefined
  return `without regard to its ${[delay ? ['delay'] : [], order ? ['order'] : []].flat().join(' and ')}`
}

function delayOf({ lifecycle }: Guest): number {
  return lifecycle?.delay ?? 0
}

/** Stages with the earliest time of each step: not before its own delay, and not before all of the stages before. */
function inTime(stages: readonly Stage[]): readonly Stage[] {
  let earliest = 0
  return stages.map((stage) => {
    const before = earliest
    const steps = stage.steps
      .map((step) => {
        const waits = before > step.at
        return waits ? { ...step, at: before, why: `${step.why}; it waits for the guests before it` } : step
      })
      .sort((a, b) => a.at - b.at)
    earliest = steps.reduce((latest, { at }) => Math.max(latest, at), before)
    return { ...stage, steps }
  })
}
