import { type JsonFormat, jsonText, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { identifyVm } from './get-vm.js'
import { hasAnyMember, instancesIn, readInstances } from './json-instances.js'
import { POWERSHELL_SETTINGS, settingNames } from './properties.js'
import { writeInstances } from './write-settings.js'

/** Members that only this form has. */
const MARKS = [...settingNames(POWERSHELL_SETTINGS), 'VMName', 'VMId']

/** `Get-VM | ConvertTo-Json`: enumerations as numbers, or with `-EnumsAsStrings` as names. */
export const powershellJsonFormat = {
  id: 'powershell-json',
  description: 'Get-VM | ConvertTo-Json, with or without -EnumsAsStrings',
  syntax: 'json',
  marks: MARKS,
  // An empty list could be from either format; the reader reports that it is empty.
  recognises: (root) => instancesIn(root).length === 0 || hasAnyMember(root, MARKS),
  read: (source, options) => readInstances(source, options, { schema: 'powershell-json', identify: identifyVm }),
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
