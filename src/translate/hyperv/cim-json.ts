import { type JsonFormat, jsonText, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { CIM, cimIdentity } from './cim.js'
import { hasMachineWith, marksOf } from './json-envelopes.js'
import { readInstances } from './json-instances.js'
import type { HypervReadOptions, HypervWriteOptions } from './options.js'
import { CIM_SETTINGS } from './properties.js'
import { CIM_CLASSES } from './vocabulary.js'
import { writeInstances } from './write-settings.js'

/** Members that only this form has. */
const MARKS = marksOf([CIM])

/** `Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json`, the same with `Get-WmiObject`, and the v1 class. */
export const cimJsonFormat = {
  id: 'cim-json',
  description: 'Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json',
  syntax: 'json',
  marks: MARKS,
  recognises: (root) => hasMachineWith(root, MARKS),
  read: (source, options: HypervReadOptions) => readInstances(source, options, 'cim-json'),
  write: writeCimJson,
} as const satisfies JsonFormat

/**
 * An array of instances with their identity and settings; the delay is a CIM interval, as ModifySystemSettings takes it.
 * `__CLASS` says what the numbers mean.
 */
function writeCimJson(
  machines: readonly Machine[],
  { hyperv = 'v2', ndjson = false }: HypervWriteOptions,
): WriteResult {
  const { instances, diagnostics } = writeInstances(machines, 'cim-json', CIM_SETTINGS[hyperv], (machine) => ({
    __CLASS: CIM_CLASSES[hyperv],
    ...cimIdentity(machine, hyperv),
    ...(machine.name === undefined ? {} : { ElementName: machine.name }),
  }))
  return writtenTogether(
    'cim-json',
    jsonText(instances, ndjson, (all) => all),
    machines,
    diagnostics,
  )
}
