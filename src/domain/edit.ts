import type { Edit } from '../diagnostics/index.js'
import {
  type HostStart,
  inDomainXml,
  isEmptyLifecycle,
  LIFECYCLE_NAMESPACE,
  type Lifecycle,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  START_ATTRIBUTE_NAMES,
  type StartAttribute,
  sameLifecycle,
} from '../lifecycle/index.js'
import { childElements, textOf, type XmlElement } from '../xml/index.js'
import type { DomainDocument } from './document.js'
import { attributeEdits, contentEdits } from './edit-value.js'
import { type ChildChange, childEdits, type Layout, layoutAfter } from './layout.js'
import { type ElementText, elementsOf, elementText } from './lifecycle-text.js'
import type { Placement } from './placement.js'
import { lifecycleOf, type PlacedLifecycle, subjectOf } from './subject.js'

/** The elements that libvirt writes before `<metadata>`. */
const BEFORE_METADATA = ['name', 'uuid', 'genid', 'hwuuid', 'title', 'description']

/**
 * The elements that libvirt writes before the `on_*` elements (virDomainDefFormatInternalSetRootName), so that new
 * elements go where libvirt would write them.
 */
const BEFORE_EVENTS = [
  ...BEFORE_METADATA,
  ...'metadata maxMemory memory currentMemory blkiotune memtune memoryBacking vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource sysinfo bootloader bootloader_args os idmap features cpu clock'.split(
    ' ',
  ),
]

/**
 * The edits that give a domain this lifecycle in this placement and no other; they do not overlap. Settings absent from
 * `lifecycle` are removed. Only the bytes of the elements concerned change; there are no edits if the domain is up to date.
 * Adding a lifecycle to a domain without one and then setting the empty lifecycle restores the text.
 *
 * The domain must read without errors (`readDomain`). Attributes that are not written in domain XML are left out: 0, any
 * attribute without `hostStart`, and those that the start `ignore` makes useless, unless the domain has the same already.
 */
export function lifecycleEdits(domain: DomainDocument, lifecycle: Lifecycle, placement: Placement): readonly Edit[] {
  const subject = subjectOf(domain)
  const wanted = inDomainXml(lifecycle, lifecycleOf(subject))
  const asElements = placement === 'metadata' ? {} : wanted
  const inMetadata = placement === 'element' ? {} : wanted
  const changes: ChildChange[] = []
  const isRemoved = domain.lifecycles.length > 0 && isEmptyLifecycle(inMetadata)
  if (isRemoved || !saysSame(subject.metadata, inMetadata)) {
    changes.push(metadataChange(domain, inMetadata))
  }
  if (!saysSame(subject.element, asElements)) changes.push(elementChange(domain, asElements))
  return childEdits(domain.document.text, domain.domain, changes)
}

/** The edits that replace the lifecycle in one placement. */
export function placedEdits(
  domain: DomainDocument,
  { placement }: PlacedLifecycle,
  wanted: Lifecycle,
): readonly Edit[] {
  const change = placement === 'element' ? elementChange(domain, wanted) : metadataChange(domain, wanted)
  return childEdits(domain.document.text, domain.domain, [change])
}

function saysSame(placed: PlacedLifecycle | undefined, wanted: Lifecycle): boolean {
  return sameLifecycle(placed?.reading.lifecycle ?? {}, wanted)
}

/** The change for the placement as children of `<domain>`. */
function elementChange({ document: { text }, domain, elements }: DomainDocument, wanted: Lifecycle): ChildChange {
  const children = childElements(domain)
  const anchor =
    children.findLast((child) => child.uri === '' && child.local.startsWith('on_')) ??
    children.findLast((child) => child.uri === '' && BEFORE_EVENTS.includes(child.local))
  return containerChange(text, domain, elements, wanted, layoutAfter(text, domain, anchor))
}

/** The change, among the children of `<domain>`, for the placement in `<metadata>`. */
function metadataChange(domain: DomainDocument, wanted: Lifecycle): ChildChange {
  const { text } = domain.document
  const { metadata, domain: element } = domain
  const [lifecycle] = domain.lifecycles
  if (metadata !== undefined && lifecycle !== undefined) {
    if (isEmptyLifecycle(wanted)) return withoutMetadata(text, metadata, lifecycle)
    const children = childElements(lifecycle)
    const layout = layoutAfter(text, lifecycle, children.at(-1))
    return { edits: childEdits(text, lifecycle, [containerChange(text, lifecycle, children, wanted, layout)]) }
  }
  if (metadata === undefined) {
    const anchor = childElements(element).findLast((child) => child.uri === '' && BEFORE_METADATA.includes(child.local))
    const layout = layoutAfter(text, element, anchor)
    const inner = lifecycleElement(text, domain, wanted, `${layout.lead}${layout.unit}`, layout.unit, '')
    const node = `<metadata>${layout.lead}${layout.unit}${inner}${layout.lead}</metadata>`
    return { added: { layout, nodes: [node] } }
  }
  const anchor = metadata.children.findLast((node) => node.kind !== 'text' && node.kind !== 'cdata')
  const layout = layoutAfter(text, metadata, anchor)
  // A space in the end tag records that the metadata existed before, so that it is kept when the lifecycle is removed.
  const mark = anchor === undefined ? ' ' : ''
  const nodes = [lifecycleElement(text, domain, wanted, layout.lead, layout.unit, mark)]
  return { edits: childEdits(text, metadata, [{ added: { layout, nodes } }]) }
}

