import { type Identity, type Instance, nameOf, presentValue, stringOf, uuidOf } from './instance.js'
import { POWERSHELL_SETTINGS } from './settings.js'

/**
 * States of the VMState enumeration that mean "active" or "not active", by number and name; any other leaves it open.
 * From the enumeration's documentation; the numbers are those of Msvm_ComputerSystem.EnabledState.
 */
const RUNNING: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [2, true],
  ['Running', true],
  [3, false],
  ['Off', false],
  [6, false],
  ['Saved', false],
  [9, true],
  ['Paused', true],
])

/** Who a `Get-VM` object is. */
export function identifyVm(instance: Instance): Identity {
  const running = RUNNING.get(presentValue(instance, 'State'))
  return {
    ...nameOf(instance, 'Name', 'VMName'),
    ...uuidOf(stringOf(instance, 'Id', 'VMId'), 'Id'),
    ...(running === undefined ? {} : { running }),
    settings: POWERSHELL_SETTINGS,
  }
}
