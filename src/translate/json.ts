import { type Diagnostic, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonNode,
  type JsonObject,
  memberNamed,
  parseJson,
  plainValue,
  repeatedMembers,
} from '../json/index.js'
import { ON_HOSTSTART, ON_HOSTSTOP, PROPERTY_NAMES, readWritten } from '../lifecycle/index.js'
import { nameOf, normalGuid, presentValue, reportTo, stringOf } from './hyperv/instance.js'
import { jsonInstance, placeOf } from './json-machines.js'
import {
  type Format,
  jsonText,
  type Machine,
  machineLabel,
  noneOf,
  type ReadOptions,
  type ReadResult,
  type WriteOptions,
  type WriteResult,
  writtenTogether,
} from './machine.js'

/** The program's own neutral form: one document for many machines, in the words of domain XML. */
export const jsonFormat: Format = {
  id: 'json',
  description: "virt-lifecycle's own neutral form, one document for many machines",
  isJson: true,
  read: readJson,
  write: writeJson,
}

/** What the member `format` says in every document of this form. */
export const JSON_FORMAT_MARK = 'virt-lifecycle'

const VERSION = 1

/** The members of a machine that hold its lifecycle, judged by the rules of the vocabulary. */
const SETTINGS = [ON_HOSTSTART, 'delay', 'order', ON_HOSTSTOP]

function readJson(document: SourceText, { maxDepth }: ReadOptions): ReadResult {
  const parsed = parseJson(document, maxDepth)
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const reportAt = reportTo(diagnostics, document)
  const report: NodeReport = (finding, node) => reportAt(finding, placeOf(node))
  const { root } = parsed
  if (root.type !== 'object') {
    report({ code: 'VL305', message: 'a document of this form is a JSON object' }, root)
    return { machines: [], diagnostics }
  }
  for (const { name, value } of repeatedMembers(root)) {
    report({ code: 'VL310', message: `${quote(name)} stands twice`, hint: 'keep one of them' }, value)
  }
  if (diagnostics.length > 0) return { machines: [], diagnostics }
  const version = memberNamed(root, 'version')?.value
  if (version !== undefined && plainValue(version) !== VERSION) {
    const shown = quote(document.text.slice(version.start, version.end)).slice(1, -1)
    const message = `the document is of version ${shown}; this program knows version ${VERSION}`
    report({ code: 'VL305', message, hint: 'a newer virt-lifecycle may read it' }, version)
    return { machines: [], diagnostics }
  }
  const errors = describeShapeErrors('json', root, SETTINGS)
  const list = memberNamed(root, 'machines')?.value
  const instances = list?.type === 'array' ? list.items : []
  for (const { place, message } of errors) {
    const owner = instances.find((node) => node.start <= place.start && place.end <= node.end)
    report({ code: 'VL305', message: `${labelOf(owner)}${message}` }, place)
  }
  if (list?.type === 'array' && instances.length === 0) {
    report({ code: 'VL306', message: 'the list is empty: there is no machine in it' }, list)
  }
  const wrong = (node: JsonNode): boolean =>
    errors.some(({ place }) => node.start <= place.start && place.end <= node.end)
  const machines = instances.flatMap((node) =>
    node.type !== 'object' || wrong(node) ? [] : (readMachine(document, node, report) ?? []),
  )
  return { machines, diagnostics }
}

type NodeReport = (finding: Finding, node: JsonNode) => void

function labelOf(node: JsonNode | undefined): string {
  return node?.type === 'object' ? `${machineLabel(nameOf(jsonInstance(node), 'name'), quote)}: ` : ''
}

function readMachine(document: SourceText, node: JsonObject, report: NodeReport): Machine | undefined {
  const label = labelOf(node)
  const places = new Map(node.members.map(({ name, value }) => [name, value]))
  const [again] = repeatedMembers(node)
  if (again !== undefined) {
    const message = `${label}${quote(again.name).slice(1, -1)} stands twice`
    report({ code: 'VL310', message, hint: 'keep one of them' }, again.value)
    return undefined
  }
  const [hostStart, delay, order, hostStop] = SETTINGS.map((name) => written(document, places.get(name)))
  const reading = readWritten(
    {
      ...(hostStart === undefined ? {} : { hostStart }),
      ...(delay === undefined ? {} : { delay }),
      ...(order === undefined ? {} : { order }),
      ...(hostStop === undefined ? {} : { hostStop }),
    },
    quote,
  )
  for (const { property, ...finding } of reading.findings) {
    const place = places.get(PROPERTY_NAMES[property]) ?? node
    report({ ...finding, message: `${label}${finding.message}` }, place)
  }
  if (reading.lifecycle === undefined) return undefined
  const instance = jsonInstance(node)
  const uuid = normalGuid(stringOf(instance, 'uuid'))
  const running = presentValue(instance, 'running')
  return {
    ...nameOf(instance, 'name'),
    ...(uuid === undefined ? {} : { uuid }),
    ...(typeof running === 'boolean' ? { running } : {}),
    lifecycle: reading.lifecycle,
    ...noneOf(delay),
    source: { format: 'json', document, start: node.start, end: node.end },
  }
}

/** A value as text for the rules; null is absent. What is neither text nor number shows itself and is refused there. */
function written(document: SourceText, node: JsonNode | undefined): string | undefined {
  if (node === undefined || node.type === 'null') return undefined
  return node.type === 'string' ? String(node.value) : document.text.slice(node.start, node.end)
}

function writeJson(machines: readonly Machine[], { ndjson = false }: WriteOptions): WriteResult {
  const documentOf = (values: readonly unknown[]) => ({ format: JSON_FORMAT_MARK, version: VERSION, machines: values })
  const values = machines.map(({ name, uuid, running, lifecycle: { hostStart, delay, order, hostStop } }) => ({
    // JSON leaves out what is undefined.
    name,
    uuid,
    running,
    [ON_HOSTSTART]: hostStart,
    delay,
    order,
    [ON_HOSTSTOP]: hostStop,
  }))
  // A line is a document as well, so that it can be read wherever it is put.
  const text = ndjson
    ? jsonText(
        values.map((value) => documentOf([value])),
        true,
        documentOf,
      )
    : jsonText(values, false, documentOf)
  return writtenTogether('json', text, machines, [])
}
