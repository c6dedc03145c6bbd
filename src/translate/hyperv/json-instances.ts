import {
  type Diagnostic,
  type Finding,
  quote,
  type Report,
  reportTo,
  type SourceText,
} from '../../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  plainValue,
  rangeOf,
  repeatedMembers,
} from '../../json/index.js'
import type { JsonSource, ReadOptions, ReadResult } from '../format.js'
import type { Machine } from '../machine.js'
import { byName, type Identity, type Instance, type Property, readMachine } from './instance.js'
import { type SettingTable, settingNames } from './properties.js'

/** How the machines of a format are read from JSON objects. */
export interface InstanceReader {
  /** The format, which is also the name of the JSON Schema of one object in JSON_SCHEMAS. */
  readonly schema: 'cim-json' | 'powershell-json'
  readonly identify: (instance: Instance) => Identity
  /** The CIM class that an object states, for a format with classes. */
  readonly classOf?: (node: JsonObject) => string | undefined
}

/**
 * Read the machines from the output of ConvertTo-Json: one object, an array, or the wrapper `{"value": […], "Count": n}`
 * that PowerShell 5 puts around some arrays.
 */
export function readInstances(
  { document, root }: JsonSource,
  options: ReadOptions,
  reader: InstanceReader,
): ReadResult {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const instances = instancesIn(root)
  if (instances.length === 0) report(NO_MACHINE, rangeOf(root))
  const machines = instances.flatMap((node) => readInstance(document, node, options, reader, report) ?? [])
  return { machines, diagnostics }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
  message: 'the list of machines is empty',
  hint: 'were you allowed to see the machines when you exported them?',
}

/** The objects in a document, including those in arrays and wrappers. */
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
  { schema, identify, classOf }: InstanceReader,
  report: Report,
): Machine | undefined {
  if (node.type !== 'object') {
    const message = `expected a machine, not ${node.type === 'null' ? 'null' : `a ${node.type}`}`
    report({ code: 'VL305', message, hint: 'a machine is a JSON object' }, rangeOf(node))
    return undefined
  }
  const instance = jsonInstance(node, classOf?.(node))
  const hasGoodShape = (label: string, settings: SettingTable): boolean => {
    const judged = settingNames(settings)
    const errors = describeShapeErrors(schema, node, judged)
    for (const { place, message } of errors) {
      report({ code: 'VL305', message: `${label}: ${message}` }, rangeOf(place))
    }
    // Duplicate settings are reported when settings are read.
    const repeated = repeatedMembers(node).filter(
      ({ name }) => !judged.some((j) => j.toLowerCase() === name.toLowerCase()),
    )
    for (const { name, value } of repeated) {
      const message = `${label}: duplicate ${quote(name).slice(1, -1)}`
      report({ code: 'VL310', message, hint: 'keep one of them' }, rangeOf(value))
    }
    return errors.length === 0 && repeated.length === 0
  }
  const context = { document, format: schema, onReserved, report }
  return readMachine(context, instance, identify(instance), hasGoodShape)
}

/** A JSON object as an instance. */
export function jsonInstance(node: JsonObject, className?: string): Instance {
  let members: ReadonlyMap<string, readonly JsonMember[]> | undefined
  return {
    className,
    range: rangeOf(node),
    named: (name) => {
      members ??= byName(node.members, (member) => member.name)
      return (members.get(name.toLowerCase()) ?? []).map(({ value }) => propertyOf(value))
    },
  }
}

function propertyOf(node: JsonNode): Property {
  return {
    value: plain(node),
    get shown() {
      return shown(node)
    },
    get range() {
      return rangeOf(node)
    },
  }
}

/**
 * A value for the tables; NaN, which no table takes, for a number that JavaScript cannot represent exactly, because
 * 3.0000000000000001 is not 3, and for an object with duplicate members, which has no one value.
 */
function plain(node: JsonNode): unknown {
  if (node.type === 'object' && new Set(node.members.map(({ name }) => name)).size < node.members.length)
    return Number.NaN
  return node.type === 'number' && !isExact(node.raw) ? Number.NaN : plainValue(node)
}

/** Whether a double represents a JSON number exactly: an integer of up to 15 digits, perhaps with zeros after the point. */
function isExact(raw: string): boolean {
  return /^-?[0-9]{1,15}(\.0{1,20})?$/.test(raw)
}

/** A value as a message shows it. */
function shown(node: JsonNode): string {
  if (node.type === 'object' || node.type === 'array') return `an ${node.type}`
  const { type, raw } = node
  return type === 'string' ? `the text ${quote(raw.slice(1, -1))}` : quote(raw).slice(1, -1)
}

/** Whether any object in a document has one of these members; letter case is ignored. */
export function hasAnyMember(root: JsonNode, names: readonly string[]): boolean {
  const marks = new Set(names.map((name) => name.toLowerCase()))
  return instancesIn(root).some(
    (node) => node.type === 'object' && node.members.some(({ name }) => marks.has(name.toLowerCase())),
  )
}
