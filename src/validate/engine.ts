import type { Diagnostic, SourceText } from '../diagnostics/index.js'

/** Checks documents against one RelaxNG schema. */
export interface Engine {
  readonly name: EngineName
  /**
   * The violations in a document (VL403), empty where it is valid. The document has been parsed by `parseXml` before:
   * it is well-formed and has no DOCTYPE.
   */
  check(document: SourceText): readonly Diagnostic[]
}

/** The engines there are: libxml2, which is the reference, our own, and both, to see whether they agree. */
export const ENGINE_NAMES = ['libxml2', 'builtin', 'both'] as const

/** An engine's name, as `--engine` takes it. */
export type EngineName = (typeof ENGINE_NAMES)[number]

/** A RelaxNG schema, and where it lies, so that what it includes is found. */
export interface Schema {
  readonly source: SourceText
  /** `file:` URL of the text; absent for a schema that includes nothing. */
  readonly url?: string
}
