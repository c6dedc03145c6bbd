import { POWERSHELL_SETTINGS } from './hyperv-settings.js'
import { type JsonObject, presentValue, stringOf } from './json-document.js'
import { type Identity, nameOf, readInstances, uuidOf } from './json-machines.js'
import { type Format, type Machine, type WriteResult, writtenTogether } from './machine.js'
import { writeSettings } from './write-settings.js'

/** `Get-VM | ConvertTo-Json`: enumerations as numbers, or with `-EnumsAsStrings` as names. */
export const powershellJsonFormat: Format = {
  id: 'powershell-json',
  description: 'Get-VM | ConvertTo-Json, numbers or -EnumsAsStrings',
  read: (document, options) => readInstances(document, options, { schema: 'powershell-json', identify }),
  write: writePowershellJson,
}

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

function identify(instance: JsonObject): Identity {
  const running = RUNNING.get(presentValue(instance, 'State'))
  return {
    ...nameOf(instance, 'Name', 'VMName'),
    ...uuidOf(stringOf(instance, 'Id', 'VMId'), 'Id'),
    ...(running === undefined ? {} : { running }),
    settings: POWERSHELL_SETTINGS,
  }
}

/**
 * An array of objects with the properties of `Get-VM` that are known; enumerations as numbers. Of `Name` and `VMName`,
 * which say the same, the one is written that tells the form apart from any other.
 */
function writePowershellJson(machines: readonly Machine[]): WriteResult {
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
  return writtenTogether(`${JSON.stringify(instances, null, 2)}\n`, machines, diagnostics)
}
