import type { Diagnostic } from '../../diagnostics/index.js'
import { LIFECYCLE_PROPERTIES, type LifecycleProperty, propertyName } from '../../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { type Setting, type SettingTable, settingsOf } from './properties.js'

/** A setting to write, with its value in the model. */
export interface WrittenSetting {
  readonly property: LifecycleProperty
  readonly setting: Setting
  readonly value: number | string
}

/** The settings of a machine that a table has a property for, and a VL303 for each of the others. */
export function writtenSettings(
  machine: Machine,
  target: string,
  table: SettingTable,
): { readonly settings: readonly WrittenSetting[]; readonly diagnostics: readonly Diagnostic[] } {
  const { lifecycle } = machine
  const settings = settingsOf(table).flatMap(([property, setting]) => {
    const value = lifecycle[property]
    return value === undefined ? [] : [{ property, setting, value }]
  })
  // A 0 has the effect of no attribute, so it is not lost.
  const lost = LIFECYCLE_PROPERTIES.filter((property) => lifecycle[property] && table[property] === undefined)
  return { settings, diagnostics: lost.map((property) => cannotHold(machine, target, property)) }
}

/**
 * Machines as plain objects: the identity of each, then its settings with the names and values of a table. A setting for
 * which the table has no property is reported (VL303).
 */
export function writeInstances(
  machines: readonly Machine[],
  target: string,
  table: SettingTable,
  identify: (machine: Machine) => Readonly<Record<string, unknown>>,
): { readonly instances: readonly Readonly<Record<string, unknown>>[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const instances = machines.map((machine) => {
    const written = writtenSettings(machine, target, table)
    for (const diagnostic of written.diagnostics) diagnostics.push(diagnostic)
    const values = written.settings.map(({ setting, value }) => [setting.name, setting.write(value)] as const)
    return { ...identify(machine), ...Object.fromEntries(values) }
  })
  return { instances, diagnostics }
}

function cannotHold(machine: Machine, target: string, property: LifecycleProperty): Diagnostic {
  return machineDiagnostic(machine, {
    code: 'VL303',
    message: `${machineLabel(machine)}: ${target} cannot carry ${propertyName(property)} "${machine.lifecycle[property]}"`,
    ...(property === 'order' ? { hint: 'cim-json can (AutomaticStartupActionSequenceNumber)' } : {}),
  })
}
