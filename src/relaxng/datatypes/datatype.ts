/** What a value may need of the place it stands in. */
export interface DatatypeContext {
  /** The namespace of a prefix, `''` being the default namespace; undefined where it is not declared. */
  readonly namespaceOf: (prefix: string) => string | undefined
}

/** A datatype with its parameters. White space around and in a text is dealt with as the type says. */
export interface Datatype {
  /** The rule in words, to follow "must be": `an integer from 0 to 65535`. */
  readonly rule: string
  /** Whether a text is in the lexical space and keeps to the parameters. */
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

/** A datatype, or why there is none: the type is unknown, a parameter is, or its value is wrong. */
export type DatatypeResult = { readonly datatype: Datatype } | { readonly error: string }

/** A datatype library: what a `datatypeLibrary` URI stands for. */
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
}
