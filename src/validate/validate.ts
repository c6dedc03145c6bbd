import { type Diagnostic, quote, type SourceText } from '../diagnostics/index.js'
import { type DomainDocument, isStrayText, locateDomain, readLifecycle } from '../xml/index.js'
import type { Engine } from './engine.js'

/** How a document is to be validated. */
export interface ValidateOptions {
  /** Checks the schema; without one only the rules are checked. */
  readonly engine?: Engine
  /** Deepest nesting accepted; 1000 unless told. */
  readonly maxDepth?: number
}

/**
 * Everything that is wrong with a domain: first the faults in our elements, with the rules' own messages, then what the
 * engine says of the whole document. A document that is not well-formed, has a DOCTYPE or is not a domain gets the one
 * diagnostic that says so and never reaches the engine. Valid is what has no error among its diagnostics.
 */
export function validateDomain(document: SourceText, options: ValidateOptions = {}): readonly Diagnostic[] {
  const check = options.engine?.begin(document)
  const located = locateDomain(document, options.maxDepth, check?.listener)
  if ('diagnostic' in located) return [located.diagnostic]
  const own = [...readLifecycle(located.found).diagnostics, ...strayText(located.found)].sort(byPlace)
  const found = check?.violations() ?? []
  // What a rule says of a place, a schema need not say again.
  const places = new Set(
    own.filter(({ severity }) => severity === 'error').map(({ line, column }) => `${line}:${column}`),
  )
  return [...own, ...withoutRepeats(found.filter(({ line, column }) => !places.has(`${line}:${column}`)))]
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
        severity: 'error',
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
