import type { Diagnostic, SourceText } from '../../diagnostics/index.js'
import { quote } from '../../diagnostics/index.js'
import { LIFECYCLE_NAMESPACE, ON_HOSTSTART, ON_HOSTSTOP } from '../../lifecycle/index.js'
import { type ParseOptions, parseXml } from '../parse.js'
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

/** The document's domain, or the one diagnostic (VL101 to VL104, VL109) that says why there is none. */
export type Located = { readonly found: DomainDocument } | { readonly diagnostic: Diagnostic }

/** Parse a document and find its domain and the elements of its lifecycle, in both placements. */
export function locateDomain(document: SourceText, maxDepth?: number, listener?: ParseOptions['listener']): Located {
  const parsed = parseXml(document, {
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(listener === undefined ? {} : { listener }),
    keep: keepsChildren,
    collect: isOurs,
  })
  if ('diagnostic' in parsed) return parsed
  const { root, collected } = parsed
  const rootKind = DOMAIN_ROOTS.find((name) => is(root, name))
  const domains = rootKind === 'domain' ? [root] : childElements(root).filter((child) => is(child, 'domain'))
  const [domain] = domains
  if (rootKind === undefined || domain === undefined) return { diagnostic: notADomain(document, root) }

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

/** Whether an element is this element of libvirt's, which has no namespace. */
function is(element: XmlElement | undefined, local: string): boolean {
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

function notADomain(document: SourceText, root: XmlElement): Diagnostic {
  const inNamespace = root.uri === '' ? '' : ` of namespace ${quote(root.uri)}`
  const known = DOMAIN_ROOTS.some((name) => is(root, name))
  return document.diagnostic(
    {
      code: 'VL109',
      severity: 'error',
      message: known
        ? `<${root.local}> holds no <domain>`
        : `the root element is <${quote(root.local).slice(1, -1)}>${inNamespace}, not a libvirt <domain>`,
      hint: known
        ? `libvirt writes the machine's definition into it as <domain>`
        : `a domain comes from "virsh dumpxml"; ${DOMAIN_ROOTS.map((name) => `<${name}>`).join(', ')} are read`,
    },
    root.start,
    root.openEnd,
  )
}
