import {
  isStartAttribute,
  type Lifecycle,
  type LifecycleProperty,
  type LifecycleReading,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  readWritten,
  type WrittenLifecycle,
} from '../lifecycle/index.js'
import { childElements, textOf, type XmlElement } from '../xml/index.js'
import type { DomainDocument } from './document.js'
import type { SinglePlacement } from './placement.js'

/** A lifecycle in one placement: its elements and what they say. */
export interface PlacedLifecycle {
  readonly placement: SinglePlacement
  /** All elements of the two names, in document order; of duplicates, the first counts. */
  readonly elements: readonly XmlElement[]
  readonly start: XmlElement | undefined
  readonly stop: XmlElement | undefined
  readonly reading: LifecycleReading
}

/** A domain, and its lifecycle in each placement that has one: what the rules look at. */
export interface Subject {
  readonly domain: DomainDocument
  readonly element: PlacedLifecycle | undefined
  readonly metadata: PlacedLifecycle | undefined
  /** Those of the two that are there. */
  readonly placed: readonly PlacedLifecycle[]
}

/** Read the lifecycle in each placement; of duplicate elements, the first counts. */
export function subjectOf(domain: DomainDocument): Subject {
  const [lifecycle] = domain.lifecycles
  const own = (lifecycle === undefined ? [] : childElements(lifecycle)).filter(({ uri }) => uri === lifecycle?.uri)
  const element = placedAs('element', domain.elements)
  const metadata = placedAs('metadata', own)
  const placed: PlacedLifecycle[] = []
  if (element !== undefined) placed.push(element)
  if (metadata !== undefined) placed.push(metadata)
  return { domain, element, metadata, placed }
}

/** The lifecycle of a subject in which no rule finds an error. */
export function lifecycleOf({ element, metadata }: Subject): Lifecycle {
  return (element ?? metadata)?.reading.lifecycle ?? {}
}

function placedAs(placement: SinglePlacement, children: readonly XmlElement[]): PlacedLifecycle | undefined {
  const elements = children.filter(({ local }) => local === ON_HOSTSTART || local === ON_HOSTSTOP)
  const start = elements.find(({ local }) => local === ON_HOSTSTART)
  const stop = elements.find(({ local }) => local === ON_HOSTSTOP)
  if (start === undefined && stop === undefined) return undefined
  const written: { -readonly [Property in keyof WrittenLifecycle]: WrittenLifecycle[Property] } = {}
  if (start !== undefined) {
    written.hostStart = textOf(start)
    for (const { name, value } of start.attributeNodes) if (isStartAttribute(name)) written[name] = value
  }
  if (stop !== undefined) written.hostStop = textOf(stop)
  return { placement, elements, start, stop, reading: readWritten(written) }
}

/** The element that carries a property. */
export function carrierOf({ start, stop }: PlacedLifecycle, property: LifecycleProperty): XmlElement | undefined {
  return property === 'hostStop' ? stop : start
}

/** The range of a property's value: that of the attribute's value, or of the element's text without white space around it. */
export function rangeOf(
  { document: { text } }: DomainDocument,
  element: XmlElement,
  property: LifecycleProperty,
): readonly [start: number, end: number] {
  if (isStartAttribute(property)) {
    const attribute = element.attributeNodes.find(({ name }) => name === property)
    if (attribute === undefined) return [element.start, element.openEnd]
    const { start, valueStart, valueEnd, end } = attribute
    return valueStart === valueEnd ? [start, end] : [valueStart, valueEnd]
  }
  const content = text.slice(element.openEnd, element.closeStart)
  const inner = content.trim()
  if (inner === '') return [element.start, element.end]
  const from = element.openEnd + content.indexOf(inner)
  return [from, from + inner.length]
}
