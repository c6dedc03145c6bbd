import { type Identity, type Instance, nameOf, nothingKnown, presentValue, stringOf, uuidOf } from './instance.js'
import { POWERSHELL_SETTINGS, settingNames } from './properties.js'

/**
 * Whether a machine in a state of the VMState enumeration is active, by number and name; for other states this is unknown.
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

/** Properties of a `Get-VM` object. */
const KNOWN = [...settingNames(POWERSHELL_SETTINGS), ...['Name', 'VMName', 'Id', 'VMId', 'State']]

/** Identify a `Get-VM` object. */
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
