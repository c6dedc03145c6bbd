/**
 * RELAX NG (OASIS, 2001; XML syntax, with the datatypes of XML Schema). A schema is compiled once; each document it
 * validates makes it faster for the next. Nothing here reads a file or the network: the caller loads what a schema includes.
 *
 * @module virt-lifecycle/relaxng
 */
import { Automaton } from './automaton.js'
import { compile } from './compile.js'
import { allLibraries, type DatatypeLibraries, type PlainPatterns } from './datatypes/libraries.js'
import type { MakeLimits } from './libxml2/limits.js'
import { BriefMessages, type Messages } from './messages.js'
import { restoreAutomaton } from './saved-automaton.js'
import { SchemaError, type SchemaPosition } from './schema-document.js'
import type { LoadSchema } from './simplify.js'
import { createValidator, type Validator } from './validator.js'

export { completionsAt } from './completion.js'
export type { Completion, Completions } from './completion-place.js'
export type {
  Datatype,
  DatatypeContext,
  DatatypeLibrary,
  DatatypeParam,
  DatatypeResult,
} from './datatypes/datatype.js'
export type { DatatypeLibraries } from './datatypes/libraries.js'
export {
  type CompilePattern,
  type DescribePattern,
  unsignedIntLibrary,
  XSD_LIBRARY_URI,
  xsdLibrary,
} from './datatypes/xsd.js'
export type { SchemaPosition } from './schema-document.js'
export type { LoadSchema } from './simplify.js'
export type { StartTag, TagAttribute } from './tags.js'
export type { NamespaceOf, Validation } from './validation.js'
export type { ValidateTextOptions, Validator } from './validator.js'
export type { TextEdit, Violation } from './violation.js'
export {
  markupIn,
  type WrittenAttribute,
  type WrittenMarkup,
  type WrittenTag,
  type WrittenText,
} from './written-markup.js'

/** What is wrong with a schema. */
export interface InvalidSchema {
  /** In one line. It quotes the schema: escape it for where you show it. */
  readonly message: string
  readonly position: SchemaPosition
}

export { detailedMessages, type Words } from './detailed-messages.js'
export type { DescribeDefinition } from './expected.js'
export { libxml2Limits, type MakeLimits } from './libxml2/limits.js'
export type { Synonyms } from './suggest.js'

/** Makes the messages of a validator. */
export type MakeMessages = (automaton: Automaton) => Messages

/** How a validator works. */
export interface ValidatorOptions {
  /** Most states it keeps; when there are more, those not used for longest are dropped. 10,000 unless given. */
  readonly mostStates?: number
  /**
   * Says in words what a regular expression of the schema allows, such as "an absolute path", or undefined where it does
   * not know; then messages show the expression.
   */
  readonly describePattern?: (pattern: string) => string | undefined
  /**
   * Makes the messages: `detailedMessages()` makes those that say what was probably meant, where something belongs and
   * what it goes with. Without it they say what is wrong and what is allowed, in a fourth of the code.
   */
  readonly messages?: MakeMessages
  /**
   * Makes the limits of another validator that documents must keep too: `libxml2Limits()` makes those of libxml2. What is
   * beyond them is a violation with a `limit`.
   */
  readonly limits?: MakeLimits
}

/**
 * Compile a schema.
 *
 * @param text the schema in XML syntax
 * @param uri its URI, which references in it are relative to; it may be relative itself
 * @param load gives the schemas that it includes
 * @returns the validator, or the first thing that is wrong with the schema or one that it includes: XML that is not
 *   well-formed, a DOCTYPE, what the specification forbids, a schema that `load` does not give, an unknown datatype
 */
export function compileSchema(
  text: string,
  uri: string,
  load: LoadSchema,
  options: ValidatorOptions = {},
): { readonly validator: Validator } | { readonly error: InvalidSchema } {
  try {
    const plain: PlainPatterns = new Map()
    const schema = compile(text, uri, { load, libraries: allLibraries(options.describePattern, plain) })
    return { validator: validatorOf(new Automaton({ ...schema, plain }, options.mostStates), options) }
  } catch (error) {
    if (error instanceof SchemaError) return { error: { message: error.message, position: error.position } }
    throw error
  }
}

/**
 * Restore a validator from what its `save` returned. It knows what the saved one knew, and starts much faster than a
 * compilation.
 *
 * @returns undefined for anything else, such as a text that another version of this package saved or that was cut, or that
 *   was saved without `limits` where they are asked for
 */
export function restoreValidator(saved: string, options: ValidatorOptions = {}): Validator | undefined {
  const librariesOf = (plain: PlainPatterns) => allLibraries(options.describePattern, plain)
  const automaton = restoreAutomaton(saved, librariesOf, options.mostStates)
  if (automaton === undefined || (options.limits !== undefined && automaton.schema.orders === undefined))
    return undefined
  return validatorOf(automaton, options)
}

/**
 * The same, with the datatypes that the schema needs and no others: a bundle that contains this only has no use for a
 * compiler of schemas, nor for one of XML Schema's regular expressions.
 */
export function restoreValidatorWith(
  libraries: DatatypeLibraries,
  saved: string,
  options: Omit<ValidatorOptions, 'describePattern'> = {},
): Validator | undefined {
  const automaton = restoreAutomaton(saved, () => libraries, options.mostStates)
  return automaton === undefined ? undefined : validatorOf(automaton, options)
}

const briefMessages: MakeMessages = (automaton) => new BriefMessages(automaton)

function validatorOf(automaton: Automaton, { messages = briefMessages, limits }: ValidatorOptions): Validator {
  return createValidator(automaton, messages(automaton), limits)
}
