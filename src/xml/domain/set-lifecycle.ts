import { SourceText } from '../../diagnostics/index.js'
import {
  isEmptyLifecycle,
  LIFECYCLE_NAMESPACE,
  type Lifecycle,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  sameLifecycle,
} from '../../lifecycle/index.js'
import { applyEdits, type Edit } from '../../diagnostics/index.js'
import { attributePlaces, childElements, textOf, type XmlElement } from '../tree.js'
import { insertInto, type Layout, layoutBehind, removeFrom } from './layout.js'
import { type DomainDocument, locateDomain } from './locate.js'
import { readLifecycle } from './read.js'

/** Where the lifecycle stands in domain XML: children of `<domain>`, inside `<metadata>`, or both. */
export const PLACEMENTS = ['element', 'metadata', 'both'] as const

/** One of the placements. */
export type Placement = (typeof PLACEMENTS)[number]

/**
 * The elements that libvirt writes before the `on_*` elements (virDomainDefFormatInternalSetRootName), so that a new
 * one goes where libvirt's own output would have it.
 */
const BEFORE_EVENTS = [
  ...['name', 'uuid', 'genid', 'title', 'description', 'metadata', 'maxMemory', 'memory', 'currentMemory', 'blkiotune'],
  ...[
    'memtune',
    'memoryBacking',
    'vcpu',
    'vcpus',
    'iothreads',
    'iothreadids',
    'defaultiothread',
    'cputune',
    'numatune',
  ],
  ...['resource', 'sysinfo', 'bootloader', 'bootloader_args', 'os', 'idmap', 'features', 'cpu', 'clock'],
]

const BEFORE_METADATA = ['name', 'uuid', 'genid', 'hwuuid', 'title', 'description']

/**
 * The document with this lifecycle in this placement, and in no other: what is absent from `lifecycle` is removed. Only
 * the bytes of the elements concerned change, none where the document says the same already. Setting what was not there
 * and then the empty lifecycle gives back the same text.
 *
 * The document must read without errors. Domain XML holds `delay` and `order` only together with `hostStart`; without
 * it they are left out.
 */
export function setLifecycle(domain: DomainDocument, lifecycle: Lifecycle, placement: Placement): string {
  const wanted = lifecycle.hostStart === undefined ? withoutAttributes(lifecycle) : lifecycle
  const reading = readLifecycle(domain)
  let current = domain
  if (!sameLifecycle(reading.placements.element ?? {}, placement === 'metadata' ? {} : wanted)) {
    current = apply(current, elementEdits(current, placement === 'metadata' ? {} : wanted))
  }
  const inMetadata = placement === 'element' ? {} : wanted
  if (current.lifecycles.length > 0 || !isEmptyLifecycle(inMetadata)) {
    if (isEmptyLifecycle(inMetadata) || !sameLifecycle(reading.placements.metadata ?? {}, inMetadata)) {
      current = apply(current, metadataEdits(current, inMetadata))
    }
  }
  return current.document.text
}

function withoutAttributes({ hostStop }: Lifecycle): Lifecycle {
  return hostStop === undefined ? {} : { hostStop }
}

function apply(domain: DomainDocument, edits: readonly Edit[]): DomainDocument {
  const { file, text } = domain.document
  // Our elements add at most two levels, so a depth that was accepted is accepted again with these.
  const located = locateDomain(new SourceText(file, applyEdits(text, edits)), Number.POSITIVE_INFINITY)
  if ('diagnostic' in located) throw new Error(`an edit broke the document: ${located.diagnostic.message}`)
  return located.found
}

/** The placement as children of `<domain>`. */
function elementEdits(domain: DomainDocument, wanted: Lifecycle): readonly Edit[] {
  const { text } = domain.document
  const children = childElements(domain.domain)
  const anchor =
    children.findLast((child) => child.uri === '' && child.local.startsWith('on_')) ??
    children.findLast((child) => child.uri === '' && BEFORE_EVENTS.includes(child.local))
  return containerEdits(text, domain.domain, domain.elements, wanted, layoutBehind(text, domain.domain, anchor))
}

