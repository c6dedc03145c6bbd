import { type Diagnostic, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import { type Lifecycle, normalise, type StartAttribute } from '../lifecycle/index.js'
import type { Setting, SettingTable } from './hyperv-settings.js'
import { type JsonNode, type JsonObject, parseJson, pathOf, plainValue, presentValue } from './json-document.js'
import { describeShapeErrors } from './json-shape.js'
import { type Machine, machineLabel, type ReadOptions, type ReadResult } from './machine.js'

/** What makes a machine of one object: who it is, and which properties hold its settings. */
export interface InstanceReader {
  /** The JSON Schema of one instance; a key of JSON_SCHEMAS. */
  readonly schema: 'cim-json' | 'powershell-json'
  readonly identify: (instance: JsonObject) => Identity
}

/** Who an object is, or why it is no machine. */
export type Identity =
  | {
      readonly name?: string
      readonly uuid?: string
      readonly running?: boolean
      readonly settings: SettingTable
      readonly findings?: readonly Finding[]
    }
  | { readonly leftOut: Finding }

/** Reports a finding about a value of the document. */
type Report = (finding: Finding, place: JsonNode) => void

/**
 * Read the machines of what ConvertTo-Json makes of Hyper-V's objects: one object, an array, or the wrapper
 * `{"value": […], "Count": n}` that PowerShell 5 puts around some arrays.
 */
export function readInstances(document: SourceText, options: ReadOptions, reader: InstanceReader): ReadResult {
  const parsed = parseJson(document, options.maxDepth)
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const report: Report = (finding, place) => {
    diagnostics.push(document.diagnostic({ ...finding, path: pathOf(place) }, place.start, place.end))
  }
  const instances = instancesIn(parsed.root)
  if (instances.length === 0) report(NO_MACHINE, parsed.root)
  const machines = instances.flatMap((node) => readInstance(document, node, options, reader, report) ?? [])
  return { machines, diagnostics }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
  severity: 'warning',
  message: 'the list is empty: there is no machine in it',
  hint: 'were you allowed to see the machines when you exported them?',
}

/** The objects in a document, arrays and wrappers opened. */
export function instancesIn(root: JsonNode): readonly JsonNode[] {
  if (root.type === 'array') return root.items.flatMap(instancesIn)
  const list = root.type === 'object' ? wrappedList(root) : undefined
  return list === undefined ? [root] : instancesIn(list)
}

function wrappedList(object: JsonObject): JsonNode | undefined {
  const [value, count] = ['value', 'Count'].map((name) => object.members.find((member) => member.name === name)?.value)
  return object.members.length === 2 && value?.type === 'array' && count?.type === 'number' ? value : undefined
}

function readInstance(
  document: SourceText,
  node: JsonNode,
  { onReserved = 'error' }: ReadOptions,
  { schema, identify }: InstanceReader,
  report: Report,
): Machine | undefined {
  if (node.type !== 'object') {
    const message = `a machine is expected here, not ${node.type === 'null' ? 'null' : `a ${node.type}`}`
    report({ code: 'VL305', severity: 'error', message, hint: 'a machine is a JSON object' }, node)
    return undefined
  }
  const identity = identify(node)
  if ('leftOut' in identity) {
    report(identity.leftOut, node)
    return undefined
  }
  const { settings, findings = [], ...who } = identity
  const label = machineLabel(who, quote)
  for (const finding of findings) report({ ...finding, message: `${label}: ${finding.message}` }, node)
  const judged = Object.values(settings).map(({ name }: Setting) => name)
  const errors = describeShapeErrors(schema, node, judged)
  for (const { place, message } of errors) {
    report({ code: 'VL305', severity: 'error', message: `${label}: ${message}` }, place)
  }
  const read = readSettings(node, settings, label, onReserved, report)
  if (read === undefined || errors.length > 0) return undefined
  return { ...who, ...read, source: { format: schema, document, start: node.start, end: node.end } }
}

/** The lifecycle of an object, and what it says to be none; undefined where a property is impossible and that leaves out the machine. */
function readSettings(
  instance: JsonObject,
  settings: SettingTable,
  label: string,
  onReserved: 'error' | 'skip',
  report: Report,
): Pick<Machine, 'lifecycle' | 'none'> | undefined {
  let complete = true
  const none: StartAttribute[] = []
  const read = <Key extends keyof Lifecycle>(setting: Setting<Key> | undefined): Lifecycle[Key] | undefined => {
    if (setting === undefined) return undefined
    const [first, again] = instance.members.filter((member) => member.name === setting.name)
    if (again !== undefined) {
      const message = `${label}: ${setting.name} stands twice`
      report({ code: 'VL310', severity: 'error', message, hint: 'keep one of them' }, again.value)
      complete = false
      return undefined
    }
    if (first === undefined || first.value.type === 'null') return undefined
    const meaning = setting.read(plain(first.value))
    if (!('impossible' in meaning)) {
      const { key } = setting
      if (meaning.value === undefined && (key === 'delay' || key === 'order')) none.push(key)
      return meaning.value
    }
    const { impossible, hint } = meaning
    const skipped = onReserved === 'skip'
    const finding: Finding = {
      code: skipped ? 'VL302' : 'VL301',
      severity: skipped ? 'warning' : 'error',
      message: `${label}: ${setting.name} is ${shown(first.value)}, ${impossible}; ${skipped ? 'the property' : 'the machine'} is left out`,
      ...(hint === undefined ? {} : { hint }),
    }
    report(finding, first.value)
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

/** A value for the tables: a number only where JavaScript has it exactly, for 3.0000000000000001 is not 3. */
function plain(node: JsonNode): unknown {
  return node.type === 'number' && !isExact(node.raw) ? Number.NaN : plainValue(node)
}

/** Whether a JSON number is one that a double holds to the last digit, written as a whole number or with zeros behind it. */
function isExact(raw: string): boolean {
  return /^-?[0-9]{1,15}(\.0{1,20})?$/.test(raw)
}

/** A value as a message shows it. */
function shown(node: JsonNode): string {
  if (node.type === 'object' || node.type === 'array') return `an ${node.type}`
  const { type, raw } = node
  return type === 'string' ? `the text ${quote(raw.slice(1, -1))}` : quote(raw).slice(1, -1)
}

/** A GUID in any of its spellings in normal form: lower case, hyphens, no braces. */
export function normalGuid(text: string | undefined): string | undefined {
  const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1]
  return guid?.toLowerCase()
}

/** A string that names something: not empty. */
export function nameOf(instance: JsonObject, ...names: readonly string[]): { readonly name?: string } {
  const name = presentValue(instance, ...names)
  return typeof name === 'string' && name !== '' ? { name } : {}
}

/** The UUID of a machine from a property; a warning where it holds something else. */
export function uuidOf(
  text: string | undefined,
  property: string,
): { readonly uuid?: string; readonly findings?: readonly Finding[] } {
  if (text === undefined) return {}
  const uuid = normalGuid(text)
  if (uuid !== undefined) return { uuid }
  const message = `${property} is ${quote(text)}, which is no GUID, so the machine has no UUID here`
  return { findings: [{ code: 'VL305', severity: 'warning', message }] }
}
