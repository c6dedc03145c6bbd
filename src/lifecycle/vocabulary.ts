/**
 * The vocabulary: each action once, with its name in domain XML, its numbers in both of Hyper-V's classes, and its
 * PowerShell name. Both directions of every translation read these rows, so they cannot drift apart.
 *
 * Sources: Msvm_VirtualSystemSettingData (namespace root/virtualization/v2) and its DMTF parent
 * CIM_VirtualSystemSettingData 2.25 for `v2`; Msvm_VirtualSystemGlobalSettingData (root/virtualization, MSDN cc136939)
 * for `v1`; the StartAction and StopAction enumerations of the Hyper-V PowerShell module for `powershell`.
 */

/** One row: an action and what each side calls it. */
export interface Action<Value extends string = string> {
  /** The value in domain XML. */
  readonly value: Value
  /** What it does, as a sentence about a machine. */
  readonly meaning: string
  /** uint16 of the v2 class; any CIM provider speaks these. */
  readonly v2: number
  /** uint16 of the v1 class. A v1 2 is not a v2 2: the class decides. */
  readonly v1: number
  /** Name of the v2 value in the CIM schema. */
  readonly cimName: string
  /** Name in the PowerShell enumeration; its number there equals `v2`. */
  readonly powershell: string
}

/** Values of `<on_hoststart>`. */
export const HOST_START_ACTIONS = [
  {
    value: 'ignore',
    meaning: 'stays off when the host starts',
    v2: 2,
    v1: 0,
    cimName: 'None',
    powershell: 'Nothing',
  },
  {
    value: 'restart-if-active',
    meaning: 'is started if it was active when the host stopped or lost power',
    v2: 3,
    v1: 1,
    cimName: 'Restart if previously active',
    powershell: 'StartIfRunning',
  },
  {
    value: 'start',
    meaning: 'is always started',
    v2: 4,
    v1: 2,
    cimName: 'Always startup',
    powershell: 'Start',
  },
] as const satisfies readonly Action[]

/** Values of `<on_hoststop>` that name one action each; the shorthand is `HOST_STOP_SHORTHAND`. */
export const HOST_STOP_ACTIONS = [
  {
    value: 'destroy',
    meaning: 'is powered off at once',
    v2: 2,
    v1: 0,
    cimName: 'Turn off',
    powershell: 'TurnOff',
  },
  {
    value: 'save',
    meaning: 'has its state saved to disk and is resumed at its next start',
    v2: 3,
    v1: 1,
    cimName: 'Save state',
    powershell: 'Save',
  },
  {
    value: 'shutdown',
    meaning: 'is asked to shut down',
    v2: 4,
    v1: 2,
    cimName: 'Shutdown',
    powershell: 'ShutDown',
  },
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

/** Every text `<on_hoststart>` may hold, in the order messages list them. */
export const HOST_START_VALUES: readonly string[] = HOST_START_ACTIONS.map((row) => row.value)

/** Every text `<on_hoststop>` may hold, in the order messages list them. */
export const HOST_STOP_VALUES: readonly string[] = [
  ...HOST_STOP_ACTIONS.map((row) => row.value),
  HOST_STOP_SHORTHAND.value,
]

/** A whole number an attribute may hold, both ends included. */
export interface Range {
  readonly min: number
  readonly max: number
  /** What it counts, for messages. */
  readonly unit: string
}

/** `delay`, seconds: AutomaticStartDelay is an Int32. 0 means none, so the normal form leaves it out. */
export const DELAY_RANGE: Range = { min: 0, max: 2147483647, unit: 'seconds' }

/** `order`: AutomaticStartupActionSequenceNumber is a uint16 whose 0 means "unspecified", the absent attribute. */
export const ORDER_RANGE: Range = { min: 1, max: 65535, unit: 'position in the start order' }

/** The names of the elements and attributes, and the namespace of the metadata placement. */
export const ON_HOSTSTART = 'on_hoststart'
export const ON_HOSTSTOP = 'on_hoststop'
export const LIFECYCLE_NAMESPACE = 'urn:x-virt-lifecycle:domain:1.0'

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
