import { misspelt, nearest } from '../../diagnostics/index.js'
import { type EnumerationMember, memberOf } from './enumeration.js'
import type { Meaning } from './meaning.js'
import { integerText } from './numbers.js'
import { CIM_CLASSES, type CimVersion, type HypervAction } from './vocabulary.js'

/** Reads and writes the values of an action. */
interface ActionValues<Value> {
  readonly read: (value: unknown) => Meaning<Value>
  readonly write: (value: Value) => number | string
}

/** An action with its value in the model. */
interface ActionMember<Value> extends EnumerationMember {
  readonly action: Value
}

/** Actions by their numbers and names in a CIM class. */
export function numbered<Value extends string>(
  actions: Readonly<Record<Value, HypervAction>>,
  version: CimVersion,
): ActionValues<Value> {
  const { read } = reader(actions, (row) => ({ number: row[version], name: row.cimName }))
  const hint = `is this ${CIM_CLASSES.v1}, which counts from 0? If so, add --hyperv v1`
  return {
    read: (value) => {
      const meaning = read(value)
      const isOther = version === 'v2' && [0, 1, '0', '1'].some((number) => number === value)
      return isOther && 'impossible' in meaning ? { ...meaning, hint } : meaning
    },
    write: (value) => actions[value][version],
  }
}

/** Actions by their numbers and names in a PowerShell enumeration. */
export function enumeration<Value extends string>(actions: Readonly<Record<Value, HypervAction>>): ActionValues<Value> {
  const { read } = reader(actions, (row) => ({ number: row.v2, name: row.powershell }))
  return { read, write: (value) => actions[value].v2 }
}

/** Actions by their names in Virtual Machine Manager. Its numbers are not those of Hyper-V, so no number is taken. */
export function named<Value extends string>(actions: Readonly<Record<Value, HypervAction>>): ActionValues<Value> {
  const { read } = reader(actions, (row) => ({ name: row.scvmm }))
  return {
    read: (value) => {
      const meaning = read(value)
      const isNumber = typeof (typeof value === 'string' ? integerText(value) : value) === 'number'
      return isNumber && 'impossible' in meaning ? { ...meaning, hint: SCVMM_NUMBER } : meaning
    },
    write: (value) => actions[value].scvmm,
  }
}

const SCVMM_NUMBER =
  "Virtual Machine Manager's numbers are not those of Hyper-V; export the names (ConvertTo-Json -EnumsAsStrings, or Export-Csv)"

/** Reads the values of an action, by the number and name that a form has for it. */
function reader<Value extends string>(
  actions: Readonly<Record<Value, HypervAction>>,
  memberFor: (row: HypervAction) => EnumerationMember,
): Pick<ActionValues<Value>, 'read'> {
  const rows = Object.entries(actions) as [Value, HypervAction][] // Object.entries gives string keys
  const members = rows.map(([action, row]): ActionMember<Value> => ({ action, ...memberFor(row) }))
  const names = members.map(({ name }) => name)
  const impossible = `not one of: ${members.map(shown).join(', ')}`
  return {
    read: (value) => {
      const found = memberOf(value, members)
      if (found === 'contradiction') return { impossible, hint: CONTRADICTION }
      if (found !== undefined) return { value: found.action }
      if (typeof value !== 'string') return { impossible }
      const meant = nearest(value, names)
      const replacement = misspelt(value, names)
      return {
        impossible,
        ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
        ...(replacement === undefined ? {} : { replacement }),
      }
    },
  }
}

function shown({ number, name }: EnumerationMember): string {
  return number === undefined ? name : `${number} (${name})`
}

const CONTRADICTION = 'its number and its name are different actions; export one of them'
