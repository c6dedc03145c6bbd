import { type Diagnostic, quote } from '../diagnostics/index.js'
import { type Lifecycle, PROPERTY_NAMES } from '../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from './machine.js'

/** What domain XML cannot say of a machine, in either placement: `delay` and `order` are attributes of `<on_hoststart>`. */
export function domainLosses(machine: Machine): readonly Diagnostic[] {
  const { lifecycle } = machine
  if (lifecycle.hostStart !== undefined) return []
  return (['delay', 'order'] as const satisfies (keyof Lifecycle)[])
    .filter((property) => lifecycle[property] !== undefined)
    .map((property) =>
      machineDiagnostic(machine, {
        code: 'VL303',
        message: `${machineLabel(machine, quote)}: domain XML cannot hold ${PROPERTY_NAMES[property]} "${lifecycle[property]}" without on_hoststart`,
        hint: 'give the machine a start action',
      }),
    )
}