/** The placement in `<metadata>`. */
function metadataEdits(domain: DomainDocument, wanted: Lifecycle): readonly Edit[] {
  const { text } = domain.document
  const { metadata, domain: element } = domain
  const [lifecycle] = domain.lifecycles
  if (metadata !== undefined && lifecycle !== undefined) {
    if (isEmptyLifecycle(wanted)) return removeMetadata(text, element, metadata, lifecycle)
    const children = childElements(lifecycle)
    return containerEdits(text, lifecycle, children, wanted, layoutBehind(text, lifecycle, children.at(-1)))
  }
  if (metadata === undefined) {
    const anchor = childElements(element).findLast((child) => child.uri === '' && BEFORE_METADATA.includes(child.local))
    const layout = layoutBehind(text, element, anchor)
    const inner = lifecycleElement(text, domain, wanted, `${layout.lead}${layout.unit}`, layout.unit, '')
    const content = `<metadata>${layout.lead}${layout.unit}${inner}${layout.lead}</metadata>`
    return insertInto(text, element, layout, [content])
  }
  const anchor = metadata.children.findLast((node) => node.kind !== 'text' && node.kind !== 'cdata')
  const layout = layoutBehind(text, metadata, anchor)
  // A space in the end tag says that the metadata was there, so that removing the lifecycle leaves it there.
  const mark = anchor === undefined ? ' ' : ''
  return insertInto(text, metadata, layout, [lifecycleElement(text, domain, wanted, layout.lead, layout.unit, mark)])
}

/** A whole `<lifecycle>`; `lead` is what stands in front of it, `mark` goes into its end tag. */
function lifecycleElement(
  text: string,
  domain: DomainDocument,
  wanted: Lifecycle,
  lead: string,
  unit: string,
  mark: string,
): string {
  const quote = quoteOf(text, domain.domain)
  const inner = elementTexts(wanted, '', quote).map((element) => `${lead}${lead === '' ? '' : unit}${element}`)
  return `<lifecycle xmlns=${quote}${LIFECYCLE_NAMESPACE}${quote}>${inner.join('')}${lead}</lifecycle${mark}>`
}

/** Remove a `<lifecycle>`, and the `<metadata>` around it where that was made for it. */
function removeMetadata(
  text: string,
  domain: XmlElement,
  metadata: XmlElement,
  lifecycle: XmlElement,
): readonly Edit[] {
  const others = metadata.children.some(
    (node) => node !== lifecycle && !(node.kind === 'text' && node.value.trim() === ''),
  )
  const marked = text.charAt(lifecycle.end - 2) === ' '
  if (others || marked) return removeFrom(text, metadata, [lifecycle])
  return removeFrom(text, domain, [metadata])
}

/** The two elements in `container`, changed where they are, added or removed. */
function containerEdits(
  text: string,
  container: XmlElement,
  elements: readonly XmlElement[],
  wanted: Lifecycle,
  layout: Layout,
): readonly Edit[] {
  const start = elements.find((element) => element.local === ON_HOSTSTART)
  const stop = elements.find((element) => element.local === ON_HOSTSTOP)
  const changed: Edit[] = []
  const missing: Lifecycle[] = []
  const removed: XmlElement[] = []
  if (start === undefined) missing.push(startOnly(wanted))
  else if (wanted.hostStart === undefined) removed.push(start)
  else changed.push(...valueEdits(text, start, wanted.hostStart), ...attributeEdits(text, start, wanted))
  if (stop === undefined) missing.push(withoutAttributes(wanted))
  else if (wanted.hostStop === undefined) removed.push(stop)
  else changed.push(...valueEdits(text, stop, wanted.hostStop))
  const prefix = container.prefix === '' ? '' : `${container.prefix}:`
  const added = missing.flatMap((part) => elementTexts(part, prefix, quoteOf(text, container)))
  const [gone] = removed
  if (gone !== undefined && added.length > 0) {
    // One goes and the other comes: in its place, so that what stands around it stays right.
    return [{ offset: gone.start, length: gone.end - gone.start, content: added.join('') }]
  }
  return [
    ...changed,
    ...(removed.length === 0 ? [] : removeFrom(text, container, removed)),
    ...(added.length === 0 ? [] : insertInto(text, container, layout, added)),
  ]
}

