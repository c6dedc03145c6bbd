import { type Edit, type Finding, quote, type Range, type Report, type SourceText } from '../../diagnostics/index.js'
import type { Lifecycle } from '../../lifecycle/index.js'
import type { OnReserved } from '../format.js'
import { type Machine, machineLabel, normalGuid } from '../machine.js'
import { type Setting, type SettingTable, settingNames, settingsOf } from './properties.js'

/** A property of an instance. */
export interface Property {
  /** A string, number or boolean; null if it has no value; an array or object if it has several. */
  readonly value: unknown
  /** The value as a message shows it: `7`, `the text "x"`, `an object`. */
  readonly shown: string
  readonly range: Range
  /** The edits that write another text in its place; absent if it is not a text that the document has as it is. */
  readonly edits?: (text: string) => readonly Edit[]
}

/** An object from Hyper-V, in any form: a CIM instance, a `Get-VM` object or one of another kind (identify.ts). */
export interface Instance {
  /** The CIM class that it states, if any. */
  readonly className: string | undefined
  readonly range: Range
  /**
   * The properties with this name, in order; more than one is an error in the input. Letter case is ignored, as in CIM and
   * PowerShell.
   */
  readonly named: (name: string) => readonly Property[]
  /** The names of all its properties, for messages. */
  readonly names?: () => readonly string[]
}

/** The identity of an instance and the table of its settings, or why it is not a machine. */
export type Identity =
  | {
      readonly name?: string
      readonly uuid?: string
      readonly running?: boolean
      readonly settings: SettingTable
      readonly findings?: readonly Finding[]
      /** Whether a cluster decides about the start of the machine. */
      readonly clustered?: boolean
      /** What to export instead if no machine of the document has a setting. */
      readonly instead?: string
    }
  | { readonly leftOut: Finding }

/** What readers need in order to read the instances of a document. */
export interface InstanceContext {
  readonly document: SourceText
  readonly format: string
  readonly onReserved: OnReserved
  readonly report: Report
}

/** A further check of a machine; if it returns false, the machine is left out because of what it reported. */
export type MachineCheck = (label: string, settings: SettingTable, report: Report) => boolean

/** An instance, who it is, and a further check of it. */
export interface IdentifiedInstance {
  readonly instance: Instance
  readonly identity: Identity
  readonly check?: MachineCheck
}

/**
 * The machines among the instances of a document. Reports what is wrong with each, and once for the document that none of
 * its machines has a lifecycle setting (VL319), and how many are in a cluster (VL321).
 */
export function machinesAmong(context: InstanceContext, all: Iterable<IdentifiedInstance>): readonly Machine[] {
  const machines: Machine[] = []
  const clustered: Range[] = []
  const silent: SilentMachine[] = []
  let says = false
  for (const { instance, identity, check } of all) {
    const machine = readMachine(context, instance, identity, check)
    if (machine !== undefined) machines.push(machine)
    if ('leftOut' in identity) continue
    if (identity.clustered === true) clustered.push(instance.range)
    // If something is wrong with a machine, the document is not silent either.
    says ||= machine === undefined || presentValue(instance, ...settingNames(identity.settings)) !== undefined
    if (!says) silent.push({ instance, ...identity })
  }
  if (!says) reportSilence(context, silent)
  reportClustered(context, clustered)
  return machines
}

/** A machine without any lifecycle setting. */
interface SilentMachine {
  readonly instance: Instance
  readonly settings: SettingTable
  readonly instead?: string
}

/** Report that no machine of a document has a lifecycle setting (VL319). */
function reportSilence({ report }: InstanceContext, machines: readonly SilentMachine[]): void {
  const [first] = machines
  if (first === undefined) return
  const { instance, instead } = first
  const wanted = new Set(machines.flatMap(({ settings }) => settingNames(settings)))
  const seen = (instance.names?.() ?? []).filter((name) => /start|stop|shutdown/i.test(name)).slice(0, 5)
  const others = seen.length === 0 ? '' : `; it has ${seen.map((name) => quote(name).slice(1, -1)).join(', ')}`
  const [count, which] =
    machines.length === 1 ? ['the machine', 'has no'] : [`none of the ${machines.length} machines`, 'has a']
  report(
    {
      code: 'VL319',
      message: `${count} in this document ${which} lifecycle setting: looked for ${[...wanted].join(', ')}${others}`,
      hint: instead ?? 'include these properties when you export the machines',
    },
    instance.range,
  )
}

