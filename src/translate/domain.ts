import { type Diagnostic, type Finding, quote, SourceText } from '../diagnostics/index.js'
import { ON_HOSTSTART } from '../lifecycle/index.js'
import {
  buildXml,
  childElements,
  type DomainDocument,
  type DomainReading,
  locateDomain,
  type Placement,
  readDomain,
  setLifecycle,
} from '../xml/index.js'
import { domainLosses } from './domain-losses.js'
import {
  type Format,
  type Machine,
  machineDiagnostic,
  machineLabel,
  noneOf,
  type ReadOptions,
  type ReadResult,
  type WriteOptions,
  type WriteResult,
  type WrittenDocument,
} from './machine.js'

/** libvirt domain XML: one machine a document, both placements. */
export const domainFormat: Format = {
  id: 'domain',
  description: 'libvirt domain XML; also <domstatus>, and the <domain> in <domainsnapshot> (read only)',
  documentPerMachine: true,
  read: readDomainFormat,
  write: writeDomainFormat,
}

function readDomainFormat(document: SourceText, { maxDepth }: ReadOptions): ReadResult {
  const located = locateDomain(document, maxDepth)
  if ('diagnostic' in located) return { machines: [], diagnostics: [located.diagnostic] }
  const { domain } = located.found
  const { name, uuid, running, lifecycle, placements, diagnostics } = readDomain(located.found)
  if (lifecycle === undefined) return { machines: [], diagnostics }
  const machine: Machine = {
    ...(name === undefined ? {} : { name }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(running === undefined ? {} : { running }),
    lifecycle,
    ...noneOf(writtenDelay(located.found)),
    ...placementOf(placements),
    source: { format: 'domain', document, start: domain.start, end: domain.openEnd },
  }
  return { machines: [machine], diagnostics }
}

function writtenDelay({ elements, lifecycles }: DomainDocument): string | undefined {
  const start = [...elements, ...lifecycles.flatMap(childElements)].find(({ local }) => local === ON_HOSTSTART)
  return start?.attributes['delay']
}

function placementOf({ element, metadata }: DomainReading['placements']): { readonly placement?: Placement } {
  if (element !== undefined) return { placement: metadata === undefined ? 'element' : 'both' }
  return metadata === undefined ? {} : { placement: 'metadata' }
}

/**
 * A machine that was read from domain XML is written as that document with its lifecycle set, every other byte kept;
 * any other machine as a new minimal domain.
 */
function writeDomainFormat(machines: readonly Machine[], { placement = 'element' }: WriteOptions): WriteResult {
  const documents: WrittenDocument[] = []
  const diagnostics: Diagnostic[] = []
  let invented: Machine | undefined
  for (const machine of machines) {
    const report = (finding: Finding): void => {
      diagnostics.push(machineDiagnostic(machine, finding))
    }
    const base = machine.source.format === 'domain' ? ownDocument(machine, report) : newDomain(machine, report)
    if (base === undefined) continue
    if (machine.source.format !== 'domain') invented ??= machine
    for (const lost of domainLosses(machine)) diagnostics.push(lost)
    const text = setLifecycle(base, machine.lifecycle, placement)
    if (countComments(text) < countComments(base.document.text)) report(COMMENTS_LOST)
    documents.push({ format: 'domain', text, machines: [machine] })
  }
  if (invented !== undefined) {
    const finding: Finding = {
      code: 'VL308',
      message:
        'minimal domains were written: name, UUID and lifecycle only, for this input names no memory, disks or devices',
      hint: 'copy the elements into the real definition, or add what is missing before "virsh define"',
    }
    diagnostics.push(machineDiagnostic(invented, finding))
  }
  return { documents, diagnostics }
}

const COMMENTS_LOST: Finding = {
  code: 'VL303',
  message: 'comments that stand in the lifecycle elements are removed with them',
  hint: 'move them out of the elements to keep them',
}

function countComments(text: string): number {
  return text.split('<!--').length
}

function ownDocument(machine: Machine, report: (finding: Finding) => void): DomainDocument | undefined {
  const located = locateDomain(machine.source.document, Number.POSITIVE_INFINITY)
  if ('diagnostic' in located) throw new Error(`cannot read again what was read: ${located.diagnostic.message}`)
  if (located.found.rootKind !== 'domainsnapshot') return located.found
  report({
    code: 'VL311',
    message: 'a <domainsnapshot> records the past and is only read, not written',
    hint: 'convert the machine\'s own definition ("virsh dumpxml --inactive") instead',
  })
  return undefined
}

/**
 * A new domain for a machine that has none: what is known, and the `<os>` that libvirt's hyperv driver gives every
 * machine. libvirt's schema (9.0) requires no more; its parser also wants a memory size, which is not known here.
 */
function newDomain(machine: Machine, report: (finding: Finding) => void): DomainDocument | undefined {
  const name = machine.name ?? machine.uuid
  if (name === undefined) {
    report({
      code: 'VL307',
      message: 'a machine has neither name nor UUID, and a domain needs a name',
      hint: 'include the name when you export the machine',
    })
    return undefined
  }
  const wrong = UNWRITABLE_NAME.exec(name)
  if (wrong !== null) {
    report({
      code: 'VL309',
      message: `${machineLabel(machine, quote)}: its name holds ${quote(wrong[0])}, which a domain's name cannot hold`,
      hint: 'rename the machine',
    })
    return undefined
  }
  const domain = buildXml({
    name: 'domain',
    attributes: { type: 'hyperv' },
    children: [
      { name: 'name', text: name },
      ...(machine.uuid === undefined ? [] : [{ name: 'uuid', text: machine.uuid }]),
      { name: 'os', children: [{ name: 'type', text: 'hvm' }] },
    ],
  })
  const text = `${domain}\n`
  const located = locateDomain(new SourceText(machine.source.document.file, text))
  if ('diagnostic' in located) throw new Error(`wrote a broken domain: ${located.diagnostic.message}`)
  return located.found
}

/** What XML 1.0 cannot hold, and what libvirt's schema (`[^\n]+`) and parser refuse in a name: line ends, "/". */
const UNWRITABLE_NAME = /\p{Cc}|\p{Cs}|[/\ufffe\uffff]/u
