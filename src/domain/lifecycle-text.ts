import {
  type Lifecycle,
  type LifecycleElement,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  START_ATTRIBUTE_NAMES,
} from '../lifecycle/index.js'

/** One of the two elements to write; its names and values need no escaping. */
export interface ElementText {
  readonly name: LifecycleElement
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** The elements of a lifecycle, in the order in which they are written. Domain XML must be able to express the lifecycle. */
export function elementsOf(lifecycle: Lifecycle): readonly ElementText[] {
  const { hostStart, hostStop } = lifecycle
  const set = START_ATTRIBUTE_NAMES.filter((name) => lifecycle[name] !== undefined)
  const attributes = Object.fromEntries(set.map((name) => [name, String(lifecycle[name])]))
  return [
    ...(hostStart === undefined ? [] : [{ name: ON_HOSTSTART, attributes, text: hostStart } as const]),
    ...(hostStop === undefined ? [] : [{ name: ON_HOSTSTOP, attributes: {}, text: hostStop } as const]),
  ]
}

/** The text of one element. */
export function elementText({ name, attributes, text }: ElementText, prefix: string, quote: string): string {
  const full = prefix === '' ? name : `${prefix}:${name}`
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}=${quote}${value}${quote}`)
  return `<${full}${written.join('')}>${text}</${full}>`
}

/** A `<lifecycle>` on one line without a namespace, as `virsh metadata --set` takes it; libvirt adds the namespace. */
export function lifecycleText(lifecycle: Lifecycle): string {
  const elements = elementsOf(lifecycle).map((element) => elementText(element, '', '"'))
  return `<lifecycle>${elements.join('')}</lifecycle>`
}