/** Note how many machines a cluster starts (VL321), at the first of them. */
function reportClustered({ report }: InstanceContext, clustered: readonly Range[]): void {
  const [first] = clustered
  if (first === undefined) return
  const machines = clustered.length === 1 ? '1 machine is' : `${clustered.length} machines are`
  report(
    {
      code: 'VL321',
      message: `${machines} in a cluster, which decides about the start (IsClustered); the settings are translated as they are`,
      hint: 'on the hosts of a cluster, the start action should be Nothing',
    },
    first,
  )
}

/**
 * The machine of an instance. Undefined, and reported, if it is not a machine or has a reserved or invalid value that leaves
 * out the machine.
 */
function readMachine(
  { document, format, onReserved, report }: InstanceContext,
  instance: Instance,
  identity: Identity,
  check?: MachineCheck,
): Machine | undefined {
  if ('leftOut' in identity) {
    report(identity.leftOut, instance.range)
    return undefined
  }
  const { settings, findings = [], clustered: _, instead: __, ...who } = identity
  const label = machineLabel(who)
  for (const finding of findings) report({ ...finding, message: `${label}: ${finding.message}` }, instance.range)
  const reportFault: Report = (finding, range) => report({ ...finding, leavesOut: who }, range)
  const sound = check?.(label, settings, reportFault) ?? true
  const lifecycle = readSettings(instance, settings, label, onReserved, report, reportFault)
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
  reportFault: Report,
): Lifecycle | undefined {
  let complete = true
  const values = settingsOf(table).flatMap(([property, setting]) => {
    const found = propertyOf(instance, setting)
    if ('again' in found) {
      reportFault({ code: 'VL310', message: `${label}: ${found.what}`, hint: 'keep one of them' }, found.again.range)
      complete = false
      return []
    }
    const { name, property: first } = found
    if (first === undefined || first.value === null) return []
    const meaning = setting.read(first.value)
    if (!('impossible' in meaning)) return [[property, meaning.value] as const]
    const { impossible, hint, replacement } = meaning
    const fix = replacement === undefined ? undefined : first.edits?.(replacement)
    const skipped = onReserved === 'skip'
    const finding: Finding = {
      code: skipped ? 'VL302' : 'VL301',
      message: `${label}: ${name} is ${first.shown}, ${impossible}; ${skipped ? 'the property' : 'the machine'} is left out`,
      ...(hint === undefined ? {} : { hint }),
      ...(fix === undefined ? {} : { fix }),
    }
    if (skipped) report(finding, first.range)
    else {
      reportFault(finding, first.range)
      complete = false
    }
    return []
  })
  return complete ? Object.fromEntries(values) : undefined
}

/** The property with a setting, under its name or its alias; or why there is no telling which one is meant. */
function propertyOf(
  instance: Instance,
  { name, alias }: Setting,
):
  | { readonly name: string; readonly property: Property | undefined }
  | { readonly what: string; readonly again: Property } {
  const [first, again] = instance.named(name)
  const [other, otherAgain] = alias === undefined ? [] : instance.named(alias)
  if (again !== undefined) return { what: `duplicate ${name}`, again }
  if (otherAgain !== undefined) return { what: `duplicate ${alias}`, again: otherAgain }
  if (alias === undefined || other === undefined || other.value === null) return { name, property: first }
  if (first === undefined || first.value === null) return { name: alias, property: other }
  return { what: `${name} and ${alias} are the same setting`, again: other }
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

/** A snapshot is not a machine (VL304). */
export function snapshot(label: string, sign: string): Finding {
  return { code: 'VL304', message: `${label} is a snapshot (${sign}) and is left out` }
}

/** A machine or another object in a message, by its name. */
export function instanceLabel({ name }: { readonly name?: string }): string {
  return name === undefined ? 'an instance without a name' : quote(name)
}
