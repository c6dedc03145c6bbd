import { type Diagnostic, hasErrors } from '../diagnostics/index.js'
import type { DomainDocument } from './document.js'
import { checkFurther, checkLifecycle, inOrder, type Policy } from './rules/index.js'
import { lifecycleOf, subjectOf } from './subject.js'

/** Everything that the rules, including those of the policy, find in a domain, in document order. */
export function checkDomain(domain: DomainDocument, policy: Policy = {}): readonly Diagnostic[] {
  const subject = subjectOf(domain)
  const found = checkLifecycle(subject)
  const lifecycle = hasErrors(found) ? undefined : lifecycleOf(subject)
  return inOrder([...found, ...checkFurther(subject, lifecycle, policy)])
}
