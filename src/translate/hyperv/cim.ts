import { type Finding, quote } from '../../diagnostics/index.js'
import type { Identified } from '../machine.js'
import { type Identity, type Instance, nameOf, nothingKnown, stringOf, uuidOf } from './instance.js'
import { CIM_SETTINGS, settingNames } from './properties.js'
import { CIM_CLASSES, CIM_VERSIONS, type CimVersion } from './vocabulary.js'

/** The type of a snapshot, which has the same class as a machine. */
const SNAPSHOT = 'Microsoft:Hyper-V:Snapshot:'

/** Properties of an instance of either class. */
const KNOWN = [
  ...settingNames(CIM_SETTINGS.v2),
  ...['ElementName', 'InstanceID', 'VirtualSystemIdentifier', 'VirtualSystemType', 'SystemName'],
]

/** Follows the GUID in the InstanceID of the v1 class. */
const V1_INSTANCE = '\\Global'

/**
 * Identify an instance of Msvm_VirtualSystemSettingData or of the v1 class. The class decides what its numbers mean.
 *
 * @param assumed the class of an instance that states none; v2 unless given
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

/** The class whose numbers an instance uses; undefined for another class. Not stated, v1 is recognised by its InstanceID. */
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
        ? `${label} does not state its class, which decides what its numbers mean`
        : `${label} is an instance of ${quote(name)}, which does not have these settings`,
    hint: `export ${CIM_CLASSES.v2} (on Server 2008, ${CIM_CLASSES.v1})`,
  }
}

function snapshot(label: string, type: string): Finding {
  return {
    code: 'VL304',
    message: `${label} is a snapshot (${quote(type).slice(1, -1)}) and is left out`,
  }
}

/** The properties that say which machine an instance belongs to, in the class's own form. */
export function cimIdentity({ uuid }: Identified, version: CimVersion): Readonly<Record<string, string>> {
  if (uuid === undefined) return {}
  const guid = uuid.toUpperCase()
  return version === 'v1'
    ? { InstanceID: `Microsoft:${guid}${V1_INSTANCE}`, SystemName: guid }
    : { InstanceID: `Microsoft:${guid}`, VirtualSystemIdentifier: guid }
}
