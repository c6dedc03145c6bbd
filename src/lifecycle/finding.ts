import type { LifecycleProperty } from './lifecycle.js'

/** A lifecycle as written, in the words of domain XML: untrimmed text, which may be the shorthand. */
export type WrittenLifecycle = { readonly [Property in LifecycleProperty]?: string }

/** The codes of everything that can be wrong with a written lifecycle. */
export type LifecycleRule = 'VL202' | 'VL203' | 'VL207' | 'VL208' | 'VL209' | 'VL210' | 'VL211'

/** A broken rule, and the property that breaks it. */
export interface RuleFinding {
  readonly code: LifecycleRule
  readonly property: LifecycleProperty
  readonly message: string
  readonly hint?: string
  /** The text that must have been meant; absent if there is any doubt. */
  readonly replacement?: string
}
