import { type Diagnostic, type Finding, quote, type SourceText } from '../../diagnostics/index.js'
import { type Lifecycle, normalise, type StartAttribute } from '../../lifecycle/index.js'
import { type FormatId, type Machine, machineLabel, type OnReserved } from '../machine.js'
import type { Setting, SettingTable } from './settings.js'

/** Where something stands in a document: offsets in UTF-16 code units, and its path where the form has paths. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly path?: string
}

/** A property of an instance. */
export interface Property {
  /** A string, number or boolean; null where it has no value; an array or object where it holds more than one. */
  readonly value: unknown
  /** The value as a message shows it: `7`, `the text "x"`, `an object`. */
  readonly shown: string
  readonly place: Place
}

/** An object of Hyper-V's, whatever form it came in: CIM instance or `Get-VM` object. */
export interface Instance {
  /** The CIM class it states. */
  readonly className: string | undefined
  readonly place: Place
  /**
   * The properties of this name, in order: none, one, or more where it is wrong. Upper and lower case are alike, as they
   * are for CIM and PowerShell.
   */
  readonly named: (name: string) => readonly Property[]
}

/** Who an instance is and which of its properties hold the settings, or why it is no machine. */
export type Identity =
  | {
      readonly name?: string
      readonly uuid?: string
      readonly running?: boolean
      readonly settings: SettingTable
      readonly findings?: readonly Finding[]
    }
  | { readonly leftOut: Finding }

/** Reports a finding about a place of the document. */
export type Report = (finding: Finding, place: Place) => void

/** A `Report` that collects diagnostics of a document. */
export function reportTo(diagnostics: Diagnostic[], document: SourceText): Report {
  return (finding, { start, end, path }) => {
    diagnostics.push(document.diagnostic(path === undefined ? finding : { ...finding, path }, start, end))
  }
}

/** What all readers of Hyper-V's forms need to know of a document. */
export interface InstanceContext {
  readonly document: SourceText
  readonly format: FormatId
  readonly onReserved: OnReserved
  readonly report: Report
}

/**
 * The machine that an instance is. Undefined where it is none, or where a property is impossible and that leaves out the
 * machine; either has been reported.
 *
 * @param check what else is to be checked once it is known that this is a machine; false leaves it out
 */
export function readMachine(
  { document, format, onReserved, report }: InstanceContext,
  instance: Instance,
  identity: Identity,
  check?: (label: string, settings: SettingTable) => boolean,
): Machine | undefined {
  if ('leftOut' in identity) {
    report(identity.leftOut, instance.place)
    return undefined
  }
  const { settings, findings = [], ...who } = identity
  const label = machineLabel(who, quote)
  for (const finding of findings) report({ ...finding, message: `${label}: ${finding.message}` }, instance.place)
  const sound = check?.(label, settings) ?? true
  const read = readSettings(instance, settings, label, onReserved, report)
  if (read === undefined || !sound) return undefined
  const { start, end } = instance.place
  return { ...who, ...read, source: { format, document, start, end } }
}

/**
 * The lifecycle of an instance, and what it says to be none; undefined where a property is impossible and that leaves out
 * the machine.
 */
function readSettings(
  instance: Instance,
  settings: SettingTable,
  label: string,
  onReserved: OnReserved,
  report: Report,
): Pick<Machine, 'lifecycle' | 'none'> | undefined {
  let complete = true
  const none: StartAttribute[] = []
  const read = <Key extends keyof Lifecycle>(setting: Setting<Key> | undefined): Lifecycle[Key] | undefined => {
    if (setting === undefined) return undefined
    const [first, again] = instance.named(setting.name)
    if (again !== undefined) {
      const message = `${label}: ${setting.name} stands twice`
      report({ code: 'VL310', message, hint: 'keep one of them' }, again.place)
      complete = false
      return undefined
    }
    if (first === undefined || first.value === null) return undefined
    const meaning = setting.read(first.value)
    if (!('impossible' in meaning)) {
      const { key } = setting
      if (meaning.value === undefined && (key === 'delay' || key === 'order')) none.push(key)
      return meaning.value
    }
    const { impossible, hint } = meaning
    const skipped = onReserved === 'skip'
    const finding: Finding = {
      code: skipped ? 'VL302' : 'VL301',
      message: `${label}: ${setting.name} is ${first.shown}, ${impossible}; ${skipped ? 'the property' : 'the machine'} is left out`,
      ...(hint === undefined ? {} : { hint }),
    }
    report(finding, first.place)
    if (!skipped) complete = false
    return undefined
  }
  const { hostStart, delay, order, hostStop } = settings
  const lifecycle = normalise({
    hostStart: read(hostStart),
    delay: read(delay),
    order: read(order),
    hostStop: read(hostStop),
  })
  return complete ? { lifecycle, ...(none.length === 0 ? {} : { none }) } : undefined
}

/** Things by name, in order, upper and lower case alike. */
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

/** The first of these properties that has a value. */
export function presentValue(instance: Instance, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = instance.named(name)[0]?.value ?? null
    if (value !== null) return value
  }
  return undefined
}

/** The same as `presentValue`, where it is a string. */
export function stringOf(instance: Instance, ...names: readonly string[]): string | undefined {
  const value = presentValue(instance, ...names)
  return typeof value === 'string' ? value : undefined
}

/** The name of a machine from the first of these properties that has one: a string that is not empty. */
export function nameOf(instance: Instance, ...names: readonly string[]): { readonly name?: string } {
  const found = names.map((property) => stringOf(instance, property)).find((name) => name !== undefined && name !== '')
  return found === undefined ? {} : { name: found }
}

/**
 * Why an object that states no class is no machine: it has none of the properties that its form has (VL305). Undefined
 * where it has one.
 */
export function nothingKnown(instance: Instance, known: readonly string[]): Finding | undefined {
  if (known.some((name) => instance.named(name).length > 0)) return undefined
  const [first = '', second = ''] = known
  return {
    code: 'VL305',
    message: `this object is no machine of this form: it has neither ${first} nor ${second} nor any other property of theirs`,
    hint: 'convert what comes from another command on its own, or remove it',
  }
}

/** A GUID in any of its spellings in normal form: lower case, hyphens, no braces. */
export function normalGuid(text: string | undefined): string | undefined {
  const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1]
  return guid?.toLowerCase()
}

/** The UUID of a machine from the text of a property; a warning where it holds something else. */
export function uuidOf(
  text: string | undefined,
  property: string,
): { readonly uuid?: string; readonly findings?: readonly Finding[] } {
  if (text === undefined) return {}
  const uuid = normalGuid(text)
  if (uuid !== undefined) return { uuid }
  const message = `${property} is ${quote(text)}, which is no GUID, so the machine has no UUID here`
  return { findings: [{ code: 'VL316', message }] }
}
