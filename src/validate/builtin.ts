import { type Diagnostic, escapeControls, type Finding, type SourceText } from '../diagnostics/index.js'
import { compileSchema, type Fault, restoreValidator, type Validation, type Validator } from '../relaxng/index.js'
import type { Check, Engine, EngineResult, LoadSchemaFile, Schema } from './engine.js'

/**
 * The builtin engine, which needs no other package: the verdicts of libxml2 and jing, with better messages and positions.
 *
 * @param load gives the files that the schema includes
 * @returns the engine, or a VL402 diagnostic where the schema is not correct RELAX NG
 */
export function createBuiltinEngine(schema: Schema, load: LoadSchemaFile): EngineResult {
  const { source, url = source.file } = schema
  const compiled = compileSchema(source.text, url, (href, base) => {
    const included = urlOf(href, base)
    const document = included?.protocol === 'file:' ? load(included) : undefined
    return included === undefined || document === undefined ? undefined : { text: document.text, uri: included.href }
  })
  if ('fault' in compiled) {
    const { message, place } = compiled.fault
    const diagnostic: Diagnostic = {
      code: 'VL402',
      severity: 'error',
      message: `the schema cannot be used: ${escapeControls(message)}`,
      file: place.uri === url ? source.file : place.uri,
      line: place.line,
      column: place.column,
    }
    return { diagnostics: [diagnostic] }
  }
  return { engine: engineOf(compiled.validator) }
}

/**
 * The builtin engine, from what the memory of an earlier one saved.
 *
 * @returns undefined if another version saved it, or the text is something else
 */
export function restoreBuiltinEngine(saved: string): Engine | undefined {
  try {
    return engineOf(restoreValidator(saved))
  } catch {
    return undefined
  }
}

/** An engine of a validator. */
export function engineOf(validator: Validator): Engine {
  return {
    name: 'builtin',
    begin: (document) => begin(validator, document),
    memory: { learned: () => validator.learned, save: () => validator.save() },
  }
}

/** What a reference stands for; a schema that was not read from a file has no address that it could be relative to. */
function urlOf(href: string, base: string): URL | undefined {
  if (URL.canParse(href)) return new URL(href)
  return URL.canParse(href, base) ? new URL(href, base) : undefined
}

function begin(validator: Validator, document: SourceText): Check {
  let validation: Validation | undefined
  return {
    listener: (namespaceOf) => {
      validation = validator.begin(document.text, { namespaceOf })
      return validation
    },
    violations: () => (validation?.faults ?? []).map((fault) => diagnosticOf(document, fault)),
  }
}

function diagnosticOf(document: SourceText, { message, start, end, hint }: Fault): Diagnostic {
  const finding: Finding = {
    code: 'VL403',
    message: escapeControls(message),
    ...(hint === undefined ? {} : { hint: escapeControls(hint) }),
  }
  return document.diagnostic(finding, start, end)
}
