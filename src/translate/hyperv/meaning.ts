/** What a value of Hyper-V means: a setting, or, if it is reserved or invalid, what is allowed instead. */
export type Meaning<Value> = { readonly value: Value } | { readonly impossible: string; readonly hint?: string }
