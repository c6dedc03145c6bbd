import { identifyVm } from './hyperv/get-vm.js'
import { POWERSHELL_SETTINGS } from './hyperv/settings.js'
import { readInstances } from './json-machines.js'
import { type Format, jsonText, type Machine, type WriteOptions, type WriteResult, writtenTogether } from './machine.js'
import { writeSettings } from './write-settings.js'

/** `Get-VM | ConvertTo-Json`: enumerations as numbers, or with `-EnumsAsStrings` as names. */
export const powershellJsonFormat: Format = {
  id: 'powershell-json',
  description: 'Get-VM | ConvertTo-Json, numbers or -EnumsAsStrings',
  isJson: true,
  read: (document, options) => readInstances(document, options, { schema: 'powershell-json', identify: identifyVm }),
  write: writePowershellJson,
}

/**
 * An array of objects with the properties of `Get-VM` that are known; enumerations as numbers. Of `Name` and `VMName`,
 * which say the same, the one is written that tells the form apart from any other.
 */
function writePowershellJson(machines: readonly Machine[], { ndjson = false }: WriteOptions): WriteResult {
  const { instances, diagnostics } = writeSettings(
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
