import { asSource, type Diagnostic, quote, type SourceText, type TextInput } from '../diagnostics/index.js'
import { checkDomain, type Policy, parseDomain } from '../domain/index.js'
import { wrongEncoding } from '../xml/index.js'
import { embeddedEngine } from './embedded.js'
import type { Engine } from './engine.js'

/** How a document is checked. */
export interface ValidateOptions extends Policy {
  /** The engine that checks the schema, or `none` for the rules only. The embedded schema unless given. */
  readonly engine?: Engine | 'none'
  /** Deepest nesting accepted; 1000 unless given. */
  readonly maxDepth?: number
  /** Whether warnings become errors. */
  readonly strict?: boolean
  /** The name of the file in diagnostics if the input is a string; `domain.xml` unless given. */
  readonly file?: string
}

/** What was found in a document. */
export interface CheckedDocument {
  readonly diagnostics: readonly Diagnostic[]
  /** Whether it is another kind of document, by its root element. */
  readonly isOther: boolean
  /** Whether the lifecycle elements are children of its `<domain>`, where libvirt up to 12.8 refuses them. */
  readonly hasElements: boolean
}

/**
 * Validate a domain: first the lifecycle rules, then the schema. A document that is not well-formed, has a DOCTYPE or is
 * not a domain gives the one diagnostic that says so. The domain is valid if no diagnostic is an error (`hasErrors`).
 */
export function validateDomain(domain: TextInput, options: ValidateOptions = {}): readonly Diagnostic[] {
  return checkDocument(asSource(domain, options.file ?? 'domain.xml'), options).diagnostics
}

/** The same, and whether it is another kind of document. It is parsed once, for the rules and the engine. */
export function checkDocument(document: SourceText, options: ValidateOptions): CheckedDocument {
  const { engine = embeddedEngine(), maxDepth, strict = false } = options
  const check = engine === 'none' ? undefined : engine.begin(document)
  const parsed = parseDomain(document, {
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(check?.listener === undefined ? {} : { listener: check.listener }),
  })
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic], isOther: parsed.isOther, hasElements: false }
  const own = checkDomain(parsed.found, options)
  const violations = check?.violations() ?? []
  // Where a rule has found an error, the schema need not report it again.
  const errors = own.filter(({ severity }) => severity === 'error')
  const more = violations.filter((violation) => !errors.some((error) => covers(violation, error)))
  const all = [...encodingFault(document), ...own, ...withoutRepeats(more)]
  const hasElements = parsed.found.elements.length > 0
  return { diagnostics: strict ? all.map(asError) : all, isOther: false, hasElements }
}

/** Says that libvirt refuses a document that names the wrong encoding, although it can be read. */
function encodingFault(document: SourceText): readonly Diagnostic[] {
  const wrong = wrongEncoding(document)
  if (wrong === undefined) return []
  const { start, end, declared, actual } = wrong
  const message = `the XML declaration names the encoding ${quote(declared)}, but the document is in ${actual}`
  const fix = [{ offset: start, length: end - start, content: actual }]
  return [
    document.diagnostic(
      { code: 'VL106', message, hint: `declare ${actual} instead: libvirt refuses it as it is`, fix },
      start,
      end,
    ),
  ]
}

/** Whether another finding begins where this one does, or inside its range. */
function covers({ line, column, endLine = line, endColumn = column }: Diagnostic, inner: Diagnostic): boolean {
  if (inner.line === line && inner.column === column) return true
  const isAfterStart = inner.line > line || (inner.line === line && inner.column > column)
  return isAfterStart && (inner.line < endLine || (inner.line === endLine && inner.column < endColumn))
}

function asError(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic, severity: 'error' } : diagnostic
}

function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ line, column, message }) => {
    const key = `${line}:${column} ${message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
