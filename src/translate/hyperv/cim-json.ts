import { type JsonObject, memberNamed } from '../../json/index.js'
import { type JsonFormat, jsonText, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { cimIdentity, identifyCim } from './cim.js'
import { stringOf } from './instance.js'
import { hasAnyMember, jsonInstance, readInstances } from './json-instances.js'
import type { HypervReadOptions, HypervWriteOptions } from './options.js'
import { CIM_SETTINGS, settingNames } from './properties.js'
import { CIM_CLASSES } from './vocabulary.js'
import { writeInstances } from './write-settings.js'

/** Members that only this form has. */
const MARKS = [...settingNames(CIM_SETTINGS.v2), 'VirtualSystemIdentifier', 'VirtualSystemType', '__CLASS', 'CimClass']

/** `Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json`, the same with `Get-WmiObject`, and the v1 class. */
export const cimJsonFormat = {
  id: 'cim-json',
  description: 'Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json',
  syntax: 'json',
  marks: MARKS,
  recognises: (root) => hasAnyMember(root, MARKS),
  read: (source, options: HypervReadOptions) =>
    readInstances(source, options, {
      schema: 'cim-json',
      identify: (instance) => identifyCim(instance, options.hyperv),
      classOf,
    }),
  write: writeCimJson,
} as const satisfies JsonFormat

/**
 * The class that an instance states: `__CLASS` (Get-WmiObject), or the CimClass or CimSystemProperties of a CimInstance.
 * The latter two are from the documentation of the type; they have not been seen on a host.
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
