import type { Diagnostic, DiagnosticCode } from '../diagnostics/index.js'

/** 0: all well. 1: something was found in an input. 2: the program could not do what it was asked. */
export type ExitStatus = 0 | 1 | 2

/** The codes that are about the call, not about what an input says. */
const COULD_NOT_RUN: readonly DiagnosticCode[] = ['VL401', 'VL402', 'VL501', 'VL502', 'VL503', 'VL504', 'VL505']

/** The exit status for what was found. */
export function exitStatus(diagnostics: readonly Diagnostic[]): ExitStatus {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.some(({ code }) => COULD_NOT_RUN.includes(code))) return 2
  return errors.length > 0 ? 1 : 0
}
