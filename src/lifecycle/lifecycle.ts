import type { HostStart, HostStop } from './vocabulary.js'

/**
 * What happens to a machine when its host stops and starts, in normal form: no shorthand, no delay of 0, no order of 0.
 * Every property may be absent, which means "the hypervisor's own default". Hyper-V keeps the four apart, so `delay`
 * and `order` may stand without `hostStart` here; domain XML cannot hold that.
 */
export interface Lifecycle {
  readonly hostStart?: HostStart
  /** Seconds between the host's start and the machine's, 1 to 2147483647. */
  readonly delay?: number
  /** Position in the start order, 1 to 65535; lower starts earlier. */
  readonly order?: number
  readonly hostStop?: HostStop
}

/** The names of the four properties, in the order they are written. */
export const LIFECYCLE_PROPERTIES = ['hostStart', 'delay', 'order', 'hostStop'] as const satisfies (keyof Lifecycle)[]

/** What each property is called where domain XML is concerned. */
export const PROPERTY_NAMES: Readonly<Record<keyof Lifecycle, string>> = {
  hostStart: 'on_hoststart',
  delay: 'delay',
  order: 'order',
  hostStop: 'on_hoststop',
}

/** The same lifecycle in normal form: properties that are undefined, and a delay or order of 0, are absent. */
export function normalise(lifecycle: { readonly [K in keyof Lifecycle]?: Lifecycle[K] | undefined }): Lifecycle {
  const { hostStart, delay, order, hostStop } = lifecycle
  return {
    ...(hostStart === undefined ? {} : { hostStart }),
    ...(delay ? { delay } : {}),
    ...(order ? { order } : {}),
    ...(hostStop === undefined ? {} : { hostStop }),
  }
}

/** The properties whose 0 means none: a machine that starts at once, and one without a place in the order. */
export type StartAttribute = 'delay' | 'order'

/**
 * `base` with what `over` says in its place. What `over` does not say stays as it is in `base`, but for what it says to
 * be `none`. Both in normal form, and so is the result.
 */
export function mergeLifecycle(base: Lifecycle, over: Lifecycle, none: readonly StartAttribute[] = []): Lifecycle {
  const { hostStart, delay, order, hostStop } = base
  return normalise({
    hostStart,
    delay: none.includes('delay') ? undefined : delay,
    order: none.includes('order') ? undefined : order,
    hostStop,
    ...over,
  })
}

/** Whether two lifecycles in normal form say the same. */
export function sameLifecycle(a: Lifecycle, b: Lifecycle): boolean {
  return LIFECYCLE_PROPERTIES.every((property) => a[property] === b[property])
}

/** Whether nothing is said at all. */
export function isEmptyLifecycle(lifecycle: Lifecycle): boolean {
  return LIFECYCLE_PROPERTIES.every((property) => lifecycle[property] === undefined)
}
