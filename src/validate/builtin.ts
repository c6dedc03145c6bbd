import { clip, codeRow, type Diagnostic, type Finding, type SourceText } from '../diagnostics/index.js'
import { compileSchema, restoreValidator, type Validation, type Validator, type Violation } from '../relaxng/index.js'
import type { Check, Engine, EngineResult, LoadSchemaFile, Schema } from './engine.js'
import { libvirtMessages } from './libvirt-words.js'

/**
 * The builtin engine, which needs no other package: the verdicts of jing, and what libxml2
 * refuses beyond them, with better messages and positions.
 *
 * @param load gives the files that the schema includes
 * @returns the engine, or a VL402 diagnostic where the schema is not correct RELAX NG
 */
export function createBuiltinEngine(schema: Schema, load: LoadSchemaFile): EngineResult {
  const { source, url = source.file } = schema
  const compiled = compileSchema(
    source.text,
    url,
    (href, base) => {
      const included = urlOf(href, base)
      const document = included?.protocol === 'file:' ? load(included) : undefined
      return included === undefined || document === undefined ? undefined : { text: document.text, uri: included.href }
    },
    libvirtMessages(),
  )
  if ('error' in compiled) {
    const { message, position } = compiled.error
    const diagnostic: Diagnostic = {
      code: 'VL402',
      severity: codeRow('VL402').severity,
      message: clip(`the schema cannot be used: ${message}`),
      file: position.uri === url ? source.file : position.uri,
      line: position.line,
      column: position.column,
    }
    return { diagnostics: [diagnostic] }
  }
  return { engine: engineOf(compiled.validator, schema.version) }
}

/**
 * The builtin engine, from what the memory of an earlier one saved.
 *
 * @param version of the libvirt whose schema it is
 * @returns undefined if another version saved it, or the text is something else
 */
export function restoreBuiltinEngine(saved: string, version?: string): Engine | undefined {
  const validator = restoreValidator(saved, libvirtMessages())
  return validator === undefined ? undefined : engineOf(validator, version)
}

/**
 * An engine of a validator.
 *
 * @param version of the libvirt whose schema it is
 */
export function engineOf(validator: Validator, version?: string): Engine {
  return {
    name: 'builtin',
    begin: (document, most) => begin(validator, document, version, most),
    validator,
    memory: { learned: () => validator.learned, save: () => validator.save() },
  }
}

/** The URL of a reference; undefined for a relative one in a schema that was not read from a file. */
function urlOf(href: string, base: string): URL | undefined {
  if (URL.canParse(href)) return new URL(href)
  return URL.canParse(href, base) ? new URL(href, base) : undefined
}

function begin(validator: Validator, document: SourceText, version: string | undefined, most?: number): Check {
  let validation: Validation | undefined
  return {
    listener: (namespaceOf) => {
      validation = validator.begin(document.text, namespaceOf, most)
      return validation
    },
    violations: () => {
      const violations = (validation?.violations ?? []).toSorted((a, b) => a.start - b.start)
      // Of all that the schema does not know, the first says which libvirt's it is.
      const unknown = version === undefined ? undefined : violations.find(({ isUnknown }) => isUnknown)
      return violations.map((violation) =>
        diagnosticOf(document, violation === unknown ? { ...violation, hint: notKnown(version) } : violation),
      )
    },
    more: () => validation?.more ?? 0,
    moreWarnings: () => validation?.moreWords ?? 0,
  }
}

function notKnown(version = ''): string {
  return `libvirt ${version}, whose schema this is, does not know it; a newer one may`
}

/** What a template is rendered from, where a value should be. */
const TEMPLATE = /\{\{[^}]{0,200}\}\}|\{%[^%]{0,200}%\}|\$\{[^}]{0,200}\}/

const CODES = { order: 'VL406', spelling: 'VL407', word: 'VL220' } as const

function diagnosticOf(document: SourceText, { message, start, end, ...violation }: Violation): Diagnostic {
  const { limit, edits } = violation
  const isTemplate = TEMPLATE.test(document.text.slice(start, end))
  const hint = isTemplate ? 'this looks like a template: validate what it renders' : violation.hint
  const finding: Finding = {
    code: limit === undefined ? 'VL403' : CODES[limit],
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(edits === undefined ? {} : { fix: edits }),
  }
  return document.diagnostic(finding, start, end)
}
