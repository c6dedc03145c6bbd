/** A change of a text: replace `length` UTF-16 code units at `offset` with `content`. */
export interface TextEdit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

/** Something in a document that its schema does not allow. */
export interface Violation {
  /** What is wrong and what is allowed, in one line. It quotes the document: escape it for where you show it. */
  readonly message: string
  /** Range in the document, in UTF-16 code units; `end` is just after it. */
  readonly start: number
  readonly end: number
  /** What was probably meant. */
  readonly hint?: string
  /** The schema does not have the name or the value that was found, nor one that was probably meant: it may be newer than the schema. */
  readonly isUnknown?: true
  /** Set where RELAX NG allows it and another validator does not: what is refused (see `ValidatorOptions.limits`). */
  readonly limit?: 'order' | 'spelling' | 'word'
  /** Edits of the document after which that validator accepts it; they do not overlap. */
  readonly edits?: readonly TextEdit[]
}
