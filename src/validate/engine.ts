import type { Diagnostic, SourceText } from '../diagnostics/index.js'
import type { Validator } from '../relaxng/index.js'
import type { ParseOptions } from '../xml/index.js'

/** Checks documents against one RELAX NG schema. */
export interface Engine {
  readonly name: EngineName
  /**
   * Begin with a document.
   *
   * @param most how many violations are listed; all unless given
   */
  begin(document: SourceText, most?: number): Check
  /** What it knows of the schema, where that can be kept for another run. */
  readonly memory?: EngineMemory
  /** Of the builtin engine: for `completionsAt`. */
  readonly validator?: Validator
}

/** What an engine has found out about a schema. No text of a document is in it. */
export interface EngineMemory {
  /** How much was found out since it was made, or made of what was saved. */
  learned(): number
  /** For the same version of this code, and the same schema. */
  save(): string
}

/** An engine's work on one document, which `parseXml` must find well-formed and without a DOCTYPE. */
export interface Check {
  /** For the parse, where the engine needs none of its own. */
  readonly listener?: NonNullable<ParseOptions['listener']>
  /**
   * The violations (VL403), once the document is parsed; no errors where it is valid. A warning is about what reads the
   * document afterwards (VL220).
   */
  violations(): readonly Diagnostic[]
  /** How many more errors there are than are listed; 0 unless given. */
  more?(): number
  /** The same of warnings. */
  moreWarnings?(): number
}

/** The engines there are: our own; libxml2, the reference, of two packages; our own and the first of them, to see whether they agree. */
export const ENGINE_NAMES = ['builtin', 'libxml2', 'libxmljs2', 'both'] as const

/** An engine's name, as `--engine` takes it. */
export type EngineName = (typeof ENGINE_NAMES)[number]

/** A RELAX NG schema in XML syntax. */
export interface Schema {
  readonly source: SourceText
  /** `file:` URL of the text, which the files that it includes are relative to; absent for a schema that includes nothing. */
  readonly url?: string
  /** The version of the libvirt whose schema it is, such as `9.0.0`, for messages about what it does not know. */
  readonly version?: string
}

/** Gives the text of a file that a schema includes; undefined where it cannot be read. */
export type LoadSchemaFile = (url: URL) => SourceText | undefined

/** An engine, or everything that is wrong with the schema (VL402), or that the engine is not installed (VL401). */
export type EngineResult = { readonly engine: Engine } | { readonly diagnostics: readonly Diagnostic[] }
