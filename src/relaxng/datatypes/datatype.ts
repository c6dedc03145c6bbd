/** What a datatype may need to know of where a value is. */
export interface DatatypeContext {
  /** The namespace of a prefix, `''` being the default namespace; undefined where it is not declared. */
  readonly namespaceOf: (prefix: string) => string | undefined
}

/** A datatype with its parameters. White space in a text is treated as the type says. */
export interface Datatype {
  /** What is allowed, in words that can follow "not" and "expected": `an integer from 0 to 65535`. */
  readonly rule: string
  /** Whether a text is in the lexical space and meets the parameters. */
  readonly allows: (text: string, context: DatatypeContext) => boolean
  /**
   * A text's value as a key: two texts are equal values where their keys are equal. Undefined for a text that is not
   * allowed.
   */
  readonly valueOf: (text: string, context: DatatypeContext) => string | undefined
}

/** A parameter of a datatype in a schema, such as `maxInclusive`. */
export interface DatatypeParam {
  readonly name: string
  readonly value: string
}

/** A datatype, or what is wrong: the type or a parameter is unknown, or a parameter has a wrong value. */
export type DatatypeResult = { readonly datatype: Datatype } | { readonly error: string }

/** What a `datatypeLibrary` URI refers to. */
export interface DatatypeLibrary {
  readonly create: (type: string, params: readonly DatatypeParam[]) => DatatypeResult
}

/** A datatype as a schema names it. */
export interface DatatypeUse {
  /** The URI of the library; `''` for the built-in one. */
  readonly library: string
  readonly name: string
  readonly params: readonly DatatypeParam[]
  readonly datatype: Datatype
  /** The name of the schema's definition that it is in; absent or empty where it is in an element or attribute at once. */
  readonly definition?: string
}
