import type { Diagnostic } from '../../diagnostics/index.js'
import { START_ATTRIBUTE_NAMES } from '../../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'

/** What domain XML cannot carry in either placement: an attribute without `<on_hoststart>` (VL303). */
export function domainLosses(machine: Machine): readonly Diagnostic[] {
  const { lifecycle } = machine
  if (lifecycle.hostStart !== undefined) return []
  // A 0 has the effect of no attribute, so it is not lost.
  return START_ATTRIBUTE_NAMES.filter((name) => lifecycle[name]).map((name) =>
    machineDiagnostic(machine, {
      code: 'VL303',
      message: `${machineLabel(machine)}: domain XML cannot carry ${name} "${lifecycle[name]}" without on_hoststart`,
      hint: 'give the machine a start action',
    }),
  )
}
