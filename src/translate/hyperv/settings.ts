import {
  type Action,
  DELAY_RANGE,
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  type HostStart,
  type HostStop,
  type Lifecycle,
  nearest,
  ORDER_RANGE,
} from '../../lifecycle/index.js'
import { formatCimInterval, isCimDate, parseCimInterval } from './cim-interval.js'
import { parseIsoDuration } from './iso-duration.js'

/** What a value of Hyper-V's means: a setting, no setting, or nothing that can be mapped. */
export type Meaning<Value> =
  | { readonly value: Value | undefined }
  | { readonly impossible: string; readonly hint?: string }

/** One of Hyper-V's properties: what it is called, how its values are read and written. */
export interface Setting<Key extends keyof Lifecycle = keyof Lifecycle> {
  readonly key: Key
  /** The name of the property in CIM or PowerShell. */
  readonly name: string
  /** What a JSON value means; null has been dealt with. `impossible` says what is allowed. */
  readonly read: (value: unknown) => Meaning<NonNullable<Lifecycle[Key]>>
  readonly write: (value: NonNullable<Lifecycle[Key]>) => number | string
}

/** The settings that one form of Hyper-V's data has. */
export interface SettingTable {
  readonly hostStart: Setting<'hostStart'>
  readonly delay: Setting<'delay'>
  /** Absent where there is no property for it. */
  readonly order?: Setting<'order'>
  readonly hostStop: Setting<'hostStop'>
}

/** The classes that hold the settings; their numbers differ. */
export const CIM_CLASSES = {
  v2: 'Msvm_VirtualSystemSettingData',
  v1: 'Msvm_VirtualSystemGlobalSettingData',
} as const

/** Which of the two classes; it decides what a number means. */
export type CimVersion = keyof typeof CIM_CLASSES

/** The two, as `--hyperv` takes them. */
export const CIM_VERSIONS = ['v2', 'v1'] as const satisfies readonly CimVersion[]

/** The properties of the CIM classes, which have the same names in both. */
export const CIM_SETTINGS: Readonly<Record<CimVersion, SettingTable>> = {
  v2: cimSettings('v2'),
  v1: cimSettings('v1'),
}

/** The properties of `Get-VM` objects: enumerations by number or by name, the delay in seconds, no order. */
export const POWERSHELL_SETTINGS: SettingTable = {
  hostStart: { key: 'hostStart', name: 'AutomaticStartAction', ...enumeration<HostStart>(HOST_START_ACTIONS) },
  delay: {
    key: 'delay',
    name: 'AutomaticStartDelay',
    read: (value) => integer(value, DELAY_RANGE, 'whole seconds'),
    write: (value) => value,
  },
  hostStop: { key: 'hostStop', name: 'AutomaticStopAction', ...enumeration<HostStop>(HOST_STOP_ACTIONS) },
}

function cimSettings(version: CimVersion): SettingTable {
  return {
    hostStart: {
      key: 'hostStart',
      name: 'AutomaticStartupAction',
      ...numbered<HostStart>(HOST_START_ACTIONS, version),
    },
    delay: { key: 'delay', name: 'AutomaticStartupActionDelay', read: cimDelay, write: formatCimInterval },
    order: {
      key: 'order',
      name: 'AutomaticStartupActionSequenceNumber',
      // 0 is "implementation dependent".
      read: (value) => integer(value, { min: 0, max: ORDER_RANGE.max }, 'the position in the start order, 0 for none'),
      write: (value) => value,
    },
    hostStop: { key: 'hostStop', name: 'AutomaticShutdownAction', ...numbered<HostStop>(HOST_STOP_ACTIONS, version) },
  }
}

/** Both directions of the values of an action, from its rows. */
interface ActionValues<Value> {
  readonly read: (value: unknown) => Meaning<Value>
  readonly write: (value: Value) => number
}

/** The numbers of a CIM class. */
function numbered<Value extends string>(rows: readonly Action<Value>[], version: CimVersion): ActionValues<Value> {
  const impossible = `not one of: ${rows.map((row) => `${row[version]} (${row.cimName})`).join(', ')}`
  const hint = `it looks like ${CIM_CLASSES.v1}, which counts from 0: if it is one, say --hyperv v1`
  return {
    read: (value) => {
      const row = rows.find((candidate) => candidate[version] === value)
      if (row !== undefined) return { value: row.value }
      return version === 'v2' && (value === 0 || value === 1) ? { impossible, hint } : { impossible }
    },
    write: (value) => rowOf(rows, value)[version],
  }
}

/** The numbers and names of a PowerShell enumeration. */
function enumeration<Value extends string>(rows: readonly Action<Value>[]): ActionValues<Value> {
  const impossible = `not one of: ${rows.map((row) => `${row.v2} (${row.powershell})`).join(', ')}`
  const names = rows.map((row) => row.powershell)
  return {
    read: (value) => {
      const row = rows.find((candidate) => candidate.v2 === value || candidate.powershell === value)
      if (row !== undefined) return { value: row.value }
      const meant = typeof value === 'string' ? nearest(value, names) : undefined
      return meant === undefined ? { impossible } : { impossible, hint: `did you mean "${meant}"?` }
    },
    write: (value) => rowOf(rows, value).v2,
  }
}

function rowOf<Value extends string>(rows: readonly Action<Value>[], value: Value): Action<Value> {
  const row = rows.find((candidate) => candidate.value === value)
  if (row === undefined) throw new TypeError(`not an action: ${value}`)
  return row
}

/** A whole number in a range; 0 is no setting. */
function integer(value: unknown, { min, max }: { min: number; max: number }, what: string): Meaning<number> {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    return { impossible: `not a number from ${min} to ${max} (${what})` }
  }
  return { value: value === 0 ? undefined : value }
}

/** Ticks of a TimeSpan are 100 ns. */
const TICKS_PER_SECOND = 10_000_000

/**
 * The delay: a CIM interval, as `Get-WmiObject` and CIM-XML have it; an ISO 8601 duration, as WS-Management and CLIXML
 * have it; or the object with `Ticks` and `TotalSeconds` that ConvertTo-Json makes of a TimeSpan.
 */
function cimDelay(value: unknown): Meaning<number> {
  const range = `from 0 to ${DELAY_RANGE.max} seconds`
  const impossible = `not a delay ${range}: a CIM interval like "00000000000130.000000:000" (90 s), an ISO 8601 duration like "PT90S", or a TimeSpan with Ticks`
  if (typeof value === 'string' && isCimDate(value))
    return { impossible, hint: 'this is a point in time, not an interval' }
  const duration = typeof value === 'string' ? parseIsoDuration(value) : undefined
  if (duration === 'calendar') return { impossible, hint: 'years and months have no fixed length; write days' }
  const seconds = duration?.seconds ?? (typeof value === 'string' ? parseCimInterval(value) : secondsOfTimeSpan(value))
  if (seconds === undefined || seconds < 0 || seconds > DELAY_RANGE.max) return { impossible }
  if (!Number.isInteger(seconds)) return { impossible, hint: 'a delay is whole seconds' }
  return { value: seconds === 0 ? undefined : seconds }
}

function secondsOfTimeSpan(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { Ticks, TotalSeconds }: { Ticks?: unknown; TotalSeconds?: unknown } = value
  if (typeof Ticks === 'number') return Ticks / TICKS_PER_SECOND
  return Ticks === undefined && typeof TotalSeconds === 'number' ? TotalSeconds : undefined
}
