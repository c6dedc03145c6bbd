import { type JsonObject, memberNamed } from '../json/index.js'
import { cimIdentity, identifyCim } from './hyperv/cim.js'
import { stringOf } from './hyperv/instance.js'
import { CIM_CLASSES, CIM_SETTINGS } from './hyperv/settings.js'
import { jsonInstance, readInstances } from './json-machines.js'
import { type Format, jsonText, type Machine, type WriteOptions, type WriteResult, writtenTogether } from './machine.js'
import { writeSettings } from './write-settings.js'

/** `Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json`, and the same of `Get-WmiObject`; of either class. */
export const cimJsonFormat: Format = {
  id: 'cim-json',
  description: 'Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json',
  isJson: true,
  read: (document, options) =>
    readInstances(document, options, {
      schema: 'cim-json',
      identify: (instance) => identifyCim(instance, options.hyperv),
      classOf,
    }),
  write: writeCimJson,
}

/**
 * The class that an instance states: `__CLASS` (Get-WmiObject), or the CimClass or CimSystemProperties that a CimInstance
 * carries. The latter two are known from the documentation of the type, not seen on a host.
 */
function classOf(node: JsonObject): string | undefined {
  const stated = stringOf(jsonInstance(node), '__CLASS')
  if (stated !== undefined) return stated
  const cimClass = memberNamed(node, 'CimClass')?.value
  // As a string it is "root/virtualization/v2:Msvm_VirtualSystemSettingData".
  if (cimClass?.type === 'string') return String(cimClass.value).replace(/^.*:/, '')
  const system = memberNamed(node, 'CimSystemProperties')?.value
  return (
    (cimClass?.type === 'object' ? stringOf(jsonInstance(cimClass), 'CimClassName') : undefined) ??
    (system?.type === 'object' ? stringOf(jsonInstance(system), 'ClassName') : undefined)
  )
}

/**
 * An array of instances with what identifies them and the settings that are set; the delay as a CIM interval, which is
 * what ModifySystemSettings takes. `__CLASS` says which numbers these are.
 */
function writeCimJson(machines: readonly Machine[], { hyperv = 'v2', ndjson = false }: WriteOptions): WriteResult {
  const { instances, diagnostics } = writeSettings(machines, 'cim-json', CIM_SETTINGS[hyperv], (machine) => ({
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
