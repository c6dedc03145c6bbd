import { type FindingList, hasErrors } from '../diagnostics/index.js'
import type { DomainDocument } from './document.js'
import { checkFurther, checkLifecycle, type Policy } from './rules/index.js'
import { lifecycleOf, subjectOf } from './subject.js'

/** What the rules, including those of the policy, find in a domain; at most so many findings are listed. */
export function checkDomain(domain: DomainDocument, policy: Policy, most: number): FindingList {
  const subject = subjectOf(domain)
  const found = checkLifecycle(subject, most)
  checkFurther(subject, hasErrors(found.listed) ? undefined : lifecycleOf(subject), policy, found)
  return found
}
