import { type Guest, type GuestIdentity, type GuestState, isActive } from './guest.js'
import { type GuestAction, type Plan, stepsOf } from './plan.js'

/** A guest that was active when a stop began, and what was intended with it. */
export interface RecordedGuest extends GuestIdentity {
  readonly state: GuestState
  readonly intended: GuestAction | 'leave'
}

/**
 * What a start needs to know of the stop before it, and a run of a run that was cut off. It is saved before the first
 * action, so that no loss of power makes a guest forgotten.
 */
export interface HostRecord {
  readonly version: 1
  /** The connection, as libvirt itself names it. */
  readonly uri: string
  /** The last stop; absent if none has been recorded. */
  readonly stop?: {
    readonly at: Moment
    /** Whether every guest has been dealt with. */
    readonly finished: boolean
    /** All guests that were active, those included that a stop cut off before had already stopped. */
    readonly guests: readonly RecordedGuest[]
  }
  /** The last start after that stop, if there has been one. */
  readonly start?: {
    readonly at: Moment
    readonly finished: boolean
    /** The UUIDs of the guests that it has started. */
    readonly done: readonly string[]
  }
}

/** When something happened. */
export interface Moment {
  /** What tells one run of the host from another, which no restart of libvirt's daemon changes; empty if unknown. */
  readonly boot: string
  /** ISO 8601. */
  readonly time: string
}

/** The record with which a stop begins. What an unfinished run before it has left to be started stays in it. */
export function beginStop(
  uri: string,
  previous: HostRecord | undefined,
  guests: readonly Guest[],
  plan: Plan,
  at: Moment,
): HostRecord {
  const intended = new Map(stepsOf(plan).map(({ guest, attempts: [{ action }] }) => [guest.uuid, action]))
  const active = guests
    .filter(({ state }) => isActive(state))
    .map(({ uuid, name, state }): RecordedGuest => ({ uuid, name, state, intended: intended.get(uuid) ?? 'leave' }))
  const isAgain = new Set(active.map(({ uuid }) => uuid))
  const carried = stillToStart(previous, at.boot).filter(({ uuid }) => !isAgain.has(uuid))
  return { version: 1, uri, stop: { at, finished: false, guests: [...carried, ...active] } }
}

/** The record with which a start begins. */
export function beginStart(uri: string, previous: HostRecord | undefined, at: Moment): HostRecord {
  const before = beforeStart(previous, at.boot)
  const done = before.kind === 'started' ? [] : [...before.done]
  const stop = before.kind === 'unknown' ? undefined : previous?.stop
  return { version: 1, uri, ...(stop === undefined ? {} : { stop }), start: { at, finished: false, done } }
}

/** The record after a guest has been started. */
export function withStarted(record: HostRecord, { uuid }: GuestIdentity): HostRecord {
  const { start } = record
  return start === undefined ? record : { ...record, start: { ...start, done: [...start.done, uuid] } }
}

/** The record of a stop without guests that have moved to another host, where they run. */
export function withoutMoved(record: HostRecord, moved: ReadonlySet<string>): HostRecord {
  const { stop } = record
  if (stop === undefined || moved.size === 0) return record
  return { ...record, stop: { ...stop, guests: stop.guests.filter(({ uuid }) => !moved.has(uuid)) } }
}

/** The record after a stop or a start has dealt with every guest. */
export function finished(record: HostRecord): HostRecord {
  const { stop, start } = record
  if (start !== undefined) return { ...record, start: { ...start, finished: true } }
  return stop === undefined ? record : { ...record, stop: { ...stop, finished: true } }
}

/** What a record says to a start. */
export type BeforeStart =
  /** A start has already been finished since the host's start: a guest that was stopped since stays off. */
  | { readonly kind: 'started' }
  /** These were active when the host stopped; `guests` that have been started since are not among them. */
  | { readonly kind: 'stopped'; readonly guests: readonly RecordedGuest[]; readonly done: ReadonlySet<string> }
  /** Nothing was recorded since the last start: the host lost power, or stopped without `guests stop`. */
  | { readonly kind: 'unknown'; readonly done: ReadonlySet<string> }

/** What a record says to a start in a boot of the host. */
export function beforeStart(record: HostRecord | undefined, boot: string): BeforeStart {
  const { stop, start } = record ?? {}
  const isSameBoot = boot !== '' && start?.at.boot === boot
  if (start?.finished === true && isSameBoot) return { kind: 'started' }
  // Guests that were started in an earlier run of the host are off again.
  const done = new Set(start !== undefined && isSameBoot ? start.done : [])
  if (stop === undefined || start?.finished === true) return { kind: 'unknown', done }
  return { kind: 'stopped', guests: stop.guests, done }
}

/**
 * The record without the guests that were started in an earlier boot after the stop that it tells of. Whether they were
 * active when that boot ended is not in it, but the hook knows.
 */
export function withoutStarted(record: HostRecord | undefined, boot: string): HostRecord | undefined {
  const { stop, start } = record ?? {}
  if (record === undefined || stop === undefined || start === undefined || start.at.boot === boot) return record
  const started = new Set(start.done)
  return { ...record, stop: { ...stop, guests: stop.guests.filter(({ uuid }) => !started.has(uuid)) } }
}

/** The guests that a start would still have to deal with. */
function stillToStart(record: HostRecord | undefined, boot: string): readonly RecordedGuest[] {
  const before = beforeStart(record, boot)
  return before.kind === 'stopped' ? before.guests.filter(({ uuid }) => !before.done.has(uuid)) : []
}
