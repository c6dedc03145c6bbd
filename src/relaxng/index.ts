/**
 * RelaxNG (OASIS, XML syntax): schemas are compiled once, documents are validated by memoised derivatives while they are
 * parsed. Touches no file and no network: the caller loads what a schema includes.
 *
 * @module virt-lifecycle/relaxng
 */
import { Automaton } from './automaton.js'
import { compile } from './compile.js'
import { type DatatypeLibraries, LIBRARIES } from './datatypes/libraries.js'
import { restoreAutomaton } from './saved-automaton.js'
import { SchemaError, type SchemaPlace } from './schema-document.js'
import type { LoadSchema } from './simplify.js'
import { Validator } from './validate.js'

export type {
  Datatype,
  DatatypeContext,
  DatatypeLibrary,
  DatatypeParam,
  DatatypeResult,
} from './datatypes/datatype.js'
export type { DatatypeLibraries } from './datatypes/libraries.js'
export { type CompilePattern, XSD_LIBRARY_URI, xsdLibrary } from './datatypes/xsd.js'
export type { SchemaPlace } from './schema-document.js'
export type { LoadSchema } from './simplify.js'
export type { Validator } from './validate.js'
export type { Fault, StartTag, TagAttribute, Validation } from './validation.js'

/** What is wrong with a schema. */
export interface SchemaFault {
  readonly message: string
  readonly place: SchemaPlace
}

/** How many states a validator keeps, beside other things. */
export interface ValidatorOptions {
  /** Past it, those are dropped that were not met for longest; 10,000 unless told. */
  readonly mostStates?: number
}

/**
 * Compile a schema with the datatypes of XML Schema.
 *
 * @param uri the schema's own URI, which references in it are relative to
 * @param load gives what it includes
 */
export function compileSchema(
  text: string,
  uri: string,
  load: LoadSchema,
  { mostStates }: ValidatorOptions = {},
): { readonly validator: Validator } | { readonly fault: SchemaFault } {
  try {
    return { validator: new Validator(new Automaton(compile(text, uri, { load, libraries: LIBRARIES }), mostStates)) }
  } catch (error) {
    if (error instanceof SchemaError) return { fault: { message: error.message, place: error.place } }
    throw error
  }
}

/**
 * The validator that `save` gave the text of, by the same version of this code.
 *
 * @throws TypeError or SyntaxError for another text
 */
export function restoreValidator(saved: string, options?: ValidatorOptions): Validator {
  return restoreValidatorWith(LIBRARIES, saved, options)
}

/**
 * The same, with the datatypes that the schema needs and no others: a bundle that contains this only has no use for a
 * compiler of schemas, nor for one of XML Schema's regular expressions.
 */
export function restoreValidatorWith(
  libraries: DatatypeLibraries,
  saved: string,
  { mostStates }: ValidatorOptions = {},
): Validator {
  return new Validator(restoreAutomaton(saved, libraries, mostStates))
}
