import type { After, State, WayIndexes } from './automaton.js'

/** A start tag, namespaces resolved. Offsets are in UTF-16 code units. */
export interface StartTag {
  /** The name as written, prefix included. */
  readonly name: string
  readonly local: string
  /** The namespace; empty for none. */
  readonly uri: string
  readonly attributes: readonly TagAttribute[]
  /**
   * How it is written, if that alone decides what its attributes say: none has a prefix. The result for a tag is kept for those
   * that are written like it, so give a copy that does not keep a whole document in memory.
   */
  readonly source?: string | undefined
}

/** An attribute of a start tag. Namespace declarations may be among them, in the namespace of `xmlns`. */
export interface TagAttribute {
  readonly name: string
  readonly local: string
  readonly uri: string
  /** References resolved. */
  readonly value: string
  /** Range of its name. */
  readonly start: number
  readonly nameEnd: number
  /** Range of its value, without the quotes. */
  readonly valueStart: number
  readonly valueEnd: number
}

/** An element that is open, or one that was and whose parent is open. */
export interface OpenElement {
  readonly tag: StartTag
  /** Range of its start tag. */
  readonly start: number
  readonly openEnd: number
  readonly parent: OpenElement | undefined
  /** What it is to its parent; undefined where it is not allowed. */
  readonly after: After | undefined
  /** Where its end tag begins, or what follows an element without one; 0 while it is open. */
  closeStart: number
  /** The state that its parent goes on with if it is not allowed. */
  readonly around: State
  /** The state in it, before its attributes. */
  readonly inside: State
  /** The state in it, behind its attributes. */
  content: State
  /** The first elements that were allowed in it, in order; undefined where there was none. */
  children: OpenElement[] | undefined
  /** The ways of `inside` that matched, once it was closed. */
  matched: WayIndexes
  /** The names of elements somewhere in it that are not allowed there, and what was probably meant by them. */
  misplaced: Set<string> | undefined
}
