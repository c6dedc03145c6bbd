import { type JsonFormat, jsonText, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { GET_VM } from './get-vm.js'
import { hasMachineWith, machineNodes, marksOf } from './json-envelopes.js'
import { hasObjectOf, readInstances } from './json-instances.js'
import type { HypervReadOptions } from './options.js'
import { POWERSHELL_SETTINGS } from './properties.js'
import { SCVMM } from './scvmm.js'
import { TERRAFORM } from './terraform.js'
import { writeInstances } from './write-settings.js'

/** Members that only this form has. */
const MARKS = marksOf([GET_VM, SCVMM, TERRAFORM])

/**
 * `Get-VM | ConvertTo-Json`: enumerations as numbers, with `-EnumsAsStrings` as names, or as a remote session gives them;
 * and what has the same settings under other names, `Get-SCVirtualMachine` and the Terraform provider for Hyper-V.
 */
export const powershellJsonFormat = {
  id: 'powershell-json',
  description: 'Get-VM or Get-SCVirtualMachine | ConvertTo-Json, with or without -EnumsAsStrings',
  syntax: 'json',
  marks: MARKS,
  // An empty list could be from either format; the reader reports that it is empty.
  recognises: (root) => machineNodes(root).length === 0 || hasMachineWith(root, MARKS) || hasObjectOf(GET_VM, root),
  read: (source, options: HypervReadOptions) => readInstances(source, options, 'powershell-json'),
  write: writePowershellJson,
} as const satisfies JsonFormat

/**
 * An array of objects with the known properties of `Get-VM`; enumerations are numbers. `VMName` is written rather than
 * `Name`, which means the same, because it identifies the format.
 */
function writePowershellJson(machines: readonly Machine[], { ndjson = false }: WriteOptions): WriteResult {
  const { instances, diagnostics } = writeInstances(
    machines,
    'powershell-json',
    POWERSHELL_SETTINGS,
    ({ name, uuid, running }) => ({
      ...(name === undefined ? {} : { VMName: name }),
      ...(uuid === undefined ? {} : { VMId: uuid }),
      ...(running === undefined ? {} : { State: running ? 2 : 3 }),
    }),
  )
  return writtenTogether(
    'powershell-json',
    jsonText(instances, ndjson, (all) => all),
    machines,
    diagnostics,
  )
}
