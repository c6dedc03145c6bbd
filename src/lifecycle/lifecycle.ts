import { isStartAttribute, START_ATTRIBUTE_NAMES, type StartAttribute } from './attributes.js'
import { type HostStart, type HostStop, ON_HOSTSTART, ON_HOSTSTOP } from './vocabulary.js'

/** The attributes of the start: integers in the ranges of `START_ATTRIBUTES`, or an explicit 0. */
type StartAttributes = { readonly [Name in StartAttribute]?: number }

/**
 * What happens to a machine when its host stops and starts, in normal form: without the shorthand. Every property may be
 * absent, which means "the hypervisor's default"; an attribute of 0 is a value. In Hyper-V the properties are independent,
 * so attributes may be set without `hostStart`; domain XML cannot express that.
 */
export interface Lifecycle extends StartAttributes {
  readonly hostStart?: HostStart
  readonly hostStop?: HostStop
}

/** The name of a property of a lifecycle. */
export type LifecycleProperty = keyof Lifecycle

/** The names of the properties, in the order in which they are written. */
export const LIFECYCLE_PROPERTIES: readonly LifecycleProperty[] = ['hostStart', ...START_ATTRIBUTE_NAMES, 'hostStop']

/** The name of a property in domain XML: that of its element or attribute. */
export function propertyName(property: LifecycleProperty): string {
  if (property === 'hostStart') return ON_HOSTSTART
  return property === 'hostStop' ? ON_HOSTSTOP : property
}

/** The same lifecycle without the properties that are undefined. */
export function normalise(lifecycle: { readonly [P in LifecycleProperty]?: Lifecycle[P] | undefined }): Lifecycle {
  return pick(lifecycle, (property) => lifecycle[property] !== undefined)
}

/** The chosen properties of a lifecycle, in the order in which they are written. */
function pick(
  lifecycle: { readonly [P in LifecycleProperty]?: Lifecycle[P] | undefined },
  chosen: (property: LifecycleProperty) => boolean,
): Lifecycle {
  const properties = LIFECYCLE_PROPERTIES.filter(chosen)
  return Object.fromEntries(properties.map((property) => [property, lifecycle[property]]))
}

/**
 * The part of a lifecycle that is written in domain XML. An attribute needs an `<on_hoststart>`, and an attribute of 0 is
 * left out. So is an attribute that would have no effect because the start is `ignore`, unless the domain has the same one
 * already: that one was there before, and is kept. The caller reports what is lost.
 *
 * @param before the lifecycle of the domain that is edited; empty for a new one
 */
export function inDomainXml(lifecycle: Lifecycle, before: Lifecycle = {}): Lifecycle {
  const { hostStart } = lifecycle
  const wasIgnored = before.hostStart === 'ignore'
  return pick(lifecycle, (property) => {
    const value = lifecycle[property]
    if (!isStartAttribute(property)) return value !== undefined
    if (hostStart === undefined || !value) return false
    return hostStart !== 'ignore' || (wasIgnored && before[property] === value)
  })
}

/** `base` with the properties of `over`, an attribute of 0 included. Properties absent from `over` are left unchanged. */
export function mergeLifecycle(base: Lifecycle, over: Lifecycle): Lifecycle {
  return normalise({ ...base, ...over })
}

/** Whether two lifecycles have the same effect: the same actions and numbers, with 0 the same as absent. */
export function sameLifecycle(a: Lifecycle, b: Lifecycle): boolean {
  return LIFECYCLE_PROPERTIES.every((property) =>
    isStartAttribute(property) ? (a[property] ?? 0) === (b[property] ?? 0) : a[property] === b[property],
  )
}

/** Whether no property is set. */
export function isEmptyLifecycle(lifecycle: Lifecycle): boolean {
  return LIFECYCLE_PROPERTIES.every((property) => lifecycle[property] === undefined)
}
