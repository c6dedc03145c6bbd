import { type Identity, type Instance, nameOf, nothingKnown, presentValue, stringOf, uuidOf } from './instance.js'
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

/** What a `Get-VM` object has. */
const KNOWN = [
  ...Object.values(POWERSHELL_SETTINGS).map(({ name }: { readonly name: string }) => name),
  ...['Name', 'VMName', 'Id', 'VMId', 'State'],
]

/** Who a `Get-VM` object is. */
export function identifyVm(instance: Instance): Identity {
  const stranger = nothingKnown(instance, KNOWN)
  if (stranger !== undefined) return { leftOut: stranger }
  const running = RUNNING.get(presentValue(instance, 'State'))
  return {
    ...nameOf(instance, 'Name', 'VMName'),
    ...uuidOf(stringOf(instance, 'Id', 'VMId'), 'Id'),
    ...(running === undefined ? {} : { running }),
    settings: POWERSHELL_SETTINGS,
  }
}
