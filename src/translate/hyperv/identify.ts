import { identifyCim } from './cim.js'
import { identifyVm } from './get-vm.js'
import type { Identity, Instance } from './instance.js'
import type { HypervReadOptions } from './options.js'
import { POWERSHELL_SETTINGS, settingNames } from './properties.js'

/** Properties that only a `Get-VM` object has. */
const VM_MARKS = [...settingNames(POWERSHELL_SETTINGS), 'VMName', 'VMId']

/** Identify an object in a form that carries several kinds of objects: a `Get-VM` object or a CIM instance. */
export function identifyObject(instance: Instance, { hyperv }: HypervReadOptions): Identity {
  const isVm = instance.className === undefined && VM_MARKS.some((name) => instance.named(name).length > 0)
  return isVm ? identifyVm(instance) : identifyCim(instance, hyperv)
}
