import { type Diagnostic, type Finding, quote, type Report, reportTo } from '../../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  plainValue,
  rangeOf,
  repeatedMembers,
  stringEdit,
} from '../../json/index.js'
import type { JsonSource, ReadResult } from '../format.js'
import { kindOf, NOT_A_MACHINE } from './identify.js'
import {
  byName,
  type IdentifiedInstance,
  type Instance,
  type MachineCheck,
  machinesAmong,
  type Property,
  stringOf,
} from './instance.js'
import { machineNodes } from './json-envelopes.js'
import type { ObjectKind } from './object-kind.js'
import type { HypervReadOptions } from './options.js'
import { settingNames } from './properties.js'

/**
 * Read the machines from the output of ConvertTo-Json: one object, an array, the wrapper `{"value": […], "Count": n}` that
 * PowerShell 5 puts around some arrays, or larger objects in which machines were collected. The objects may be of several
 * kinds.
 */
export function readInstances({ document, root }: JsonSource, options: HypervReadOptions, format: string): ReadResult {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const nodes = machineNodes(root)
  if (nodes.length === 0) report(NO_MACHINE, rangeOf(root))
  const context = { document, format, onReserved: options.onReserved ?? 'error', report }
  return { machines: machinesAmong(context, instancesOf(nodes, options, report)), diagnostics }
}

/** Whether a document has an object of a kind, maybe without any setting. */
export function hasObjectOf(kind: ObjectKind, root: JsonNode): boolean {
  return machineNodes(root).some((node) => node.type === 'object' && kindOf(jsonInstance(node)) === kind)
}

/** One after the other, so that memory does not hold the properties of all. */
function* instancesOf(
  nodes: readonly JsonNode[],
  options: HypervReadOptions,
  report: Report,
): Generator<IdentifiedInstance> {
  for (const node of nodes) {
    const instance = identified(node, options, report)
    if (instance !== undefined) yield instance
  }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
  message: 'the list of machines is empty',
  hint: 'were you allowed to see the machines when you exported them?',
}

function identified(node: JsonNode, options: HypervReadOptions, report: Report): IdentifiedInstance | undefined {
  if (node.type !== 'object') {
    const message = `expected a machine, not ${node.type === 'null' ? 'null' : `a ${node.type}`}`
    report({ code: 'VL305', message, hint: 'a machine is a JSON object' }, rangeOf(node))
    return undefined
  }
  const instance = jsonInstance(node, classOf(node))
  const kind = kindOf(instance)
  if (kind === undefined) return { instance, identity: { leftOut: NOT_A_MACHINE } }
  return { instance, identity: kind.identify(instance, options), check: shapeCheck(node, kind) }
}

/** Checks the members of an object that are not settings; those are checked when they are read. */
function shapeCheck(node: JsonObject, { shape }: ObjectKind): MachineCheck {
  return (label, settings, reportFault) => {
    const judged = settingNames(settings)
    const errors = describeShapeErrors(shape, node, judged)
    for (const { place, message } of errors) {
      reportFault({ code: 'VL305', message: `${label}: ${message}` }, rangeOf(place))
    }
    const repeated = repeatedMembers(node).filter(
      ({ name }) => !judged.some((j) => j.toLowerCase() === name.toLowerCase()),
    )
    for (const { name, value } of repeated) {
      const message = `${label}: duplicate ${quote(name).slice(1, -1)}`
      reportFault({ code: 'VL310', message, hint: 'keep one of them' }, rangeOf(value))
    }
    return errors.length === 0 && repeated.length === 0
  }
}

/**
 * The class that an instance states: `__CLASS` (Get-WmiObject), or the CimClass or CimSystemProperties of a CimInstance.
 * The latter two are from the documentation of the type; they have not been seen on a host.
 */
function classOf(node: JsonObject): string | undefined {
  const members = byName(node.members, ({ name }) => name)
  const memberOf = (name: string): JsonNode | undefined => members.get(name.toLowerCase())?.[0]?.value
  const stated = memberOf('__CLASS')
  if (stated?.type === 'string') return String(stated.value)
  const cimClass = memberOf('CimClass')
  // As a string it is "root/virtualization/v2:Msvm_VirtualSystemSettingData".
  if (cimClass?.type === 'string') return String(cimClass.value).replace(/^.*:/, '')
  const system = memberOf('CimSystemProperties')
  return (
    (cimClass?.type === 'object' ? stringOf(jsonInstance(cimClass), 'CimClassName') : undefined) ??
    (system?.type === 'object' ? stringOf(jsonInstance(system), 'ClassName') : undefined)
  )
}

/** A JSON object as an instance. */
function jsonInstance(node: JsonObject, className?: string): Instance {
  let members: ReadonlyMap<string, readonly JsonMember[]> | undefined
  return {
    className,
    range: rangeOf(node),
    named: (name) => {
      members ??= byName(node.members, (member) => member.name)
      return (members.get(name.toLowerCase()) ?? []).map(({ value }) => propertyOf(value))
    },
    names: () => node.members.map(({ name }) => name),
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
    ...(node.type === 'string' ? { edits: (text) => [stringEdit(node, text)] } : {}),
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
