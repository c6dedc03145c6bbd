import { type Diagnostic, hasErrors, quote } from '../../diagnostics/index.js'
import {
  type Lifecycle,
  type LifecycleReading,
  nearest,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  PROPERTY_NAMES,
  readWritten,
  sameLifecycle,
  type WrittenLifecycle,
} from '../../lifecycle/index.js'
import { attributePlaces, childElements, textOf, type XmlElement, type XmlNode } from '../tree.js'
import type { DomainDocument } from './locate.js'

/** What a domain says of itself: which one it is, and its lifecycle. */
export interface DomainReading extends LifecycleOfDomain {
  readonly name?: string
  /** RFC 4122 form in lower case. */
  readonly uuid?: string
  /** Known from `<domstatus state>` and from the `id` that libvirt writes for an active domain; else absent. */
  readonly running?: boolean
}

/** What a domain says of its lifecycle. With an error among the diagnostics there is no lifecycle: nothing is guessed. */
export interface LifecycleOfDomain {
  readonly lifecycle?: Lifecycle
  /** What each placement says; absent where it says nothing. */
  readonly placements: { readonly element?: Lifecycle; readonly metadata?: Lifecycle }
  readonly diagnostics: readonly Diagnostic[]
}

/** Attributes that each of the elements may have. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = { [ON_HOSTSTART]: ['delay', 'order'] }

/** Read which domain it is, and its lifecycle. */
export function readDomain(domain: DomainDocument): DomainReading {
  return { ...identityOf(domain), ...readLifecycle(domain) }
}

/** Read the lifecycle of a domain from both placements and apply the rules of the vocabulary (VL2xx). */
export function readLifecycle(domain: DomainDocument): LifecycleOfDomain {
  const diagnostics: Diagnostic[] = [
    ...domain.repeated.map(([first, again]) => twice(domain, first, again)),
    ...domain.misplaced.map((element) => misplaced(domain, element)),
  ]
  const element = readContainer(domain, domain.elements, diagnostics)
  for (const lifecycle of domain.lifecycles) checkLifecycleElement(domain, lifecycle, diagnostics)
  const [first, ...more] = domain.lifecycles
  for (const again of more) diagnostics.push(twice(domain, first, again))
  const metadata = first === undefined ? undefined : readContainer(domain, childElements(first), diagnostics)

  if (element !== undefined && metadata !== undefined && first !== undefined && !sameLifecycle(element, metadata)) {
    const place = domain.document.position(domain.elements[0]?.start ?? 0)
    diagnostics.push(
      domain.document.diagnostic(
        {
          code: 'VL212',
          message: `the metadata says ${inWords(metadata)}, but the elements of line ${place.line} say ${inWords(element)}`,
          hint: 'remove one of the two, or make them equal',
        },
        first.start,
        first.openEnd,
      ),
    )
  }
  const placements = { ...(element === undefined ? {} : { element }), ...(metadata === undefined ? {} : { metadata }) }
  if (hasErrors(diagnostics)) return { placements, diagnostics }
  return { lifecycle: element ?? metadata ?? {}, placements, diagnostics }
}

/** One placement: the two elements, wherever they stand. Undefined where neither is there or something is wrong. */
function readContainer(
  domain: DomainDocument,
  elements: readonly XmlElement[],
  diagnostics: Diagnostic[],
): Lifecycle | undefined {
  const starts = elements.filter((element) => element.local === ON_HOSTSTART)
  const stops = elements.filter((element) => element.local === ON_HOSTSTOP)
  const [start] = starts
  const [stop] = stops
  if (start === undefined && stop === undefined) return undefined
  const before = diagnostics.length
  for (const same of [starts, stops]) {
    for (const again of same.slice(1)) diagnostics.push(twice(domain, same[0], again))
  }
  for (const element of [...starts, ...stops]) checkElement(domain, element, diagnostics)
  const written: WrittenLifecycle = {
    ...(start === undefined ? {} : { hostStart: textOf(start), ...attributesOf(start) }),
    ...(stop === undefined ? {} : { hostStop: textOf(stop) }),
  }
  const reading: LifecycleReading = readWritten(written, quote)
  for (const { property, ...finding } of reading.findings) {
    const element = property === 'hostStop' ? stop : start
    const [from, to] = element === undefined ? [0, 0] : placeOf(domain, element, property)
    diagnostics.push(domain.document.diagnostic(finding, from, to))
  }
  return hasErrors(diagnostics.slice(before)) ? undefined : reading.lifecycle
}

function attributesOf(start: XmlElement): { readonly delay?: string; readonly order?: string } {
  const { delay, order } = start.attributes
  return { ...(delay === undefined ? {} : { delay }), ...(order === undefined ? {} : { order }) }
}

/** Where the value of a property stands: an attribute's value, or an element's text without the space around it. */
function placeOf(domain: DomainDocument, element: XmlElement, property: keyof Lifecycle): readonly [number, number] {
  const { text } = domain.document
  if (property === 'delay' || property === 'order') {
    const place = attributePlaces(text, element).find(({ name }) => name === property)
    return place === undefined || place.valueStart === place.valueEnd
      ? [place?.nameStart ?? element.start, place?.end ?? element.openEnd]
      : [place.valueStart, place.valueEnd]
  }
  const content = text.slice(element.openEnd, element.closeStart)
  const inner = content.trim()
  if (inner === '') return [element.start, element.end]
  const from = element.openEnd + content.indexOf(inner)
  return [from, from + inner.length]
}

