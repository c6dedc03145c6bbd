import type { Diagnostic, SourceText } from '../../diagnostics/index.js'
import { quote } from '../../diagnostics/index.js'
import { LIFECYCLE_NAMESPACE, nearest, ON_HOSTSTART, ON_HOSTSTOP } from '../../lifecycle/index.js'
import { type ExpandedName, type ParseOptions, parseXml } from '../parse.js'
import { childElements, type XmlElement } from '../tree.js'

/** The documents a `<domain>` is read from. `domainsnapshot` is read only: what it records is the past. */
const DOMAIN_ROOTS = ['domain', 'domstatus', 'domainsnapshot'] as const

/** A document that holds a domain, with the places that matter to its lifecycle. */
export interface DomainDocument {
  readonly document: SourceText
  readonly rootKind: (typeof DOMAIN_ROOTS)[number]
  readonly root: XmlElement
  readonly domain: XmlElement
  /** `<on_hoststart>` and `<on_hoststop>` without namespace, children of `<domain>`. */
  readonly elements: readonly XmlElement[]
  /** The `<metadata>` of the domain. */
  readonly metadata: XmlElement | undefined
  /** `<lifecycle>` of our namespace in `<metadata>`. */
  readonly lifecycles: readonly XmlElement[]
  /** A second `<domain>` or `<metadata>`, with the first: what it says would be lost. */
  readonly repeated: readonly (readonly [XmlElement, XmlElement])[]
  /** Elements of ours where they mean nothing. */
  readonly misplaced: readonly XmlElement[]
}

/**
 * The document's domain, or the one diagnostic (VL101 to VL104, VL109) that says why there is none. `isOther`: the root
 * element is one that never holds a domain, whatever else is wrong.
 */
export type Located =
  | { readonly found: DomainDocument }
  | { readonly diagnostic: Diagnostic; readonly isOther: boolean }

/** Parse a document and find its domain and the elements of its lifecycle, in both placements. */
export function locateDomain(document: SourceText, maxDepth?: number, listener?: ParseOptions['listener']): Located {
  const parsed = parseXml(document, {
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(listener === undefined ? {} : { listener }),
    keep: keepsChildren,
    collect: isOurs,
  })
  if ('diagnostic' in parsed) {
    return {
      diagnostic: parsed.diagnostic,
      isOther: parsed.rootName !== undefined && isOtherRoot(parsed.rootName),
    }
  }
  const { root, collected } = parsed
  const rootKind = rootKindOf(root)
  const domains = rootKind === 'domain' ? [root] : childElements(root).filter((child) => is(child, 'domain'))
  const [domain] = domains
  if (rootKind === undefined || domain === undefined) {
    return { diagnostic: notADomain(document, root), isOther: isOtherRoot(root) }
  }

  const children = childElements(domain)
  const elements = children.filter((child) => child.uri === '' && isLifecycleName(child.local))
  const allMetadata = children.filter((child) => is(child, 'metadata'))
  const [metadata] = allMetadata
  const repeated = [domains, allMetadata].flatMap(([first, ...more]) =>
    first === undefined ? [] : more.map((again) => [first, again] as const),
  )
  const lifecycles = metadata === undefined ? [] : childElements(metadata).filter(isLifecycleElement)
  const placed = new Set([...elements, ...lifecycles])
  const misplaced = collected.filter((element) => !placed.has(element) && !isForeign(element.parent, placed))
  return { found: { document, rootKind, root, domain, elements, metadata, lifecycles, repeated, misplaced } }
}

function rootKindOf(root: ExpandedName): DomainDocument['rootKind'] | undefined {
  return DOMAIN_ROOTS.find((name) => is(root, name))
}

/** Whether a root element is that of another document, and not one that is meant to be a domain's. */
function isOtherRoot(root: ExpandedName): boolean {
  if (rootKindOf(root) !== undefined) return false
  return isKnownOther(root) || nearest(root.local, DOMAIN_ROOTS) === undefined
}

function isKnownOther({ uri, local }: ExpandedName): boolean {
  return uri === '' && Object.hasOwn(OTHER_DOCUMENTS, local)
}

/** Whether an element is this element of libvirt's, which has no namespace. */
function is(element: ExpandedName | undefined, local: string): boolean {
  return element?.uri === '' && element.local === local
}

function isLifecycleName(local: string): boolean {
  return local === ON_HOSTSTART || local === ON_HOSTSTOP
}

function isLifecycleElement(element: XmlElement): boolean {
  return element.uri === LIFECYCLE_NAMESPACE && element.local === 'lifecycle'
}

function isOurs(element: XmlElement): boolean {
  return element.uri === LIFECYCLE_NAMESPACE || (element.uri === '' && isLifecycleName(element.local))
}

/** Whether an element stands where others are in charge: in another application's element, or in one of ours. */
function isForeign(parent: XmlElement | undefined, placed: ReadonlySet<XmlElement>): boolean {
  for (let at = parent; at !== undefined; at = at.parent) {
    if (at.uri !== '' && at.uri !== LIFECYCLE_NAMESPACE) return true
    // What is wrong inside an element of ours in its right place is reported with that element.
    if (placed.has(at)) return true
    // A snapshot of an active domain holds its inactive definition too, which is not the one that is read.
    if (is(at, 'inactiveDomain') && is(at.parent, 'domainsnapshot')) return true
  }
  return false
}

/** The elements whose children are of interest; a small part of a domain. */
function keepsChildren(element: XmlElement): boolean {
  if (isOurs(element)) return true
  const { parent } = element
  if (parent === undefined) return DOMAIN_ROOTS.some((name) => is(element, name))
  if (is(element, 'domain')) return parent.parent === undefined && DOMAIN_ROOTS.some((name) => is(parent, name))
  const inDomain = is(parent, 'domain')
  return inDomain && ['name', 'uuid', 'metadata'].some((name) => is(element, name))
}

/** What else libvirt describes in XML, by root element (the schemas of libvirt 9.0). */
const OTHER_DOCUMENTS: Readonly<Record<string, string>> = {
  capabilities: "the host's capabilities",
  device: 'a node device',
  domainCapabilities: 'the capabilities of domains',
  domainbackup: 'a backup job',
  domaincheckpoint: 'a checkpoint',
  filter: 'a network filter',
  filterbinding: 'a network filter binding',
  interface: 'a host interface',
  network: 'a virtual network',
  networkport: 'a network port',
  pool: 'a storage pool',
  secret: 'a secret',
  storagepoolCapabilities: 'the capabilities of storage pools',
  volume: 'a storage volume',
}

function notADomain(document: SourceText, root: XmlElement): Diagnostic {
  const { uri, local } = root
  const other = isKnownOther(root) ? OTHER_DOCUMENTS[local] : undefined
  const inNamespace = uri === '' ? '' : ` of namespace ${quote(uri)}`
  const name = `<${quote(local).slice(1, -1)}>`
  const known = rootKindOf(root) !== undefined
  const message =
    other === undefined
      ? `the root element is ${name}${inNamespace}, not a libvirt <domain>`
      : `this describes ${other} (${name}), not a <domain>`
  const roots = DOMAIN_ROOTS.map((kind) => `<${kind}>`).join(', ')
  return document.diagnostic(
    {
      code: 'VL109',
      message: known ? `${name} holds no <domain>` : message,
      hint: known
        ? "libvirt writes the machine's definition into it as <domain>"
        : `a domain comes from "virsh dumpxml"; ${roots} are read, and "validate --skip-other" passes over the rest`,
    },
    root.start,
    root.openEnd,
  )
}
