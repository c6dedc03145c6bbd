import { type Diagnostic, quote, SourceText } from '../diagnostics/index.js'
import { type DomainDocument, isStrayText, locateDomain, readLifecycle } from '../xml/index.js'
import { embeddedEngine } from './embedded.js'
import type { Engine } from './engine.js'
import { checkPolicy, type Policy } from './policy.js'

/** How a document is to be validated. */
export interface ValidateOptions extends Policy {
  /** Checks the schema; `none`: only the rules are checked. Unless told, the embedded schema is checked. */
  readonly engine?: Engine | 'none'
  /** Deepest nesting accepted; 1000 unless told. */
  readonly maxDepth?: number
  /** Whether a warning counts as an error. */
  readonly strict?: boolean
  /** How a text is called in diagnostics; `domain.xml` unless told. */
  readonly file?: string
}

/** What was found in a document. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Whether it is no domain, and does not look like one: its root element is another. */
  readonly isOther: boolean
}

/**
 * Everything that is wrong with a domain: first the faults in our elements, with the rules' own messages, then what the
 * engine says of the whole document. A document that is not well-formed, has a DOCTYPE or is not a domain gets the one
 * diagnostic that says so and never reaches the engine. Valid is what has no error among its diagnostics.
 */
export function validateDomain(domain: SourceText | string, options: ValidateOptions = {}): readonly Diagnostic[] {
  const document = typeof domain === 'string' ? new SourceText(options.file ?? 'domain.xml', domain) : domain
  return checkDocument(document, options).diagnostics
}

/** The same, with what kind of document it is. */
export function checkDocument(document: SourceText, options: ValidateOptions): Checked {
  const { engine = embeddedEngine(), maxDepth, strict = false } = options
  const check = engine === 'none' ? undefined : engine.begin(document)
  const located = locateDomain(document, maxDepth, check?.listener)
  if ('diagnostic' in located) return { diagnostics: [located.diagnostic], isOther: located.isOther }
  const { found } = located
  const reading = readLifecycle(found)
  const own = [...reading.diagnostics, ...strayText(found), ...checkPolicy(found, reading, options)].sort(byPlace)
  const violations = check?.violations() ?? []
  // What a rule says of a place, a schema need not say again.
  const errors = own.filter(({ severity }) => severity === 'error')
  const more = violations.filter((violation) => !errors.some((error) => covers(violation, error)))
  const all = [...own, ...withoutRepeats(more)]
  return { diagnostics: strict ? all.map(asError) : all, isOther: false }
}

/** Whether one finding is about a place at which, or around which, another one begins. */
function covers({ line, column, endLine = line, endColumn = column }: Diagnostic, inner: Diagnostic): boolean {
  if (inner.line === line && inner.column === column) return true
  const isBehindStart = inner.line > line || (inner.line === line && inner.column > column)
  return isBehindStart && (inner.line < endLine || (inner.line === endLine && inner.column < endColumn))
}

function asError(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic } : diagnostic
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.line - b.line || a.column - b.column
}

/** Text between the children of `<domain>`, which libvirt's schema refuses with a message about something else. */
function strayText({ document, domain }: DomainDocument): readonly Diagnostic[] {
  return domain.children.filter(isStrayText).map((node) => {
    const raw = document.text.slice(node.start, node.end)
    const start = node.start + (/\S/.exec(raw)?.index ?? 0)
    const end = start + raw.trim().length
    return document.diagnostic(
      {
        code: 'VL205',
        message: `the text ${quote(raw.trim())} stands in <domain>, which holds elements only`,
        hint: 'remove it, or put it in <description> or a comment',
      },
      start,
      end,
    )
  })
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
