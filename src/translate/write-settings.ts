import { type Diagnostic, quote } from '../diagnostics/index.js'
import { LIFECYCLE_PROPERTIES, type Lifecycle, PROPERTY_NAMES } from '../lifecycle/index.js'
import type { Setting, SettingTable } from './hyperv/settings.js'
import { type FormatId, type Machine, machineDiagnostic, machineLabel } from './machine.js'

/**
 * The machines as plain objects: what identifies each, then its settings by the names and values of a table. A setting
 * that the table has no property for is reported (VL303).
 */
export function writeSettings(
  machines: readonly Machine[],
  target: FormatId,
  settings: SettingTable,
  identify: (machine: Machine) => Readonly<Record<string, unknown>>,
): { readonly instances: readonly Readonly<Record<string, unknown>>[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const instances = machines.map((machine) => {
    const { lifecycle } = machine
    for (const key of LIFECYCLE_PROPERTIES) {
      if (lifecycle[key] !== undefined && settings[key] === undefined) diagnostics.push(lost(machine, target, key))
    }
    const { hostStart, delay, order, hostStop } = settings
    return {
      ...identify(machine),
      ...property(hostStart, lifecycle.hostStart),
      ...property(delay, lifecycle.delay),
      ...property(order, lifecycle.order),
      ...property(hostStop, lifecycle.hostStop),
    }
  })
  return { instances, diagnostics }
}

function property<Key extends keyof Lifecycle>(
  setting: Setting<Key> | undefined,
  value: Lifecycle[Key] | undefined,
): Readonly<Record<string, unknown>> {
  return setting === undefined || value === undefined ? {} : { [setting.name]: setting.write(value) }
}

/** A setting that a target has no place for. */
export function lost(machine: Machine, target: FormatId, key: keyof Lifecycle): Diagnostic {
  return machineDiagnostic(machine, {
    code: 'VL303',
    message: `${machineLabel(machine, quote)}: ${target} cannot hold ${PROPERTY_NAMES[key]} "${machine.lifecycle[key]}"`,
    ...(key === 'order' ? { hint: 'cim-json can (AutomaticStartupActionSequenceNumber)' } : {}),
  })
}
