import { type Identity, type Instance, nameOf, stringOf, uuidOf } from './instance.js'
import type { ObjectKind } from './object-kind.js'
import { SCVMM_SETTINGS } from './properties.js'

/** `Get-SCVirtualMachine` objects of Virtual Machine Manager. */
export const SCVMM: ObjectKind = {
  source: 'SCVMM',
  settings: SCVMM_SETTINGS,
  marks: [],
  likely: [],
  shape: 'powershell-json',
  identify: identifyScvmm,
}

/** VMId is the machine's GUID. The property ID is not read: whether it is the same GUID was not verified. */
function identifyScvmm(instance: Instance): Identity {
  return {
    ...nameOf(instance, 'Name', 'VMName'),
    ...uuidOf(stringOf(instance, 'VMId'), 'VMId'),
    settings: SCVMM_SETTINGS,
  }
}
