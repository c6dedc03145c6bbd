/** The lifecycle rules: each file finds a fault and offers its fix. */
import { FindingList } from '../../diagnostics/index.js'
import type { Lifecycle } from '../../lifecycle/index.js'
import { isRecord } from '../document.js'
import type { Subject } from '../subject.js'
import { content, strayText } from './content.js'
import { duplicate } from './duplicate.js'
import { misplaced } from './misplaced.js'
import { otherNamespace } from './other-namespace.js'
import { placement } from './placement.js'
import { placementsDiffer } from './placements-differ.js'
import { required } from './required.js'
import type { Policy, PolicyRule, Rule } from './rule.js'
import { shorthand } from './shorthand.js'
import { unknownAttribute } from './unknown-attribute.js'
import { values } from './values.js'

/** What every reader of a domain checks: the elements of a lifecycle, and those that are there twice. */
const LIFECYCLE_RULES: readonly Rule[] = [
  duplicate,
  misplaced,
  otherNamespace,
  unknownAttribute,
  content,
  values,
  placementsDiffer,
]

/** What only validation checks. */
const VALIDATION_RULES: readonly Rule[] = [strayText]

/** What a policy adds, and what in it asks for that. */
const POLICY_RULES: readonly (readonly [asked: keyof Policy, rule: PolicyRule])[] = [
  ['require', required],
  ['placement', placement],
  ['expandShorthand', shorthand],
]

/** Apply the rules that every reader of a domain applies; at most so many findings are listed. */
export function checkLifecycle(subject: Subject, most: number): FindingList {
  const found = new FindingList(most)
  const { elements, lifecycles, misplaced: others, repeated, unread } = subject.domain
  // So it is in most domains.
  if (elements.length + lifecycles.length + others.length + repeated.length + unread.length === 0) return found
  for (const rule of LIFECYCLE_RULES) found.add(rule(subject))
  // A record of the past is never changed.
  if (isRecord(subject.domain)) {
    for (const [i, { fix: _, ...finding }] of found.listed.entries()) found.listed[i] = finding
  }
  return found
}

/**
 * Apply the rules that only validation applies, and list what they find, too. A policy is for definitions, not for records of
 * the past.
 *
 * @param lifecycle undefined if it has errors: then the policy is not applied, because it is not known what was meant
 */
export function checkFurther(
  subject: Subject,
  lifecycle: Lifecycle | undefined,
  policy: Policy,
  found: FindingList,
): void {
  for (const rule of VALIDATION_RULES) found.add(rule(subject))
  if (lifecycle === undefined || isRecord(subject.domain)) return
  for (const [asked, rule] of POLICY_RULES) {
    if (policy[asked]) found.add(rule({ ...subject, lifecycle, policy }))
  }
}

export { type Policy, REQUIREMENTS, type Requirement } from './rule.js'
