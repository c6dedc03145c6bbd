import type { Diagnostic, Finding } from '../diagnostics/index.js'
import { type Machine, machineDiagnostic } from './machine.js'

/** A result that is to set something would set nothing. */
export const NOTHING_TO_SET: Finding = {
  code: 'VL320',
  message: 'there is nothing to set: no machine has a lifecycle setting that can be written',
  hint: 'export the lifecycle properties of the machines too',
}

/**
 * Reports (VL320), at the first machine, that none of the machines has a setting that can be written.
 *
 * @param settable how many of them have one
 * @returns undefined if there is one, or if there are no machines
 */
export function nothingToSet(machines: readonly Machine[], settable: number): Diagnostic | undefined {
  const [first] = machines
  return first === undefined || settable > 0 ? undefined : machineDiagnostic(first, NOTHING_TO_SET)
}
