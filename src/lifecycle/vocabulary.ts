/** An action: its name in domain XML and what it does. Its names in hypervisors are in src/translate. */
export interface Action<Value extends string = string> {
  /** The value in domain XML. */
  readonly value: Value
  /** What it does, to follow "the machine". */
  readonly meaning: string
}

/** Values of `<on_hoststart>`. */
export const HOST_START_ACTIONS = [
  { value: 'ignore', meaning: 'stays off when the host starts' },
  { value: 'restart-if-active', meaning: 'is started if it was active when the host stopped or lost power' },
  { value: 'start', meaning: 'is always started' },
] as const satisfies readonly Action[]

/** Values of `<on_hoststop>`, except for the shorthand, `HOST_STOP_SHORTHAND`. */
export const HOST_STOP_ACTIONS = [
  { value: 'destroy', meaning: 'is powered off at once' },
  { value: 'save', meaning: 'has its state saved to disk and is resumed at its next start' },
  { value: 'shutdown', meaning: 'is asked to shut down' },
] as const satisfies readonly Action[]

/** What happens when the host starts. */
export type HostStart = (typeof HOST_START_ACTIONS)[number]['value']

/** What happens when the host stops, in normal form. */
export type HostStop = (typeof HOST_STOP_ACTIONS)[number]['value']

/**
 * The single action first suggested on the libvirt list: accepted in `<on_hoststop>` for the pair of
 * `<on_hoststop>shutdown` and `<on_hoststart>restart-if-active`. The normal form does not contain it.
 */
export const HOST_STOP_SHORTHAND = {
  value: 'stop-and-restart-on-next-boot',
  start: 'restart-if-active',
  stop: 'shutdown',
} as const satisfies { value: string; start: HostStart; stop: HostStop }

/** The names of the elements, and the namespace of the metadata placement. */
export const ON_HOSTSTART = 'on_hoststart'
export const ON_HOSTSTOP = 'on_hoststop'
export const LIFECYCLE_NAMESPACE = 'urn:x-virt-lifecycle:domain:1.0'

/** One of the two elements. */
export type LifecycleElement = typeof ON_HOSTSTART | typeof ON_HOSTSTOP

/** The values allowed in each of the two elements, in the order in which messages list them. */
export const LIFECYCLE_VALUES: Readonly<Record<LifecycleElement, readonly string[]>> = {
  [ON_HOSTSTART]: HOST_START_ACTIONS.map((row) => row.value),
  [ON_HOSTSTOP]: [...HOST_STOP_ACTIONS.map((row) => row.value), HOST_STOP_SHORTHAND.value],
}

/** The row of a value of `<on_hoststart>`. */
export function hostStartAction(value: HostStart): Action<HostStart> {
  return rowOf(HOST_START_ACTIONS, value)
}

/** The row of a value of `<on_hoststop>`. */
export function hostStopAction(value: HostStop): Action<HostStop> {
  return rowOf(HOST_STOP_ACTIONS, value)
}

function rowOf<Value extends string>(rows: readonly Action<Value>[], value: Value): Action<Value> {
  const row = rows.find((candidate) => candidate.value === value)
  if (row === undefined) throw new TypeError(`not an action: ${value}`)
  return row
}
