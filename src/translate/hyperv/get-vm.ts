import { type EnumerationMember, memberOf } from './enumeration.js'
import {
  type Identity,
  type Instance,
  instanceLabel,
  nameOf,
  presentValue,
  snapshot,
  stringOf,
  uuidOf,
} from './instance.js'
import type { ObjectKind } from './object-kind.js'
import { POWERSHELL_SETTINGS } from './properties.js'

/** `Get-VM` objects. */
export const GET_VM: ObjectKind = {
  source: 'Get-VM',
  settings: POWERSHELL_SETTINGS,
  marks: ['VMName', 'VMId'],
  likely: [
    ['Name', 'Id'],
    ['Name', 'State'],
    ['Id', 'State'],
  ],
  shape: 'powershell-json',
  identify: identifyVm,
}

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

function identifyVm(instance: Instance): Identity {
  const name = nameOf(instance, 'Name', 'VMName')
  const id = presentValue(instance, 'Id') === undefined ? 'VMId' : 'Id'
  const uuid = uuidOf(stringOf(instance, id), id)
  const sign = snapshotSign(instance)
  if (sign !== undefined) return { leftOut: snapshot(instanceLabel(name), sign) }
  const state = memberOf(presentValue(instance, 'State'), STATES)
  return {
    ...name,
    ...uuid,
    ...(typeof state === 'object' ? { running: state.running } : {}),
    ...(isTrue(presentValue(instance, 'IsClustered')) ? { clustered: true } : {}),
    settings: POWERSHELL_SETTINGS,
  }
}

/**
 * By what a `Get-VMSnapshot` object is recognised, which has the settings of its machine; undefined for a machine.
 * ParentSnapshotId says nothing on its own: whether machines have it too was not verified.
 */
function snapshotSign(instance: Instance): string | undefined {
  if (presentValue(instance, 'SnapshotType') !== undefined) return 'SnapshotType'
  const { uuid: own } = uuidOf(stringOf(instance, 'Id'), 'Id')
  const { uuid: machine } = uuidOf(stringOf(instance, 'VMId'), 'VMId')
  return own !== undefined && machine !== undefined && own !== machine ? 'its Id differs from its VMId' : undefined
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true')
}
