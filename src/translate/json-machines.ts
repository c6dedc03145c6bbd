import { type Diagnostic, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  parseJson,
  pathOf,
  plainValue,
  repeatedMembers,
} from '../json/index.js'
import {
  byName,
  type Identity,
  type Instance,
  type Property,
  type Report,
  readMachine,
  reportTo,
} from './hyperv/instance.js'
import type { Setting, SettingTable } from './hyperv/settings.js'
import type { Machine, ReadOptions, ReadResult } from './machine.js'

/** What makes a machine of one object. */
export interface InstanceReader {
  /** The JSON Schema of one instance; a key of JSON_SCHEMAS. */
  readonly schema: 'cim-json' | 'powershell-json'
  readonly identify: (instance: Instance) => Identity
  /** The CIM class that an object states, where the form has classes. */
  readonly classOf?: (node: JsonObject) => string | undefined
}

/**
 * Read the machines of what ConvertTo-Json makes of Hyper-V's objects: one object, an array, or the wrapper
 * `{"value": […], "Count": n}` that PowerShell 5 puts around some arrays.
 */
export function readInstances(document: SourceText, options: ReadOptions, reader: InstanceReader): ReadResult {
  const parsed = parseJson(document, options.maxDepth)
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const instances = instancesIn(parsed.root)
  if (instances.length === 0) report(NO_MACHINE, placeOf(parsed.root))
  const machines = instances.flatMap((node) => readInstance(document, node, options, reader, report) ?? [])
  return { machines, diagnostics }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
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
  { schema, identify, classOf }: InstanceReader,
  report: Report,
): Machine | undefined {
  if (node.type !== 'object') {
    const message = `a machine is expected here, not ${node.type === 'null' ? 'null' : `a ${node.type}`}`
    report({ code: 'VL305', message, hint: 'a machine is a JSON object' }, placeOf(node))
    return undefined
  }
  const instance = jsonInstance(node, classOf?.(node))
  const hasGoodShape = (label: string, settings: SettingTable): boolean => {
    const judged = Object.values(settings).map(({ name }: Setting) => name)
    const errors = describeShapeErrors(schema, node, judged)
    for (const { place, message } of errors) {
      report({ code: 'VL305', message: `${label}: ${message}` }, placeOf(place))
    }
    // Those that hold settings are reported with them.
    const repeated = repeatedMembers(node).filter(
      ({ name }) => !judged.some((j) => j.toLowerCase() === name.toLowerCase()),
    )
    for (const { name, value } of repeated) {
      const message = `${label}: ${quote(name).slice(1, -1)} stands twice`
      report({ code: 'VL310', message, hint: 'keep one of them' }, placeOf(value))
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
    place: placeOf(node),
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
    get place() {
      return placeOf(node)
    },
  }
}

/** The place of a value, with its path. */
export function placeOf(node: JsonNode): { readonly start: number; readonly end: number; readonly path: string } {
  return { start: node.start, end: node.end, path: pathOf(node) }
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
