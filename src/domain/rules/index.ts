/** The lifecycle rules: each file finds a fault and offers its fix. */
import type { Diagnostic } from '../../diagnostics/index.js'
import type { Lifecycle } from '../../lifecycle/index.js'
import { isRecord } from '../document.js'
import type { Subject } from '../subject.js'
import { content, strayText } from './content.js'
import { duplicate } from './duplicate.js'
import { misplaced } from './misplaced.js'
import { placement } from './placement.js'
import { placementsDiffer } from './placements-differ.js'
import { required } from './required.js'
import type { Policy, PolicyRule, Rule } from './rule.js'
import { shorthand } from './shorthand.js'
import { unknownAttribute } from './unknown-attribute.js'
import { values } from './values.js'

/** What every reader of a domain checks. */
const LIFECYCLE_RULES: readonly Rule[] = [duplicate, misplaced, unknownAttribute, content, values, placementsDiffer]

/** What only validation checks. */
const VALIDATION_RULES: readonly Rule[] = [strayText]

/** What a policy adds. */
const POLICY_RULES: readonly PolicyRule[] = [required, placement, shorthand]

/** Apply the rules that every reader of a domain applies; the diagnostics are in document order. */
export function checkLifecycle(subject: Subject): readonly Diagnostic[] {
  const found = inOrder(LIFECYCLE_RULES.flatMap((rule) => rule(subject)))
  // A record of the past is never changed.
  return isRecord(subject.domain) ? found.map(({ fix: _, ...diagnostic }) => diagnostic) : found
}

/**
 * Apply the rules that only validation applies.
 *
 * @param lifecycle undefined if it has errors: then the policy is not applied, because it is not known what was meant
 */
export function checkFurther(
  subject: Subject,
  lifecycle: Lifecycle | undefined,
  policy: Policy,
): readonly Diagnostic[] {
  const more = VALIDATION_RULES.flatMap((rule) => rule(subject))
  if (lifecycle === undefined) return more
  const judged = { ...subject, lifecycle, policy }
  return [...more, ...POLICY_RULES.flatMap((rule) => rule(judged))]
}

/** Diagnostics of one document in the order of their positions. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

export { type Policy, REQUIREMENTS, type Requirement } from './rule.js'
