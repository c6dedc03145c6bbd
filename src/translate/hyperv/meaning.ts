/** What a value of Hyper-V means: a setting, or, if it is reserved or invalid, what is allowed instead. */
export type Meaning<Value> = { readonly value: Value } | Impossible

/** Why a value means nothing. */
export interface Impossible {
  /** What is allowed instead. */
  readonly impossible: string
  readonly hint?: string
  /** The text that must have been meant; absent if there is any doubt. */
  readonly replacement?: string
}
