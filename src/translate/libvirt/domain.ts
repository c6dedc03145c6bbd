import {
  applyEdits,
  type Diagnostic,
  type Edit,
  type Finding,
  type LeftOut,
  quote,
  type SourceText,
} from '../../diagnostics/index.js'
import {
  createDomain,
  type DomainDocument,
  isRecord,
  lifecycleEdits,
  type Placement,
  parseDomain,
  placementOf,
  readDomain,
} from '../../domain/index.js'
import { inDomainXml, type Lifecycle } from '../../lifecycle/index.js'
import { encodingWarnings } from '../encoding-warnings.js'
import type { ReadOptions, ReadResult, WriteOptions, WriteResult, WrittenDocument, XmlFormat } from '../format.js'
import { type DomainMachine, isDomainMachine, type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { droppedElements, type WrittenLifecycle } from './dropped-elements.js'
import { domainLosses } from './losses.js'

/** libvirt domain XML: one machine per document, both placements. */
export const domainFormat = {
  id: 'domain',
  description:
    'libvirt domain XML; also <domstatus>, and the <domain> in <domainsnapshot> and <domaincheckpoint> (read only)',
  syntax: 'xml',
  documentPerMachine: true,
  recognises: ({ local }) => /^(?:domain|domainsnapshot|domaincheckpoint|domstatus)$/.test(local),
  read: readDomainFormat,
  write: writeDomainFormat,
} as const satisfies XmlFormat

function readDomainFormat(document: SourceText, { maxDepth, editable = true }: ReadOptions): ReadResult {
  const parsed = parseDomain(document, maxDepth === undefined ? {} : { maxDepth })
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const domain = parsed.found
  const { lifecycle, placements, diagnostics: found, ...identity } = readDomain(domain)
  const diagnostics = [...encodingWarnings(document), ...found]
  if (lifecycle === undefined) {
    const { name, uuid } = identity
    const leavesOut: LeftOut = {
      ...(name === undefined ? {} : { name }),
      ...(uuid === undefined ? {} : { uuid }),
      ...(isRecord(domain) ? { isRecord: true } : {}),
    }
    const said = diagnostics.map((one) => (one.severity === 'error' ? { ...one, leavesOut } : one))
    return { machines: [], diagnostics: said }
  }
  const placement = placementOf(placements)
  const { start, openEnd: end } = domain.domain
  const machine: Machine = {
    ...identity,
    lifecycle,
    ...(placement === undefined ? {} : { placement }),
    source: { format: 'domain', document, start, end, ...(editable ? { domain } : {}) },
  }
  return { machines: [machine], diagnostics }
}

/**
 * A machine that was read from domain XML is written as that document with its lifecycle set, every other byte kept;
 * any other machine as a new minimal domain.
 */
function writeDomainFormat(machines: readonly Machine[], { placement = 'element' }: WriteOptions): WriteResult {
  const documents: WrittenDocument[] = []
  const diagnostics: Diagnostic[] = []
  const lifecycles: WrittenLifecycle[] = []
  let firstNew: Machine | undefined
  for (const machine of machines) {
    const written = isDomainMachine(machine) ? editedDomain(machine, placement) : newDomain(machine, placement)
    for (const diagnostic of written.diagnostics) diagnostics.push(diagnostic)
    if (written.text === undefined) continue
    if (!isDomainMachine(machine)) firstNew ??= machine
    documents.push({ format: 'domain', text: written.text, machines: [machine] })
    lifecycles.push({ machine, lifecycle: inDomainXml(machine.lifecycle), placement })
  }
  if (firstNew !== undefined) diagnostics.push(machineDiagnostic(firstNew, MINIMAL))
  for (const diagnostic of droppedElements(lifecycles)) diagnostics.push(diagnostic)
  return { documents, diagnostics }
}

const MINIMAL: Finding = {
  code: 'VL308',
  message: 'wrote minimal domains: name, UUID and lifecycle only, because the input has no memory, disks or devices',
  hint: 'copy the elements into the real definition, or add what is missing before "virsh define"',
}

/** The text of a domain, unless it cannot be written, and diagnostics. */
interface Written {
  readonly text?: string
  readonly diagnostics: readonly Diagnostic[]
}

function editedDomain(machine: DomainMachine, placement: Placement): Written {
  const { domain, document } = machine.source
  if (isRecord(domain)) return { diagnostics: [machineDiagnostic(machine, readOnly(domain))] }
  const { edits, diagnostics } = editDomain(machine, machine.lifecycle, placement)
  return { text: applyEdits(document.text, edits), diagnostics }
}

function readOnly({ rootKind }: DomainDocument): Finding {
  return {
    code: 'VL311',
    message: `a <${rootKind}> records the past: it can only be read`,
    hint: 'convert the machine\'s own definition ("virsh dumpxml --inactive") instead',
  }
}

/** The edits that give a domain a lifecycle in a placement, and what is lost (VL303). */
export function editDomain(
  machine: DomainMachine,
  lifecycle: Lifecycle,
  placement: Placement,
): { readonly edits: readonly Edit[]; readonly diagnostics: readonly Diagnostic[] } {
  const { domain, document } = machine.source
  const edits = lifecycleEdits(domain, lifecycle, placement)
  const losesComments = edits.some(({ offset, length }) =>
    document.text.slice(offset, offset + length).includes('<!--'),
  )
  const losses = domainLosses({ ...machine, lifecycle }, machine.lifecycle)
  return { edits, diagnostics: [...losses, ...(losesComments ? [machineDiagnostic(machine, COMMENTS_LOST)] : [])] }
}

const COMMENTS_LOST: Finding = {
  code: 'VL303',
  message: 'comments inside the lifecycle elements are removed with the elements',
  hint: 'move them out of the elements to keep them',
}

function newDomain(machine: Machine, placement: Placement): Written {
  const name = machine.name ?? machine.uuid
  if (name === undefined) return { diagnostics: [machineDiagnostic(machine, NO_NAME)] }
  const wrong = UNWRITABLE_NAME.exec(name)
  if (wrong !== null) {
    const message = `${machineLabel(machine)}: its name contains ${quote(wrong[0])}, which is not allowed in a domain's name`
    return { diagnostics: [machineDiagnostic(machine, { code: 'VL309', message, hint: 'rename the machine' })] }
  }
  const { uuid, lifecycle } = machine
  const text = createDomain({ name, ...(uuid === undefined ? {} : { uuid }), lifecycle }, placement)
  return { text, diagnostics: domainLosses(machine) }
}

const NO_NAME: Finding = {
  code: 'VL307',
  message: 'a machine has neither a name nor a UUID, but a domain needs a name',
  hint: 'include the name when you export the machine',
}

/** Characters that XML 1.0 does not allow, or that libvirt's schema (`[^\n]+`) and parser refuse in a name: line ends, "/". */
const UNWRITABLE_NAME = /\p{Cc}|\p{Cs}|[/\ufffe\uffff]/u
