import type { Diagnostic } from '../diagnostics/index.js'

/** Diagnostics counted by severity, for a summary: `2 errors, 1 warning`; empty where there are none. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): string {
  return (['error', 'warning', 'note'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((d) => d.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
    .join(', ')
}

/** A count with its noun: `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
