import type { DatatypeContext, DatatypeUse } from './datatypes/datatype.js'
import type { NameClass } from './name-class.js'
import type { SchemaPosition } from './schema-document.js'

/** A schema after simplification (section 4), refs not yet expanded. */
export type Grammar =
  | { readonly kind: 'empty' | 'notAllowed' | 'text' }
  | {
      readonly kind: 'choice' | 'group' | 'interleave'
      readonly members: readonly Grammar[]
      readonly position: SchemaPosition
    }
  | { readonly kind: 'oneOrMore' | 'list'; readonly content: Grammar; readonly position: SchemaPosition }
  | AttributeGrammar
  | ElementGrammar
  | DataGrammar
  | ValueGrammar
  | { readonly kind: 'ref'; readonly definition: Definition; readonly position: SchemaPosition }

/** An attribute pattern. */
export interface AttributeGrammar {
  readonly kind: 'attribute'
  readonly name: NameClass
  readonly content: Grammar
  readonly position: SchemaPosition
}

/** An element pattern; its content may lead back to itself. */
export interface ElementGrammar {
  readonly kind: 'element'
  readonly name: NameClass
  content: Grammar
  readonly position: SchemaPosition
}

/** A datatype, without the values of another pattern. */
export interface DataGrammar {
  readonly kind: 'data'
  readonly type: DatatypeUse
  readonly except: Grammar | undefined
  readonly position: SchemaPosition
}

/** One value of a datatype. */
export interface ValueGrammar {
  readonly kind: 'value'
  readonly type: DatatypeUse
  readonly text: string
  /** Where prefixes in the value are looked up. */
  readonly context: DatatypeContext
  readonly position: SchemaPosition
}

/** A named pattern of a grammar. */
export interface Definition {
  readonly name: string
  content: Grammar | undefined
  readonly position: SchemaPosition
}
