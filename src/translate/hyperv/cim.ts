import { type Finding, quote } from '../../diagnostics/index.js'
import type { Identified } from '../machine.js'
import {
  type Identity,
  type Instance,
  instanceLabel,
  nameOf,
  presentValue,
  snapshot,
  stringOf,
  uuidOf,
} from './instance.js'
import { integerText } from './numbers.js'
import type { ObjectKind } from './object-kind.js'
import { CIM_SETTINGS } from './properties.js'
import { CIM_CLASSES, CIM_VERSIONS, type CimVersion } from './vocabulary.js'

/** The type of a snapshot, which has the same class as a machine. */
const SNAPSHOT = 'Microsoft:Hyper-V:Snapshot:'

/** Instances of either CIM class. */
export const CIM: ObjectKind = {
  source: 'CIM',
  settings: CIM_SETTINGS.v2,
  marks: ['VirtualSystemIdentifier', 'VirtualSystemType', '__CLASS', 'CimClass'],
  likely: [['ElementName'], ['InstanceID'], ['SystemName']],
  shape: 'cim-json',
  identify: (instance, { hyperv }) => identifyCim(instance, hyperv),
}

/** Follows the GUID in the InstanceID of the v1 class. */
const V1_INSTANCE = '\\Global'

/**
 * Identify an instance of Msvm_VirtualSystemSettingData or of the v1 class. The class decides what its numbers mean.
 *
 * @param assumed the class of an instance that states none; v2 unless given
 */
export function identifyCim(instance: Instance, assumed: CimVersion | undefined): Identity {
  const name = nameOf(instance, 'ElementName')
  const label = instanceLabel(name)
  const version = versionOf(instance, assumed)
  if (version === undefined) return { leftOut: wrongClass(label, instance.className ?? '') }
  const sign = snapshotSign(instance)
  if (sign !== undefined) return { leftOut: snapshot(label, sign) }
  return {
    ...name,
    ...(version === 'v1' ? uuidOfV1(instance) : uuidOfV2(instance)),
    settings: CIM_SETTINGS[version],
    ...(presentValue(instance, 'SettingType') === undefined ? {} : { instead: GLOBAL_CLASS }),
  }
}

/** SettingType is a property of the v1 namespace's own Msvm_VirtualSystemSettingData, which has no settings. */
const GLOBAL_CLASS = `the v1 namespace (Server 2008) keeps these settings in ${CIM_CLASSES.v1}; export that class`

/** The SettingType of a snapshot in the v1 namespace; that of a machine is 3. */
const V1_SNAPSHOT = 5

/** By what a snapshot is recognised, which has the same class as a machine; undefined for a machine. */
function snapshotSign(instance: Instance): string | undefined {
  const type = stringOf(instance, 'VirtualSystemType')
  if (type !== undefined) return type.startsWith(SNAPSHOT) ? quote(type).slice(1, -1) : undefined
  const settingType = presentValue(instance, 'SettingType')
  if (settingType === V1_SNAPSHOT || (typeof settingType === 'string' && integerText(settingType) === V1_SNAPSHOT)) {
    return `SettingType ${V1_SNAPSHOT}`
  }
  const { uuid: own } = uuidOfInstance(instance)
  const { uuid: machine } = uuidOf(stringOf(instance, 'VirtualSystemIdentifier'), 'VirtualSystemIdentifier')
  const differs = own !== undefined && machine !== undefined && own !== machine
  return differs ? 'the GUID in its InstanceID differs from VirtualSystemIdentifier' : undefined
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

/** The properties that say which machine an instance belongs to, in the class's own form. */
export function cimIdentity({ uuid }: Identified, version: CimVersion): Readonly<Record<string, string>> {
  if (uuid === undefined) return {}
  const guid = uuid.toUpperCase()
  return version === 'v1'
    ? { InstanceID: `Microsoft:${guid}${V1_INSTANCE}`, SystemName: guid }
    : { InstanceID: `Microsoft:${guid}`, VirtualSystemIdentifier: guid }
}
