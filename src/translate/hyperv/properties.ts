import {
  LIFECYCLE_PROPERTIES,
  type Lifecycle,
  type LifecycleProperty,
  START_ATTRIBUTE_NAMES,
  type StartAttribute,
} from '../../lifecycle/index.js'
import { enumeration, named, numbered } from './actions.js'
import { formatCimInterval } from './cim-interval.js'
import type { Meaning } from './meaning.js'
import { integer, interval } from './numbers.js'
import { type CimVersion, START_ACTIONS, STOP_ACTIONS } from './vocabulary.js'

/** A property of Hyper-V: its name, and how its values are read and written. */
export interface Setting<Value = number | string> {
  /** The name of the property in CIM or PowerShell. */
  readonly name: string
  /** Another name of the same property, which is read but not written. */
  readonly alias?: string
  /** The type of the CIM property. */
  readonly type: 'uint16' | 'datetime' | 'integer' | 'string'
  /** What a value other than null means. */
  readonly read: (value: unknown) => Meaning<Value>
  /** The value for JSON and CIM-XML. */
  readonly write: (value: Value) => number | string
}

/** The settings of one form of Hyper-V's data; those for which it has no property are absent. */
export type SettingTable = { readonly [Property in LifecycleProperty]?: Setting<NonNullable<Lifecycle[Property]>> }

/** The sets of names for Hyper-V's properties. */
type Side = 'cim' | 'powershell' | 'scvmm' | 'terraform'

/** The properties that carry each attribute of the start; absent if a side has none. */
const ATTRIBUTE_PROPERTIES: Readonly<Record<StartAttribute, { readonly [S in Side]?: Setting<number> }>> = {
  delay: {
    cim: {
      name: 'AutomaticStartupActionDelay',
      type: 'datetime',
      read: interval('delay'),
      write: formatCimInterval,
    },
    powershell: {
      name: 'AutomaticStartDelay',
      type: 'integer',
      read: interval('delay'),
      write: (seconds) => seconds,
    },
    scvmm: {
      name: 'DelayStartSeconds',
      alias: 'DelayStart',
      type: 'integer',
      read: interval('delay'),
      write: (seconds) => seconds,
    },
    terraform: {
      name: 'automatic_start_delay',
      type: 'integer',
      read: interval('delay'),
      write: (seconds) => seconds,
    },
  },
  order: {
    cim: {
      name: 'AutomaticStartupActionSequenceNumber',
      type: 'uint16',
      // 0 means "implementation dependent" (CIM schema).
      read: integer('order', 'the position in the start order, 0 for none'),
      write: (position) => position,
    },
  },
}

/** The names of an attribute of the start in CIM and, if there is one, in PowerShell. */
export function attributeProperties(attribute: StartAttribute): readonly string[] {
  const { cim, powershell } = ATTRIBUTE_PROPERTIES[attribute]
  return [cim, powershell].flatMap((setting) => (setting === undefined ? [] : [setting.name]))
}

/** The settings of the CIM classes; both have the same names. */
export const CIM_SETTINGS: Readonly<Record<CimVersion, SettingTable>> = {
  v2: cimSettings('v2'),
  v1: cimSettings('v1'),
}

/** The settings of `Get-VM` objects: enumerations as numbers or names, the delay in seconds; there is no order. */
export const POWERSHELL_SETTINGS: SettingTable = {
  hostStart: { name: 'AutomaticStartAction', type: 'integer', ...enumeration(START_ACTIONS) },
  ...attributesOn('powershell'),
  hostStop: { name: 'AutomaticStopAction', type: 'integer', ...enumeration(STOP_ACTIONS) },
}

/** The settings of `Get-SCVirtualMachine` objects (Virtual Machine Manager): enumerations as names; there is no order. */
export const SCVMM_SETTINGS: SettingTable = {
  hostStart: { name: 'StartAction', type: 'string', ...named(START_ACTIONS) },
  ...attributesOn('scvmm'),
  hostStop: { name: 'StopAction', type: 'string', ...named(STOP_ACTIONS) },
}

/** The settings of the Terraform provider taliesins/hyperv, which takes PowerShell's names; there is no order. */
export const TERRAFORM_SETTINGS: SettingTable = {
  hostStart: { name: 'automatic_start_action', type: 'string', ...enumeration(START_ACTIONS) },
  ...attributesOn('terraform'),
  hostStop: { name: 'automatic_stop_action', type: 'string', ...enumeration(STOP_ACTIONS) },
}

function cimSettings(version: CimVersion): SettingTable {
  return {
    hostStart: { name: 'AutomaticStartupAction', type: 'uint16', ...numbered(START_ACTIONS, version) },
    ...attributesOn('cim'),
    hostStop: { name: 'AutomaticShutdownAction', type: 'uint16', ...numbered(STOP_ACTIONS, version) },
  }
}

function attributesOn(side: Side): { readonly [Name in StartAttribute]?: Setting<number> } {
  return Object.fromEntries(
    START_ATTRIBUTE_NAMES.flatMap((name) => {
      const setting = ATTRIBUTE_PROPERTIES[name][side]
      return setting === undefined ? [] : [[name, setting]]
    }),
  )
}

/** What was listed of a table, because it is asked for each machine. */
const LISTED = new WeakMap<SettingTable, readonly (readonly [LifecycleProperty, Setting])[]>()

/** The settings of a table with their properties, in the order in which they are written. */
export function settingsOf(table: SettingTable): readonly (readonly [LifecycleProperty, Setting])[] {
  const listed = LISTED.get(table) ?? list(table)
  LISTED.set(table, listed)
  return listed
}

function list(table: SettingTable): readonly (readonly [LifecycleProperty, Setting])[] {
  return LIFECYCLE_PROPERTIES.flatMap((property) => {
    const setting = table[property]
    // Safe, because callers give a setting only values of its own property.
    return setting === undefined ? [] : [[property, setting as Setting]]
  })
}

/** The names of Hyper-V's properties in a table, with their aliases. */
export function settingNames(table: SettingTable): readonly string[] {
  return settingsOf(table).flatMap(([, { name, alias }]) => (alias === undefined ? [name] : [name, alias]))
}
