import fc from 'fast-check'
import { DIAGNOSTIC_CODES, type Diagnostic, type DiagnosticCode } from '../../src/diagnostics/index.js'
import type { ReportedDocument } from '../../src/report/index.js'
import { UNUSUAL } from './unusual.js'
import { documentWith } from './whole-report.js'

/** Arbitrary characters, often ones that are special in a format. No lone surrogates: those have a test of their own. */
function texts(): fc.Arbitrary<string> {
  const unusual = Object.values(UNUSUAL).filter((text) => text.isWellFormed())
  const piece = fc.oneof(fc.constantFrom(...unusual), fc.string({ unit: 'binary' }), fc.string())
  return fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => `of ${pieces.join('')}`)
}

/** Any finding in a file. */
function diagnosticsOf(file: string): fc.Arbitrary<Diagnostic> {
  const place = fc.integer({ min: 1, max: 100_000 })
  const codes = Object.keys(DIAGNOSTIC_CODES) as DiagnosticCode[] // Object.keys forgets
  const excerpt = texts().chain((text) =>
    fc
      .tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }))
      .map(([a, b]) => ({ text, start: Math.min(a, b), end: Math.max(a, b) })),
  )
  return fc.record(
    {
      code: fc.constantFrom(...codes),
      severity: fc.constantFrom('error', 'warning', 'note'),
      message: texts(),
      file: fc.constant(file),
      line: place,
      column: place,
      hint: texts(),
      path: texts(),
      excerpt,
    },
    { requiredKeys: ['code', 'severity', 'message', 'file', 'line', 'column'] },
  )
}

/** Documents with arbitrary findings; no file occurs twice. */
export function reportedDocuments(): fc.Arbitrary<readonly ReportedDocument[]> {
  const document = texts().chain((file) =>
    fc.array(diagnosticsOf(file), { maxLength: 4 }).map((diagnostics) => documentWith(file, diagnostics)),
  )
  return fc.uniqueArray(document, { maxLength: 4, selector: ({ file }) => file })
}
