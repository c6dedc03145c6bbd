import {
  asSource,
  type Diagnostic,
  misspelt,
  nearest,
  quote,
  type SourceText,
  type TextInput,
} from '../diagnostics/index.js'
import { LIFECYCLE_NAMESPACE, ON_HOSTSTART, ON_HOSTSTOP } from '../lifecycle/index.js'
import { childElements, type ExpandedName, type ParseOptions, parseXml, type XmlElement } from '../xml/index.js'

/** The documents a `<domain>` is read from. */
const DOMAIN_ROOTS = ['domain', 'domstatus', 'domainsnapshot', 'domaincheckpoint'] as const

/** Those of them that record the past, so they are only read. A new one, which is still to be made, may have no `<domain>`. */
const RECORDS: readonly string[] = ['domainsnapshot', 'domaincheckpoint'] satisfies (typeof DOMAIN_ROOTS)[number][]

/** A document with a domain in it, and the elements that matter to the lifecycle. */
export interface DomainDocument {
  readonly document: SourceText
  readonly rootKind: (typeof DOMAIN_ROOTS)[number]
  readonly root: XmlElement
  readonly domain: XmlElement
  /** The `<on_hoststart>` and `<on_hoststop>` in no namespace that are children of `<domain>`. */
  readonly elements: readonly XmlElement[]
  /** The first `<metadata>` of the domain. */
  readonly metadata: XmlElement | undefined
  /** The `<lifecycle>` elements of our namespace in `<metadata>`. */
  readonly lifecycles: readonly XmlElement[]
  /** Each further `<domain>` or `<metadata>`, with the first one: its content would be ignored. */
  readonly repeated: readonly (readonly [first: XmlElement, again: XmlElement])[]
  /** The `<lifecycle>` elements in `<metadata>` whose namespace is nearly ours, but not ours. */
  readonly unread: readonly XmlElement[]
  /** Elements of ours where they are not allowed. */
  readonly misplaced: readonly XmlElement[]
}

/**
 * The document's domain, or the one diagnostic (VL101 to VL104, VL109) that says why there is none. `isOther` says whether
 * the document is of another kind: its root element never contains a domain, whatever else is wrong.
 */
export type ParsedDomain =
  | { readonly found: DomainDocument }
  | { readonly diagnostic: Diagnostic; readonly isOther: boolean }

/** How a domain is parsed. */
export interface ParseDomainOptions extends Pick<ParseOptions, 'maxDepth' | 'listener'> {
  /** The name of the file in diagnostics if the input is a string; `domain.xml` unless given. */
  readonly file?: string
  /** Elements whose content is kept, too; asked of each at its start tag, with its depth, 0 for the root. */
  readonly keeps?: ((element: XmlElement, depth: number) => boolean) | undefined
}

/** Parse a document and find its domain and the elements of its lifecycle, in both placements. */
export function parseDomain(
  input: TextInput,
  { file = 'domain.xml', keeps, maxDepth, listener }: ParseDomainOptions = {},
): ParsedDomain {
  const document = asSource(input, file)
  const keep: ParseOptions['keep'] = (element, depth, isOurs) => {
    const isWanted = keeps?.(element, depth) === true
    return isOurs || keptOf(element, depth) || (isWanted && 'words')
  }
  const parsed = parseXml(document, { maxDepth, listener, keep, collect: isOurs })
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
    return { diagnostic: notADomain(document, root), isOther: isOtherRoot(root) || RECORDS.includes(rootKind ?? '') }
  }

  const children = childElements(domain)
  const elements = children.filter((child) => child.uri === '' && isLifecycleName(child.local))
  const allMetadata = children.filter((child) => is(child, 'metadata'))
  const [metadata] = allMetadata
  const repeated = [domains, allMetadata].flatMap(([first, ...more]) =>
    first === undefined ? [] : more.map((again) => [first, again] as const),
  )
  const named = metadata === undefined ? [] : childElements(metadata).filter(({ local }) => local === 'lifecycle')
  const lifecycles = named.filter(({ uri }) => uri === LIFECYCLE_NAMESPACE)
  const unread = named.filter(({ uri }) => uri !== LIFECYCLE_NAMESPACE && isNearlyOurs(uri))
  const placed = new Set([...elements, ...lifecycles])
  const misplaced = collected.filter((element) => !placed.has(element) && !isForeign(element.parent, placed))
  return { found: { document, rootKind, root, domain, elements, metadata, lifecycles, unread, repeated, misplaced } }
}

/** Whether a domain is that of a snapshot or a checkpoint: a record of the past, which is never changed. */
export function isRecord({ rootKind }: DomainDocument): boolean {
  return RECORDS.includes(rootKind)
}