function twice(domain: DomainDocument, first: XmlElement | undefined, again: XmlElement): Diagnostic {
  const line = first === undefined ? 0 : domain.document.position(first.start).line
  return domain.document.diagnostic(
    {
      code: 'VL204',
      message: `<${again.name}> stands twice; the first is on line ${line}`,
      hint: 'keep one of them',
    },
    again.start,
    again.end,
  )
}

function misplaced(domain: DomainDocument, element: XmlElement): Diagnostic {
  const where = element.parent === undefined ? 'at the root' : `in <${element.parent.name}>`
  const hint =
    element.uri === ''
      ? `it belongs directly in <domain>, beside on_poweroff`
      : `elements of this namespace belong in <lifecycle> in the domain's <metadata>`
  return domain.document.diagnostic(
    { code: 'VL206', message: `<${element.name}> ${where} means nothing`, hint },
    element.start,
    element.openEnd,
  )
}

/** Attributes and content of `<on_hoststart>` and `<on_hoststop>`. */
function checkElement(domain: DomainDocument, element: XmlElement, diagnostics: Diagnostic[]): void {
  checkAttributes(domain, element, ATTRIBUTES[element.local] ?? [], diagnostics)
  for (const child of childElements(element)) {
    diagnostics.push(unexpected(domain, child, `<${child.name}> stands in <${element.name}>, which holds a value only`))
  }
}

/** Attributes and content of `<lifecycle>`; of its two elements only that they are the ones. */
function checkLifecycleElement(domain: DomainDocument, lifecycle: XmlElement, diagnostics: Diagnostic[]): void {
  checkAttributes(domain, lifecycle, [], diagnostics)
  const { prefix } = lifecycle
  const names = [ON_HOSTSTART, ON_HOSTSTOP].map((name) => (prefix === '' ? name : `${prefix}:${name}`))
  for (const child of lifecycle.children) {
    if (child.kind === 'element') {
      if (child.uri === lifecycle.uri && (child.local === ON_HOSTSTART || child.local === ON_HOSTSTOP)) continue
      const meant = nearest(child.local, [ON_HOSTSTART, ON_HOSTSTOP])
      const hint =
        meant === undefined || child.local === meant
          ? `it holds ${names.map((name) => `<${name}>`).join(' and ')} of its own namespace`
          : `did you mean <${meant}>?`
      diagnostics.push(unexpected(domain, child, `<${child.name}> is unknown in <${lifecycle.name}>`, hint))
    } else if (isStrayText(child)) {
      diagnostics.push(unexpected(domain, child, `text stands in <${lifecycle.name}>, which holds elements only`))
    }
  }
}

/** Whether a node is character data that means something: text that is not white space, or CDATA. */
export function isStrayText(node: XmlNode): boolean {
  return (node.kind === 'text' || node.kind === 'cdata') && /[^ \t\r\n]/.test(node.value)
}

function unexpected(domain: DomainDocument, node: XmlNode, message: string, hint = 'remove it'): Diagnostic {
  const { text } = domain.document
  const from = node.kind === 'text' ? node.start + (/[^ \t\r\n]/.exec(text.slice(node.start))?.index ?? 0) : node.start
  const to = node.kind === 'element' ? node.openEnd : from + text.slice(from, node.end).trimEnd().length
  return domain.document.diagnostic({ code: 'VL205', message, hint }, from, to)
}

function checkAttributes(
  domain: DomainDocument,
  element: XmlElement,
  allowed: readonly string[],
  diagnostics: Diagnostic[],
): void {
  for (const place of attributePlaces(domain.document.text, element)) {
    if (allowed.includes(place.name) || place.name === 'xmlns' || place.name.startsWith('xmlns:')) continue
    const meant = nearest(place.name, allowed)
    const may = allowed.length === 0 ? 'it takes none' : `it takes: ${allowed.join(', ')}`
    diagnostics.push(
      domain.document.diagnostic(
        {
          code: 'VL201',
          message: `<${element.name}> has the unknown attribute ${quote(place.name)}; ${may}`,
          hint: meant === undefined ? 'remove it' : `did you mean "${meant}"?`,
        },
        place.nameStart,
        place.nameEnd,
      ),
    )
  }
}

function identityOf(domain: DomainDocument): { name?: string; uuid?: string; running?: boolean } {
  const children = childElements(domain.domain)
  const child = (local: string): string | undefined => {
    const element = children.find((e) => e.uri === '' && e.local === local)
    return element === undefined ? undefined : textOf(element)
  }
  const name = child('name')
  // libvirt accepts a UUID with any number of hyphens and spaces in it.
  const digits =
    child('uuid')
      ?.replace(/[\s-]+/g, '')
      .toLowerCase() ?? ''
  const uuid = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(/^[0-9a-f]{32}$/.test(digits) ? digits : '')
  const running = runningOf(domain)
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(uuid === null ? {} : { uuid: uuid.slice(1).join('-') }),
    ...(running === undefined ? {} : { running }),
  }
}

function runningOf({ rootKind, root, domain }: DomainDocument): boolean | undefined {
  if (rootKind === 'domainsnapshot') return undefined
  const state = rootKind === 'domstatus' ? root.attributes['state'] : undefined
  if (state !== undefined) return state !== 'shutoff' && state !== 'crashed'
  return /^[0-9]+$/.test(domain.attributes['id'] ?? '') ? true : undefined
}

/** A lifecycle for a message: the values that are set, by their names. */
function inWords(lifecycle: Lifecycle): string {
  const set = (['hostStart', 'delay', 'order', 'hostStop'] as const).filter((key) => lifecycle[key] !== undefined)
  return set.length === 0 ? 'nothing' : set.map((key) => `${PROPERTY_NAMES[key]} "${lifecycle[key]}"`).join(', ')
}
