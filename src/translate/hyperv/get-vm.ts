import { type EnumerationMember, memberOf } from './enumeration.js'
import { type Identity, type Instance, nameOf, nothingKnown, presentValue, stringOf, uuidOf } from './instance.js'
import { POWERSHELL_SETTINGS, settingNames } from './properties.js'

/**
 * The states of the VMState enumeration in which it is known whether a machine is active. From the enumeration's
 * documentation; the numbers are those of Msvm_ComputerSystem.EnabledState.
 */
const STATES: readonly (EnumerationMember & { readonly running: boolean })[] = [
  { number: 2, name: 'Running', running: true },
  { number: 3, name: 'Off', running: false },
  { number: 6, name: 'Saved', running: false },
  { number: 9, name: 'Paused', running: true },
]

/** Properties of a `Get-VM` object. */
const KNOWN = [...settingNames(POWERSHELL_SETTINGS), ...['Name', 'VMName', 'Id', 'VMId', 'State']]

/** Identify a `Get-VM` object. */
export function identifyVm(instance: Instance): Identity {
  const stranger = nothingKnown(instance, KNOWN)
  if (stranger !== undefined) return { leftOut: stranger }
  const state = memberOf(presentValue(instance, 'State'), STATES)
  return {
    ...nameOf(instance, 'Name', 'VMName'),
    ...uuidOf(stringOf(instance, 'Id', 'VMId'), 'Id'),
    ...(typeof state === 'object' ? { running: state.running } : {}),
    settings: POWERSHELL_SETTINGS,
  }
}
