import type { Diagnostic, DiagnosticCode } from '../diagnostics/index.js'

/** What a team can make of a code. */
export const RULE_LEVELS = ['off', 'warning', 'error'] as const

/** One of them: `off` means that the code is not reported. */
export type RuleLevel = (typeof RULE_LEVELS)[number]

/** What a team makes of codes; the others keep the severity that they have. */
export type RuleLevels = Readonly<Partial<Record<DiagnosticCode, RuleLevel>>>

/** What was found, with the severities that a team gives to codes, and without what it has turned off. */
export function applyRuleLevels(found: readonly Diagnostic[], levels: RuleLevels): readonly Diagnostic[] {
  return found.flatMap((diagnostic) => {
    const level = levels[diagnostic.code]
    if (level === 'off') return []
    return level === undefined ? diagnostic : { ...diagnostic, severity: level }
  })
}
