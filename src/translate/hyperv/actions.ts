import { nearest } from '../../diagnostics/index.js'
import type { Meaning } from './meaning.js'
import { CIM_CLASSES, type CimVersion, type HypervAction } from './vocabulary.js'

/** Reads and writes the values of an action. */
interface ActionValues<Value> {
  readonly read: (value: unknown) => Meaning<Value>
  readonly write: (value: Value) => number
}

/** Actions by their numbers in a CIM class. */
export function numbered<Value extends string>(
  actions: Readonly<Record<Value, HypervAction>>,
  version: CimVersion,
): ActionValues<Value> {
  const rows = rowsOf(actions)
  const impossible = `not one of: ${rows.map(([, row]) => `${row[version]} (${row.cimName})`).join(', ')}`
  const hint = `is this ${CIM_CLASSES.v1}, which counts from 0? If so, add --hyperv v1`
  return {
    read: (value) => {
      const found = rows.find(([, row]) => row[version] === value)
      if (found !== undefined) return { value: found[0] }
      return version === 'v2' && (value === 0 || value === 1) ? { impossible, hint } : { impossible }
    },
    write: (value) => actions[value][version],
  }
}

/** Actions by their numbers and names in a PowerShell enumeration. */
export function enumeration<Value extends string>(actions: Readonly<Record<Value, HypervAction>>): ActionValues<Value> {
  const rows = rowsOf(actions)
  const impossible = `not one of: ${rows.map(([, row]) => `${row.v2} (${row.powershell})`).join(', ')}`
  const names = rows.map(([, row]) => row.powershell)
  return {
    read: (value) => {
      const found = rows.find(([, row]) => row.v2 === value || row.powershell === value)
      if (found !== undefined) return { value: found[0] }
      const meant = typeof value === 'string' ? nearest(value, names) : undefined
      return meant === undefined ? { impossible } : { impossible, hint: `did you mean "${meant}"?` }
    },
    write: (value) => actions[value].v2,
  }
}

function rowsOf<Value extends string>(
  actions: Readonly<Record<Value, HypervAction>>,
): readonly (readonly [Value, HypervAction])[] {
  return Object.entries(actions) as [Value, HypervAction][] // Object.entries gives string keys
}