function rootKindOf(root: ExpandedName): DomainDocument['rootKind'] | undefined {
  return DOMAIN_ROOTS.find((name) => is(root, name))
}

/** Whether a root element is that of another kind of document, rather than a misspelt root of a domain. */
function isOtherRoot(root: ExpandedName): boolean {
  if (rootKindOf(root) !== undefined) return false
  return isKnownOther(root) || nearest(root.local, DOMAIN_ROOTS) === undefined
}

function isKnownOther({ uri, local }: ExpandedName): boolean {
  return uri === '' && Object.hasOwn(OTHER_DOCUMENTS, local)
}

/** Whether an element has this name and, like all of libvirt's elements, no namespace. */
function is(element: ExpandedName | undefined, local: string): boolean {
  return element?.uri === '' && element.local === local
}

/** Whether a local name is `on_hoststart` or `on_hoststop`. */
export function isLifecycleName(local: string): local is typeof ON_HOSTSTART | typeof ON_HOSTSTOP {
  return local === ON_HOSTSTART || local === ON_HOSTSTOP
}

/** How the namespaces of all versions of a lifecycle begin. */
const NAMESPACES = 'urn:x-virt-lifecycle:'

/** Whether a namespace is that of another version, or misspelt. */
function isNearlyOurs(uri: string): boolean {
  return uri.trim().toLowerCase().startsWith(NAMESPACES) || misspelt(uri, [LIFECYCLE_NAMESPACE]) !== undefined
}

function isOurs(element: XmlElement): boolean {
  return element.uri === LIFECYCLE_NAMESPACE || (element.uri === '' && isLifecycleName(element.local))
}

/** Whether an element with this parent is not ours to judge: it is in another application's element, or is judged elsewhere. */
function isForeign(parent: XmlElement | undefined, placed: ReadonlySet<XmlElement>): boolean {
  for (let at = parent; at !== undefined; at = at.parent) {
    if (at.uri !== '' && at.uri !== LIFECYCLE_NAMESPACE) return true
    // Anything wrong inside an element of ours that is in the right place is reported with that element.
    if (placed.has(at)) return true
    // A snapshot of an active domain also has its inactive definition, which is not the one that is read.
    if (is(at, 'inactiveDomain') && is(at.parent, 'domainsnapshot')) return true
  }
  return false
}

/** Whether the children of an element are needed, as those of a small part of a domain are, which is never deep. */
function keptOf(element: XmlElement, depth: number): ReturnType<ParseOptions['keep']> {
  if (depth > DEEPEST_KEPT || element.uri !== '') return false
  const { parent, local } = element
  if (parent === undefined || (local === 'domain' && depth === 1)) {
    return rootKindOf(parent ?? element) !== undefined && 'words'
  }
  return is(parent, 'domain') && (local === 'name' || local === 'uuid' || local === 'metadata')
}

/** Depth of the children of a `<domain>` in another document. */
const DEEPEST_KEPT = 2

/** The other documents of libvirt, by root element (from the schemas of libvirt 9.0). */
const OTHER_DOCUMENTS: Readonly<Record<string, string>> = {
  capabilities: "the host's capabilities",
  device: 'a node device',
  domainCapabilities: 'the capabilities of domains',
  domainbackup: 'a backup job',
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
  const inNamespace = uri === '' ? '' : ` in the namespace ${quote(uri)}`
  const name = `<${quote(local).slice(1, -1)}>`
  const known = rootKindOf(root) !== undefined
  const message =
    other === undefined
      ? `the root element is ${name}${inNamespace}, not a libvirt <domain>`
      : `this describes ${other} (${name}), not a <domain>`
  const more = other === undefined ? ', "validate --fragment" checks a device by itself' : ''
  const roots = DOMAIN_ROOTS.map((kind) => `<${kind}>`).join(', ')
  const meant = nearest(local, DOMAIN_ROOTS)
  const isForeign = uri !== '' && meant === local
  const fixed = isForeign
    ? `remove xmlns=${quote(uri)}: libvirt's elements are in no namespace`
    : `did you mean <${meant}>?`
  return document.diagnostic(
    {
      code: 'VL109',
      message: known ? `${name} contains no <domain>` : message,
      hint: known
        ? "libvirt writes the machine's definition into it as <domain>"
        : meant !== undefined && other === undefined
          ? fixed
          : `"virsh dumpxml" prints a domain; the root element must be one of ${roots}; "validate --skip-non-domains" skips other documents${more}`,
    },
    root.start,
    root.start + 1 + root.name.length,
  )
}
