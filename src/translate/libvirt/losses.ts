import type { Diagnostic } from '../../diagnostics/index.js'
import { inDomainXml, type Lifecycle, START_ATTRIBUTE_NAMES } from '../../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'

/**
 * What is not written in domain XML, in either placement: an attribute without `<on_hoststart>`, or one that has no effect
 * because the machine is not started (VL303).
 *
 * @param before the lifecycle of the domain that is edited; empty for a new one
 */
export function domainLosses(machine: Machine, before: Lifecycle = {}): readonly Diagnostic[] {
  const { lifecycle } = machine
  const written = inDomainXml(lifecycle, before)
  const { why, hint } = REASONS[lifecycle.hostStart === undefined ? 'noStart' : 'ignore']
  // A 0 has the effect of no attribute, so it is not lost.
  return START_ATTRIBUTE_NAMES.filter((name) => lifecycle[name] && written[name] === undefined).map((name) =>
    machineDiagnostic(machine, {
      code: 'VL303',
      message: `${machineLabel(machine)}: ${why(`${name} "${lifecycle[name]}"`)}`,
      hint,
    }),
  )
}

/** Why an attribute is not written. */
const REASONS: Readonly<
  Record<'noStart' | 'ignore', { readonly why: (what: string) => string; readonly hint: string }>
> = {
  noStart: {
    why: (what) => `domain XML cannot carry ${what} without on_hoststart`,
    hint: 'give the machine a start action',
  },
  ignore: {
    why: (what) => `${what} is left out: on_hoststart is "ignore", so it would have no effect`,
    hint: 'to keep it, give the machine another start action',
  },
}