function startOnly({ hostStart, delay, order }: Lifecycle): Lifecycle {
  if (hostStart === undefined) return {}
  return { hostStart, ...(delay === undefined ? {} : { delay }), ...(order === undefined ? {} : { order }) }
}

/** A `<lifecycle>` in one line and without a namespace, as `virsh metadata --set` takes it; libvirt adds the namespace. */
export function lifecycleText(lifecycle: Lifecycle): string {
  return `<lifecycle>${elementTexts(lifecycle, '', '"').join('')}</lifecycle>`
}

/** The elements of a lifecycle as text, in the order they are written. */
function elementTexts(lifecycle: Lifecycle, prefix: string, quote: string): readonly string[] {
  const { hostStart, hostStop } = lifecycle
  const attributes = (['delay', 'order'] as const)
    .filter((name) => lifecycle[name] !== undefined)
    .map((name) => ` ${name}=${quote}${lifecycle[name]}${quote}`)
    .join('')
  const element = (name: string, value: string, more = ''): string =>
    `<${prefix}${name}${more}>${value}</${prefix}${name}>`
  return [
    ...(hostStart === undefined ? [] : [element(ON_HOSTSTART, hostStart, attributes)]),
    ...(hostStop === undefined ? [] : [element(ON_HOSTSTOP, hostStop)]),
  ]
}

/** Replace an element's text by a value, unless it says that already; comments in it stay, and white space around it. */
function valueEdits(text: string, element: XmlElement, value: string): readonly Edit[] {
  if (textOf(element).trim() === value) return []
  const [first, ...more] = element.children.filter(
    (node) => node.kind === 'cdata' || (node.kind === 'text' && node.value.trim() !== ''),
  )
  if (first === undefined) return [{ offset: element.openEnd, length: 0, content: value }]
  const raw = text.slice(first.start, first.end)
  const lead = first.kind === 'text' ? (/^[ \t\r\n]*/.exec(raw)?.[0].length ?? 0) : 0
  const trail = first.kind === 'text' ? (/[ \t\r\n]*$/.exec(raw)?.[0].length ?? 0) : 0
  return [
    { offset: first.start + lead, length: first.end - first.start - lead - trail, content: value },
    ...more.map(({ start, end }) => ({ offset: start, length: end - start, content: '' })),
  ]
}

function attributeEdits(text: string, element: XmlElement, wanted: Lifecycle): readonly Edit[] {
  const places = attributePlaces(text, element)
  return (['delay', 'order'] as const).flatMap((name): Edit[] => {
    const place = places.find((candidate) => candidate.name === name)
    const value = wanted[name]
    if (place === undefined) {
      if (value === undefined) return []
      const offset = places.at(-1)?.end ?? element.start + 1 + element.name.length
      const quote = places.at(-1)?.quote ?? quoteOf(text, element.parent ?? element)
      return [{ offset, length: 0, content: ` ${name}=${quote}${value}${quote}` }]
    }
    const now = Number(element.attributes[name]?.trim())
    if (now === (value ?? 0)) return []
    if (value === undefined) return [{ offset: place.leadStart, length: place.end - place.leadStart, content: '' }]
    return [{ offset: place.valueStart, length: place.valueEnd - place.valueStart, content: String(value) }]
  })
}

/** The quotes that a document uses: those of the nearest element that has an attribute; libvirt's own are single. */
function quoteOf(text: string, element: XmlElement): string {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const [place] = attributePlaces(text, at)
    if (place !== undefined) return place.quote
  }
  return "'"
}
