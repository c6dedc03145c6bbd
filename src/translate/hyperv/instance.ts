import { type Finding, quote, type Range, type Report, type SourceText } from '../../diagnostics/index.js'
import type { Lifecycle } from '../../lifecycle/index.js'
import type { OnReserved } from '../format.js'
import { type Machine, machineLabel, normalGuid } from '../machine.js'
import { type SettingTable, settingsOf } from './properties.js'

/** A property of an instance. */
export interface Property {
  /** A string, number or boolean; null if it has no value; an array or object if it has several. */
  readonly value: unknown
  /** The value as a message shows it: `7`, `the text "x"`, `an object`. */
  readonly shown: string
  readonly range: Range
}

/** An object from Hyper-V, in any form: a CIM instance or a `Get-VM` object. */
export interface Instance {
  /** The CIM class that it states, if any. */
  readonly className: string | undefined
  readonly range: Range
  /**
   * The properties with this name, in order; more than one is an error in the input. Letter case is ignored, as in CIM and
   * PowerShell.
   */
  readonly named: (name: string) => readonly Property[]
}

/** The identity of an instance and the table of its settings, or why it is not a machine. */
export type Identity =
  | {
      readonly name?: string
      readonly uuid?: string
      readonly running?: boolean
      readonly settings: SettingTable
      readonly findings?: readonly Finding[]
    }
  | { readonly leftOut: Finding }

/** What readers need in order to read the instances of a document. */
export interface InstanceContext {
  readonly document: SourceText
  readonly format: string
  readonly onReserved: OnReserved
  readonly report: Report
}

/**
 * The machine of an instance. Undefined, and reported, if it is not a machine or has a reserved or invalid value that leaves
 * out the machine.
 *
 * @param check a further check of a machine; if it returns false, the machine is left out
 */
export function readMachine(
  { document, format, onReserved, report }: InstanceContext,
  instance: Instance,
  identity: Identity,
  check?: (label: string, settings: SettingTable) => boolean,
): Machine | undefined {
  if ('leftOut' in identity) {
    report(identity.leftOut, instance.range)
    return undefined
  }
  const { settings, findings = [], ...who } = identity
  const label = machineLabel(who)
  for (const finding of findings) report({ ...finding, message: `${label}: ${finding.message}` }, instance.range)
  const sound = check?.(label, settings) ?? true
  const lifecycle = readSettings(instance, settings, label, onReserved, report)
  if (lifecycle === undefined || !sound) return undefined
  const { start, end } = instance.range
  return { ...who, lifecycle, source: { format, document, start, end } }
}

/** The lifecycle of an instance; undefined if a reserved or invalid value leaves out the machine. */
function readSettings(
  instance: Instance,
  table: SettingTable,
  label: string,
  onReserved: OnReserved,
  report: Report,
): Lifecycle | undefined {
  let complete = true
  const values = settingsOf(table).flatMap(([property, setting]) => {
    const [first, again] = instance.named(setting.name)
    if (again !== undefined) {
      report({ code: 'VL310', message: `${label}: duplicate ${setting.name}`, hint: 'keep one of them' }, again.range)
      complete = false
      return []
    }
    if (first === undefined || first.value === null) return []
    const meaning = setting.read(first.value)
    if (!('impossible' in meaning)) return [[property, meaning.value] as const]
    const { impossible, hint } = meaning
    const skipped = onReserved === 'skip'
    const finding: Finding = {
      code: skipped ? 'VL302' : 'VL301',
      message: `${label}: ${setting.name} is ${first.shown}, ${impossible}; ${skipped ? 'the property' : 'the machine'} is left out`,
      ...(hint === undefined ? {} : { hint }),
    }
    report(finding, first.range)
    if (!skipped) complete = false
    return []
  })
  return complete ? Object.fromEntries(values) : undefined
}

/** Things by their names in lower case, each group in order. */
export function byName<Thing>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
): ReadonlyMap<string, readonly Thing[]> {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    const key = nameOf(thing).toLowerCase()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [thing])
    else group.push(thing)
  }
  return groups
}

/** The value of the first of these properties that has one. */
export function presentValue(instance: Instance, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = instance.named(name)[0]?.value ?? null
    if (value !== null) return value
  }
  return undefined
}

/** The same, if it is a string. */
export function stringOf(instance: Instance, ...names: readonly string[]): string | undefined {
  const value = presentValue(instance, ...names)
  return typeof value === 'string' ? value : undefined
}

/** The name of a machine, from the first of these properties that is a string and not empty. */
export function nameOf(instance: Instance, ...names: readonly string[]): { readonly name?: string } {
  const found = names.map((property) => stringOf(instance, property)).find((name) => name !== undefined && name !== '')
  return found === undefined ? {} : { name: found }
}

/**
 * Why an object that does not state a class is not a machine: it has none of the known properties (VL305). Undefined if it
 * has one.
 */
export function nothingKnown(instance: Instance, known: readonly string[]): Finding | undefined {
  if (known.some((name) => instance.named(name).length > 0)) return undefined
  const [first = '', second = ''] = known
  return {
    code: 'VL305',
    message: `this object is not a machine: it has neither ${first} nor ${second} nor any other property of this form`,
    hint: 'convert the output of another command separately, or remove it',
  }
}

/** The UUID of a machine from the text of a property; a warning (VL316) if it is not a GUID. */
export function uuidOf(
  text: string | undefined,
  property: string,
): { readonly uuid?: string; readonly findings?: readonly Finding[] } {
  if (text === undefined) return {}
  const uuid = normalGuid(text)
  if (uuid !== undefined) return { uuid }
  const message = `${property} is ${quote(text)}, which is not a GUID, so the machine has no UUID`
  return { findings: [{ code: 'VL316', message }] }
}
