import { type Finding, quote } from '../diagnostics/index.js'
import { CIM_CLASSES, CIM_SETTINGS, type CimVersion } from './hyperv-settings.js'
import { type JsonObject, memberNamed, stringOf } from './json-document.js'
import { type Identity, nameOf, readInstances, uuidOf } from './json-machines.js'
import { type Format, type Machine, type WriteResult, writtenTogether } from './machine.js'
import { writeSettings } from './write-settings.js'

/**
 * `Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json`, and the same of `Get-WmiObject`. Machines of the v1
 * class are read with its numbers; what is written is always v2.
 */
export const cimJsonFormat: Format = {
  id: 'cim-json',
  description: 'Get-CimInstance … Msvm_VirtualSystemSettingData | ConvertTo-Json',
  read: (document, options) => readInstances(document, options, { schema: 'cim-json', identify }),
  write: writeCimJson,
}

/** Snapshots share the class with machines; their type says what they are. */
const SNAPSHOT = 'Microsoft:Hyper-V:Snapshot:'

function identify(instance: JsonObject): Identity {
  const name = nameOf(instance, 'ElementName')
  const label = name.name === undefined ? 'an instance without a name' : quote(name.name)
  const version = versionOf(instance)
  if (version === undefined) return { leftOut: wrongClass(label, classOf(instance) ?? '') }
  const type = stringOf(instance, 'VirtualSystemType')
  if (type?.startsWith(SNAPSHOT) === true) return { leftOut: snapshot(label, type) }
  const uuid = version === 'v1' ? uuidOf(stringOf(instance, 'SystemName'), 'SystemName') : uuidOfV2(instance)
  return { ...name, ...uuid, settings: CIM_SETTINGS[version] }
}

function uuidOfV2(instance: JsonObject): ReturnType<typeof uuidOf> {
  const identifier = stringOf(instance, 'VirtualSystemIdentifier')
  if (identifier !== undefined) return uuidOf(identifier, 'VirtualSystemIdentifier')
  const id = /^Microsoft:([^\\]*)$/.exec(stringOf(instance, 'InstanceID') ?? '')?.[1]
  return uuidOf(id, 'InstanceID')
}

/**
 * The class that an instance states: `__CLASS` (Get-WmiObject), or the CimClass or CimSystemProperties that a CimInstance
 * carries. The latter two are known from the documentation of the type, not seen on a host.
 */
function classOf(instance: JsonObject): string | undefined {
  const stated = stringOf(instance, '__CLASS')
  if (stated !== undefined) return stated
  const cimClass = memberNamed(instance, 'CimClass')?.value
  // As a string it is "root/virtualization/v2:Msvm_VirtualSystemSettingData".
  if (cimClass?.type === 'string') return String(cimClass.value).replace(/^.*:/, '')
  const system = memberNamed(instance, 'CimSystemProperties')?.value
  return (
    (cimClass?.type === 'object' ? stringOf(cimClass, 'CimClassName') : undefined) ??
    (system?.type === 'object' ? stringOf(system, 'ClassName') : undefined)
  )
}

/** Which class's numbers count; undefined for another class. Not stated, the v1 class is known by its InstanceID. */
function versionOf(instance: JsonObject): CimVersion | undefined {
  const stated = classOf(instance)
  if (stated === undefined) return /\\Global$/.test(stringOf(instance, 'InstanceID') ?? '') ? 'v1' : 'v2'
  if (stated === CIM_CLASSES.v2) return 'v2'
  return stated === CIM_CLASSES.v1 ? 'v1' : undefined
}

function wrongClass(label: string, name: string): Finding {
  return {
    code: 'VL305',
    severity: 'error',
    message: `${label} is an instance of ${quote(name)}, which does not hold the settings`,
    hint: `export ${CIM_CLASSES.v2} (or, of Server 2008, ${CIM_CLASSES.v1})`,
  }
}

function snapshot(label: string, type: string): Finding {
  return {
    code: 'VL304',
    severity: 'note',
    message: `${label} is left out: it is a snapshot (${quote(type).slice(1, -1)})`,
  }
}

/**
 * An array of instances with what identifies them and the settings that are set; the delay as a CIM interval, which is
 * what ModifySystemSettings takes. `__CLASS` says which numbers these are.
 */
function writeCimJson(machines: readonly Machine[]): WriteResult {
  const { instances, diagnostics } = writeSettings(machines, 'cim-json', CIM_SETTINGS.v2, ({ name, uuid }) => {
    const guid = uuid?.toUpperCase()
    return {
      __CLASS: CIM_CLASSES.v2,
      ...(guid === undefined ? {} : { InstanceID: `Microsoft:${guid}`, VirtualSystemIdentifier: guid }),
      ...(name === undefined ? {} : { ElementName: name }),
    }
  })
  return writtenTogether(`${JSON.stringify(instances, null, 2)}\n`, machines, diagnostics)
}
