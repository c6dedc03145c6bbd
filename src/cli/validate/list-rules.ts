import {
  codeRow,
  type DiagnosticCode,
  mayBeLowered,
  mayBeSilenced,
  type Severity,
  validationCodes,
} from '../../diagnostics/index.js'
import { RULE_HELP } from '../../generated/rule-help.js'
import type { RuleLevels } from '../../validate/index.js'
import { tableText } from '../console/table.js'

/** A code that `validate` gives to findings in documents; `schema/rules.schema.json` describes the list. */
interface Rule {
  readonly code: DiagnosticCode
  /** As the configuration has it. */
  readonly severity: Severity | 'off'
  /** Whether `--fix` can fix some of its findings. */
  readonly fix: boolean
  /** Whether a comment can silence it. */
  readonly silence: boolean
  /** Whether the configuration can turn it off, or make it less than an error. */
  readonly lower: boolean
  readonly title: string
}

/** The codes that `validate` gives to findings in documents, as text or as JSON. */
export function listRules(levels: RuleLevels, asJson: boolean): string {
  const rules = validationCodes().map(
    (code): Rule => ({
      code,
      severity: levels[code] ?? codeRow(code).severity,
      fix: codeRow(code).hasFix === true,
      silence: mayBeSilenced(code),
      lower: mayBeLowered(code),
      title: RULE_HELP[code].title,
    }),
  )
  return asJson ? `${JSON.stringify({ version: 1, rules }, null, 2)}\n` : asText(rules)
}

function asText(rules: readonly Rule[]): string {
  const yes = (is: boolean): string => (is ? 'yes' : '-')
  return tableText([
    ['CODE', 'SEVERITY', 'FIX', 'SILENCE', 'LOWER', 'TITLE'],
    ...rules.map(({ code, severity, fix, silence, lower, title }) => [
      code,
      severity,
      yes(fix),
      yes(silence),
      yes(lower),
      title,
    ]),
  ])
}
