import { escapeControls } from '../../diagnostics/index.js'
import {
  type Attempt,
  type Guest,
  type GuestAction,
  type GuestOutcome,
  longestDuration,
  type Plan,
  type Step,
  stepsOf,
} from '../../guests/index.js'
import { tableText } from '../console/table.js'

/** The plan of a connection. */
export interface PlannedConnection {
  readonly label: string
  readonly uri: string
  readonly plan: Plan
}

/** Plans as a table: one line per guest, in the order in which they are dealt with. */
export function planTable(planned: readonly PlannedConnection[]): string {
  const name = nameIn(planned)
  const rows = planned.flatMap(({ plan }) => [
    ...plan.stages.flatMap(({ steps }, i) =>
      steps.map((step) => [String(i + 1), name(step.guest), attemptsText(step), step.why]),
    ),
    ...plan.untouched.map(({ guest, why }) => ['-', name(guest), '-', why]),
  ])
  return table(['STAGE', 'GUEST', 'ACTION', 'WHY'], rows)
}

/** Plans as JSON. */
export function plansAsJson(planned: readonly PlannedConnection[], parallel: number): object {
  return {
    version: 1,
    connections: planned.map(({ uri, plan }) => ({
      uri,
      kind: plan.kind,
      longest: longestDuration(plan, parallel),
      stages: plan.stages.map(({ order, steps }) => ({
        ...(order === undefined ? {} : { order }),
        steps: steps.map(({ guest, attempts, why, at }) => ({ ...identity(guest), attempts, why, at })),
      })),
      untouched: plan.untouched.map(({ guest, why }) => ({ ...identity(guest), why })),
    })),
  }
}

/** The two plans of a connection: what would happen if the host stopped now and started again. */
export interface ConnectionStatus {
  readonly uri: string
  readonly guests: readonly Guest[]
  readonly stop: Plan
  readonly start: Plan
}

/** What would happen with each guest, as a table. */
export function statusTable(connections: readonly ConnectionStatus[]): string {
  const name = nameIn(connections)
  const rows = connections.flatMap(({ guests, stop, start }) => {
    const [stopOf, startOf] = [doneWith(stop), doneWith(start)]
    return guests.map((guest) => [
      name(guest),
      guest.saved ? `${guest.state}, saved` : guest.state,
      stopOf(guest).text,
      startOf(guest).text,
      whyOf(guest, stopOf(guest), startOf(guest)),
    ])
  })
  return table(['GUEST', 'STATE', 'HOST STOPS', 'HOST STARTS', 'WHY'], rows)
}

/** What would happen with each guest, as JSON. */
export function statusAsJson(connections: readonly ConnectionStatus[]): object {
  return {
    version: 1,
    connections: connections.map(({ uri, guests, stop, start }) => {
      const [stopOf, startOf] = [doneWith(stop), doneWith(start)]
      const short = ({ attempts, why, at }: Done): object => ({ attempts, why, ...(at > 0 ? { at } : {}) })
      return {
        uri,
        guests: guests.map((guest) => ({
          ...identity(guest),
          state: guest.state,
          saved: guest.saved,
          persistent: guest.persistent,
          autostart: guest.autostart,
          stop: short(stopOf(guest)),
          start: short(startOf(guest)),
        })),
      }
    }),
  }
}

/** What became of the guests of a connection. */
export interface RanConnection extends PlannedConnection {
  readonly outcomes: readonly GuestOutcome[]
}

/** What became of each guest, as a table. */
export function outcomeTable(ran: readonly RanConnection[]): string {
  const name = nameIn(ran)
  const rows = ran.flatMap(({ plan, outcomes }) => [
    ...outcomes.map((outcome) => [name(outcome.step.guest), outcomeText(outcome), outcome.step.why]),
    ...plan.untouched.map(({ guest, why }) => [name(guest), '-', why]),
  ])
  return table(['GUEST', 'RESULT', 'WHY'], rows)
}

/** What became of each guest, as JSON. */
export function outcomesAsJson(ran: readonly RanConnection[]): object {
  return {
    version: 1,
    connections: ran.map(({ uri, plan, outcomes }) => ({
      uri,
      kind: plan.kind,
      guests: outcomes.map(({ step, result, action, failures, seconds }) => ({
        ...identity(step.guest),
        result,
        ...(action === undefined ? {} : { action }),
        why: step.why,
        failures,
        seconds: Math.round(seconds * 1000) / 1000,
      })),
      untouched: plan.untouched.map(({ guest, why }) => ({ ...identity(guest), why })),
    })),
  }
}

/** What each action does, as the result of a guest. */
const RESULTS: Readonly<Record<GuestAction, string>> = {
  save: 'saved',
  shutdown: 'shut down',
  destroy: 'powered off',
  start: 'started',
}

/** What became of a guest, in a few words. */
export function outcomeText({ step, result, action, seconds }: GuestOutcome): string {
  const isStart = step.attempts[0].action === 'start'
  if (result === 'failed') return isStart ? 'not started' : 'still active'
  if (result === 'gone') return 'no longer exists'
  if (result === 'interrupted') return 'interrupted'
  if (action === undefined) return isStart ? 'already active' : 'already off'
  return `${RESULTS[action]} after ${seconds.toFixed(1)} s`
}

/** The attempts of a step, in words. */
function attemptsText({ attempts, at }: Pick<Step, 'attempts' | 'at'>): string {
  const texts = attempts.map(({ action, within }: Attempt) =>
    action === 'shutdown' ? `${action} (${within} s)` : action,
  )
  return `${texts.join(', else ')}${at > 0 ? ` at ${at} s` : ''}`
}

interface Done {
  readonly text: string
  readonly attempts: readonly Attempt[]
  readonly why: string
  readonly at: number
}

/** Looks up what a plan does with a guest. */
function doneWith(plan: Plan): (guest: Guest) => Done {
  const steps = new Map(stepsOf(plan).map((step) => [step.guest.uuid, step]))
  const reasons = new Map(plan.untouched.map(({ guest, why }) => [guest.uuid, why]))
  return ({ uuid }) => {
    const step = steps.get(uuid)
    if (step !== undefined) return { text: attemptsText(step), ...step }
    return { text: '-', attempts: [], why: reasons.get(uuid) ?? 'it is transient, so it no longer exists then', at: 0 }
  }
}

function whyOf({ state }: Guest, stop: Done, start: Done): string {
  return state === 'shut off' ? start.why : `${stop.why}; ${start.why}`
}

function identity({ uuid, name }: Guest): { readonly uuid: string; readonly name: string } {
  return { uuid, name }
}

/** How guests are named in a table: with their connection if there are several. */
function nameIn(connections: readonly unknown[]): (guest: Guest) => string {
  return ({ name, file }) => escapeControls(connections.length > 1 ? file : name)
}

/** Rows with titles as text; nothing if there are no rows. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : tableText([titles, ...rows])
}
