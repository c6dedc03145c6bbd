import { type Finding, quote } from '../../diagnostics/index.js'
import type { Machine } from '../machine.js'
import { type Identity, type Instance, nameOf, nothingKnown, stringOf, uuidOf } from './instance.js'
import { CIM_CLASSES, CIM_SETTINGS, CIM_VERSIONS, type CimVersion } from './settings.js'

/** Snapshots share the class with machines; their type says what they are. */
const SNAPSHOT = 'Microsoft:Hyper-V:Snapshot:'

/** What an instance of either class has. */
const KNOWN = [
  ...Object.values(CIM_SETTINGS.v2).map(({ name }: { readonly name: string }) => name),
  ...['ElementName', 'InstanceID', 'VirtualSystemIdentifier', 'VirtualSystemType', 'SystemName'],
]

/** Behind the GUID in the InstanceID of the v1 class. */
const V1_INSTANCE = '\\Global'

/**
 * Who an instance of Msvm_VirtualSystemSettingData, or of the v1 class, is. Its class decides what its numbers mean.
 *
 * @param assumed the class of an instance that states none; v2 unless told
 */
export function identifyCim(instance: Instance, assumed: CimVersion | undefined): Identity {
  const name = nameOf(instance, 'ElementName')
  const label = name.name === undefined ? 'an instance without a name' : quote(name.name)
  const stranger = instance.className === undefined ? nothingKnown(instance, KNOWN) : undefined
  if (stranger !== undefined) return { leftOut: stranger }
  const version = versionOf(instance, assumed)
  if (version === undefined) return { leftOut: wrongClass(label, instance.className ?? '') }
  const type = stringOf(instance, 'VirtualSystemType')
  if (type?.startsWith(SNAPSHOT) === true) return { leftOut: snapshot(label, type) }
  return { ...name, ...(version === 'v1' ? uuidOfV1(instance) : uuidOfV2(instance)), settings: CIM_SETTINGS[version] }
}

/** Which class's numbers count; undefined for another class. Not stated, the v1 class is known by its InstanceID. */
function versionOf(instance: Instance, assumed: CimVersion = 'v2'): CimVersion | undefined {
  const { className } = instance
  if (className !== undefined) return CIM_VERSIONS.find((version) => CIM_CLASSES[version] === className)
  return stringOf(instance, 'InstanceID')?.endsWith(V1_INSTANCE) === true ? 'v1' : assumed
}

function uuidOfV1(instance: Instance): ReturnType<typeof uuidOf> {
  const system = stringOf(instance, 'SystemName')
  return system === undefined ? uuidOfInstance(instance) : uuidOf(system, 'SystemName')
}

function uuidOfV2(instance: Instance): ReturnType<typeof uuidOf> {
  const identifier = stringOf(instance, 'VirtualSystemIdentifier')
  return identifier === undefined ? uuidOfInstance(instance) : uuidOf(identifier, 'VirtualSystemIdentifier')
}

/** `Microsoft:<GUID>`, and in the v1 class `Microsoft:<GUID>\Global`. */
function uuidOfInstance(instance: Instance): ReturnType<typeof uuidOf> {
  const id = stringOf(instance, 'InstanceID') ?? ''
  return uuidOf(/^Microsoft:([^\\]*)(?:\\Global)?$/.exec(id)?.[1], 'InstanceID')
}

function wrongClass(label: string, name: string): Finding {
  return {
    code: 'VL305',
    message:
      name === ''
        ? `${label} does not say of which class it is, and the class decides what its numbers mean`
        : `${label} is an instance of ${quote(name)}, which does not hold the settings`,
    hint: `export ${CIM_CLASSES.v2} (or, of Server 2008, ${CIM_CLASSES.v1})`,
  }
}

function snapshot(label: string, type: string): Finding {
  return {
    code: 'VL304',
    message: `${label} is left out: it is a snapshot (${quote(type).slice(1, -1)})`,
  }
}

/** The properties that say which machine an instance belongs to, in the class's own form. */
export function cimIdentity({ uuid }: Machine, version: CimVersion): Readonly<Record<string, string>> {
  if (uuid === undefined) return {}
  const guid = uuid.toUpperCase()
  return version === 'v1'
    ? { InstanceID: `Microsoft:${guid}${V1_INSTANCE}`, SystemName: guid }
    : { InstanceID: `Microsoft:${guid}`, VirtualSystemIdentifier: guid }
}
