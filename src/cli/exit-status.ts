import { codeRow, type Diagnostic } from '../diagnostics/index.js'

/** 0: all well. 1: something was found in an input. 2: the program could not do what it was asked. */
export type Verdict = 0 | 1 | 2

/** A verdict, or what shells say of a program that a signal ended: 128 and the signal's number. */
export type ExitStatus = Verdict | 130 | 143

/** The exit status for what was found. */
export function exitStatus(diagnostics: readonly Diagnostic[]): Verdict {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.some(({ code }) => codeRow(code).couldNotRun === true)) return 2
  return errors.length > 0 ? 1 : 0
}
