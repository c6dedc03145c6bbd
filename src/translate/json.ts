import { type Diagnostic, type Finding, quote, type Report, reportTo, type SourceText } from '../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonNode,
  type JsonObject,
  memberNamed,
  plainValue,
  rangeOf,
  repeatedMembers,
  stringEdit,
} from '../json/index.js'
import { LIFECYCLE_PROPERTIES, propertyName, readWritten } from '../lifecycle/index.js'
import {
  type JsonFormat,
  type JsonSource,
  jsonText,
  type ReadResult,
  type WriteOptions,
  type WriteResult,
  writtenTogether,
} from './format.js'
import { type Identified, type Machine, machineLabel, normalGuid } from './machine.js'

/** The value of the member `format` in every document of this form. */
const FORMAT_MARK = 'virt-lifecycle'

/** The program's own neutral form: one document for many machines, in the words of domain XML. */
export const jsonFormat = {
  id: 'json',
  description: "virt-lifecycle's own neutral form, one document for many machines",
  syntax: 'json',
  marks: [`"format": "${FORMAT_MARK}"`],
  recognises: (root) => root.type === 'object' && memberValue(root, 'format') === FORMAT_MARK,
  read: readJson,
  write: writeJson,
} as const satisfies JsonFormat

const VERSION = 1

/** The members of a machine with its lifecycle, which the lifecycle rules check. */
const SETTINGS = LIFECYCLE_PROPERTIES.map(propertyName)

function readJson({ document, root }: JsonSource): ReadResult {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const nothing = { machines: [], diagnostics }
  if (root.type !== 'object') {
    report({ code: 'VL305', message: 'expected a JSON object' }, rangeOf(root))
    return nothing
  }
  for (const { name, value } of repeatedMembers(root)) report(duplicate('', name), rangeOf(value))
  if (diagnostics.length > 0) return nothing
  const version = memberNamed(root, 'version')?.value
  if (version !== undefined && plainValue(version) !== VERSION) {
    const shown = quote(document.text.slice(version.start, version.end)).slice(1, -1)
    const message = `the document has version ${shown}; this program reads version ${VERSION}`
    report({ code: 'VL305', message, hint: 'a newer virt-lifecycle may read it' }, rangeOf(version))
    return nothing
  }
  const errors = describeShapeErrors('json', root, SETTINGS)
  const list = memberNamed(root, 'machines')?.value
  const instances = list?.type === 'array' ? list.items : []
  const identities = new Map(instances.map((node) => [node, node.type === 'object' ? identityIn(node) : {}]))
  const wrong = new Set<JsonNode>()
  for (const { place, message } of errors) {
    const owner = holderOf(place, root)
    if (owner !== undefined) wrong.add(owner)
    const leavesOut = owner === undefined ? undefined : identities.get(owner)
    const finding: Finding = { code: 'VL305', message: `${labelOf(owner)}${message}` }
    report(leavesOut === undefined ? finding : { ...finding, leavesOut }, rangeOf(place))
  }
  if (list?.type === 'array' && instances.length === 0) {
    report({ code: 'VL306', message: 'the list of machines is empty' }, rangeOf(list))
  }
  const machines = instances.flatMap((node) =>
    node.type !== 'object' || wrong.has(node) ? [] : (readMachine(document, node, report) ?? []),
  )
  return { machines, diagnostics }
}

/** The machine that a value is in, or is itself; undefined if it is in none. */
function holderOf(place: JsonNode, root: JsonNode): JsonNode | undefined {
  for (let at = place; at.parent !== undefined; at = at.parent) {
    if (at.parent.type === 'array' && at.parent.step === 'machines' && at.parent.parent === root) return at
  }
  return undefined
}

function duplicate(label: string, name: string): Finding {
  return { code: 'VL310', message: `${label}duplicate ${quote(name).slice(1, -1)}`, hint: 'keep one of them' }
}

function memberValue(object: JsonObject, name: string): unknown {
  const value = memberNamed(object, name)?.value
  return value === undefined ? undefined : plainValue(value)
}

function nameIn(object: JsonObject): { readonly name?: string } {
  const name = memberValue(object, 'name')
  return typeof name === 'string' && name !== '' ? { name } : {}
}

function identityIn(object: JsonObject): Identified {
  const given = memberValue(object, 'uuid')
  const uuid = typeof given === 'string' ? normalGuid(given) : undefined
  return { ...nameIn(object), ...(uuid === undefined ? {} : { uuid }) }
}

function labelOf(node: JsonNode | undefined): string {
  return node?.type === 'object' ? `${machineLabel(nameIn(node))}: ` : ''
}

function readMachine(document: SourceText, node: JsonObject, report: Report): Machine | undefined {
  const label = labelOf(node)
  const leavesOut = identityIn(node)
  const [again] = repeatedMembers(node)
  if (again !== undefined) {
    report({ ...duplicate(label, again.name), leavesOut }, rangeOf(again.value))
    return undefined
  }
  const written = LIFECYCLE_PROPERTIES.flatMap((property) => {
    const text = textOf(document, memberNamed(node, propertyName(property))?.value)
    return text === undefined ? [] : [[property, text] as const]
  })
  const reading = readWritten(Object.fromEntries(written), { explicitZero: true })
  for (const { code, property, message, hint, replacement } of reading.findings) {
    const value = memberNamed(node, propertyName(property))?.value ?? node
    const finding: Finding = {
      code,
      message: `${label}${message}`,
      ...(hint === undefined ? {} : { hint }),
      ...(replacement === undefined || value.type !== 'string' ? {} : { fix: [stringEdit(value, replacement)] }),
    }
    report(reading.lifecycle === undefined ? { ...finding, leavesOut } : finding, rangeOf(value))
  }
  if (reading.lifecycle === undefined) return undefined
  const running = memberValue(node, 'running')
  return {
    ...leavesOut,
    ...(typeof running === 'boolean' ? { running } : {}),
    lifecycle: reading.lifecycle,
    source: { format: 'json', document, start: node.start, end: node.end },
  }
}

/** A value as text for the lifecycle rules; null is absent. Other values give their JSON text, which the rules refuse. */
function textOf(document: SourceText, node: JsonNode | undefined): string | undefined {
  if (node === undefined || node.type === 'null') return undefined
  return node.type === 'string' ? String(node.value) : document.text.slice(node.start, node.end)
}

function writeJson(machines: readonly Machine[], { ndjson = false }: WriteOptions): WriteResult {
  const documentOf = (values: readonly unknown[]) => ({ format: FORMAT_MARK, version: VERSION, machines: values })
  const values = machines.map(({ name, uuid, running, lifecycle }) => ({
    // JSON leaves out what is undefined.
    name,
    uuid,
    running,
    ...Object.fromEntries(LIFECYCLE_PROPERTIES.map((property) => [propertyName(property), lifecycle[property]])),
  }))
  // Each line is a whole document, so that it can be read on its own.
  const text = ndjson
    ? jsonText(
        values.map((value) => documentOf([value])),
        true,
        documentOf,
      )
    : jsonText(values, false, documentOf)
  return writtenTogether('json', text, machines, [])
}
