import type { Diagnostic, SourceText } from '../diagnostics/index.js'
import type { ParseOptions } from '../xml/index.js'

/** Checks documents against one RelaxNG schema. */
export interface Engine {
  readonly name: EngineName
  /** Begin with a document. */
  begin(document: SourceText): Check
}

/** An engine's work on one document, which `parseXml` must find well-formed and without a DOCTYPE. */
export interface Check {
  /** For the parse, where the engine needs none of its own. */
  readonly listener?: NonNullable<ParseOptions['listener']>
  /** The violations (VL403), once the document is parsed; none where it is valid. */
  violations(): readonly Diagnostic[]
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
