import type { Finding } from '../../diagnostics/index.js'
import { normalGuid } from '../machine.js'
import { CIM } from './cim.js'
import { GET_VM } from './get-vm.js'
import { type Identity, type Instance, stringOf } from './instance.js'
import type { ObjectKind } from './object-kind.js'
import type { HypervReadOptions } from './options.js'
import { settingNames } from './properties.js'
import { SCVMM } from './scvmm.js'
import { TERRAFORM } from './terraform.js'

/** Every kind, in the order in which an object with the properties of several is recognised. */
export const OBJECT_KINDS: readonly ObjectKind[] = [CIM, GET_VM, SCVMM, TERRAFORM]

/** The properties by which each kind is recognised, looked up once: there may be many objects. */
const SETTINGS = OBJECT_KINDS.map((kind) => ({ kind, names: settingNames(kind.settings) }))

/**
 * The kind of an object, in a form that carries several: by the class that it states, else by its settings, else by what
 * else only one kind has. Undefined if it is of none.
 */
export function kindOf(instance: Instance): ObjectKind | undefined {
  if (instance.className !== undefined) return CIM
  const has = (name: string): boolean => instance.named(name).length > 0
  return (
    SETTINGS.find(({ names }) => names.some(has))?.kind ??
    OBJECT_KINDS.find(({ marks }) => marks.some(has)) ??
    OBJECT_KINDS.find(({ likely }) =>
      likely.some((set) => set.every((name) => has(name) && mayBeOfMachine(instance, name))),
    )
  )
}

/** Whether a property may be that of a machine: its Id is a GUID, while that of a process is a number. */
function mayBeOfMachine(instance: Instance, name: string): boolean {
  return name !== 'Id' || normalGuid(stringOf(instance, name)) !== undefined
}

/** Identify an object in a form that carries several kinds of them; one of no kind is reported (VL305). */
export function identifyObject(instance: Instance, options: HypervReadOptions): Identity {
  return kindOf(instance)?.identify(instance, options) ?? { leftOut: NOT_A_MACHINE }
}

/** What is wrong with an object of no kind. */
export const NOT_A_MACHINE: Finding = {
  code: 'VL305',
  message: `this object is not a machine: it has none of the properties of one, such as ${OBJECT_KINDS.map(
    ({ source, settings }) => `${settingNames(settings)[0]} (${source})`,
  ).join(', ')}`,
  hint: 'convert the output of another command separately, or remove it',
}
