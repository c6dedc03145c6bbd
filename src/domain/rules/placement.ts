import type { XmlNode } from '../../xml/index.js'
import { lifecycleEdits } from '../edit.js'
import { PLACEMENT_WORDS, type Placement, partsOf, placementOf } from '../placement.js'
import type { PolicyRule, PolicySubject } from './rule.js'

/**
 * VL215: the lifecycle is not in the placement that a policy expects. The fix moves it, unless that would lose a comment.
 */
export const placement: PolicyRule = (subject) => {
  const { domain, lifecycle, policy } = subject
  const present = placementOf(subject)
  const wanted = policy.placement
  if (wanted === undefined || present === undefined || present === wanted) return []
  const expected = partsOf(wanted)
  const said = subject.placed
  const where = said.map((placed) => PLACEMENT_WORDS[placed.placement]).join(' and ')
  const only = wanted === 'both' ? '' : ' only'
  const movable = !losesWords(subject, wanted)
  // The copy that is not expected; if none is, the one that is there.
  const blamed = said.find((placed) => !expected.includes(placed.placement)) ?? said[0]
  const element = blamed?.placement === 'metadata' ? domain.lifecycles[0] : domain.elements[0]
  const { start, openEnd } = element ?? domain.domain
  return [
    domain.document.diagnostic(
      {
        code: 'VL215',
        message: `the lifecycle elements are ${where}; expected ${expected.map((part) => PLACEMENT_WORDS[part]).join(' and ')}${only}`,
        hint: movable
          ? `"validate --fix --placement ${wanted}" moves them`
          : 'move them by hand: comments or other content would be lost',
        ...(movable ? { fix: lifecycleEdits(domain, lifecycle, wanted) } : {}),
      },
      start,
      openEnd,
    ),
  ]
}

/** Whether moving the lifecycle to this placement would remove a comment or a processing instruction. */
function losesWords({ domain: { elements, lifecycles } }: PolicySubject, wanted: Placement): boolean {
  const removed = [...(wanted === 'metadata' ? elements : []), ...(wanted === 'element' ? lifecycles : [])]
  const hasWords = (node: XmlNode): boolean =>
    node.kind === 'element'
      ? node.children.some(hasWords)
      : node.kind === 'comment' || node.kind === 'processing-instruction'
  return removed.some(hasWords)
}
