/**
 * RelaxNG (OASIS, XML syntax): schemas are compiled once, documents are validated by memoised derivatives while they are
 * parsed. Touches no file and no network: the caller loads what a schema includes.
 */
import { type CompiledSchema, compile } from './compile.js'
import { XSD, XSD_LIBRARY_URI } from './datatypes/xsd.js'
import { SchemaError, type SchemaPlace } from './schema-document.js'
import type { LoadSchema } from './simplify.js'

export type { CompiledSchema } from './compile.js'
export type { SchemaPlace } from './schema-document.js'
export type { LoadSchema } from './simplify.js'
export { Validator } from './validate.js'
export type { Fault, StartTag, TagAttribute, Validation } from './validation.js'

/** What is wrong with a schema. */
export interface SchemaFault {
  readonly message: string
  readonly place: SchemaPlace
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
): { readonly schema: CompiledSchema } | { readonly fault: SchemaFault } {
  try {
    return { schema: compile(text, uri, { load, libraries: new Map([[XSD_LIBRARY_URI, XSD]]) }) }
  } catch (error) {
    if (error instanceof SchemaError) return { fault: { message: error.message, place: error.place } }
    throw error
  }
}