/** A whole `<lifecycle>`; `lead` is the line end and indentation before it, `mark` goes into its end tag. */
function lifecycleElement(
  text: string,
  domain: DomainDocument,
  wanted: Lifecycle,
  lead: string,
  unit: string,
  mark: string,
): string {
  const quote = quoteOf(text, domain.domain)
  const indent = `${lead}${lead === '' ? '' : unit}`
  const inner = elementsOf(wanted).map((element) => `${indent}${elementText(element, '', quote)}`)
  return `<lifecycle xmlns=${quote}${LIFECYCLE_NAMESPACE}${quote}>${inner.join('')}${lead}</lifecycle${mark}>`
}

/** Remove a `<lifecycle>`, and the `<metadata>` around it if it was added with it. */
function withoutMetadata(text: string, metadata: XmlElement, lifecycle: XmlElement): ChildChange {
  const others = metadata.children.some(
    (node) => node !== lifecycle && !(node.kind === 'text' && node.value.trim() === ''),
  )
  const marked = text.charAt(lifecycle.end - 2) === ' '
  if (others || marked) return { edits: childEdits(text, metadata, [{ removed: [lifecycle] }]) }
  return { removed: [metadata] }
}

/** The change of the two elements in a container: each is edited in its position, added or removed. */
function containerChange(
  text: string,
  container: XmlElement,
  elements: readonly XmlElement[],
  wanted: Lifecycle,
  layout: Layout,
): ChildChange {
  const edits: Edit[] = []
  const removed: XmlElement[] = []
  const missing: ElementText[] = []
  const written = elementsOf(wanted)
  for (const name of [ON_HOSTSTART, ON_HOSTSTOP]) {
    const element = elements.find(({ local }) => local === name)
    const next = written.find((candidate) => candidate.name === name)
    if (element === undefined) {
      if (next !== undefined) missing.push(next)
    } else if (next === undefined) removed.push(element)
    else for (const edit of elementEdits(text, element, next)) edits.push(edit)
  }
  const nodes = missing.map((element) => elementText(element, container.prefix, quoteOf(text, container)))
  const [gone] = removed
  if (gone !== undefined && nodes.length > 0) {
    // The new element replaces the old one, so that the layout around it stays right.
    return { edits: [{ offset: gone.start, length: gone.end - gone.start, content: nodes.join('') }] }
  }
  return { edits, removed, ...(nodes.length === 0 ? {} : { added: { layout, nodes } }) }
}

/**
 * The edits within an element that set its value and its attributes; none for those that are up to date. An attribute of 0 says the
 * same as none, so it is left alone, unless an "ignore" that is new makes it useless (VL208).
 */
function elementEdits(text: string, element: XmlElement, next: ElementText): readonly Edit[] {
  const value = textOf(element).trim() === next.text ? [] : contentEdits(element, next.text)
  const keepsZero = value.length === 0 || next.text !== ('ignore' satisfies HostStart)
  const numbers = START_ATTRIBUTE_NAMES.flatMap((name) =>
    numberEdits(text, element, name, next.attributes[name], keepsZero),
  )
  return [...value, ...numbers]
}

function numberEdits(
  text: string,
  element: XmlElement,
  name: StartAttribute,
  value: string | undefined,
  keepsZero: boolean,
): readonly Edit[] {
  const { attributeNodes } = element
  const attribute = attributeNodes.find((candidate) => candidate.name === name)
  if (attribute === undefined) {
    if (value === undefined) return []
    const last = attributeNodes.at(-1)
    const offset = last?.end ?? element.start + 1 + element.name.length
    const quote = last === undefined ? quoteOf(text, element) : text.charAt(last.end - 1)
    return [{ offset, length: 0, content: ` ${name}=${quote}${value}${quote}` }]
  }
  if ((keepsZero || value !== undefined) && Number(attribute.value) === Number(value ?? 0)) return []
  if (value !== undefined) return attributeEdits(element, name, value)
  let offset = attribute.start
  while (/[ \t\r\n]/.test(text.charAt(offset - 1))) offset--
  return [{ offset, length: attribute.end - offset, content: '' }]
}

/** The quotes to use: those of the nearest element that has an attribute, else single ones, as libvirt writes them. */
function quoteOf(text: string, element: XmlElement): string {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const [attribute] = at.attributeNodes
    if (attribute !== undefined) return text.charAt(attribute.end - 1)
  }
  return "'"
}
