import type { Diagnostic } from '../diagnostics/index.js'

/** The report of `validate --json`, described by `schema/validation-report.schema.json`. */
export interface ValidationReport {
  readonly version: 1
  /** Which schema was checked against. */
  readonly schema: string
  readonly documents: readonly { readonly file: string; readonly valid: boolean }[]
  readonly diagnostics: readonly Omit<Diagnostic, 'excerpt'>[]
}

/** A diagnostic as JSON has it: without the source line, which the reader has. */
export function diagnosticAsJson({ excerpt: _, ...rest }: Diagnostic): Omit<Diagnostic, 'excerpt'> {
  return rest
}
