import type { Diagnostic, Edit } from '../../diagnostics/index.js'
import { HOST_STOP_SHORTHAND } from '../../lifecycle/index.js'
import { textOf } from '../../xml/index.js'
import { placedEdits } from '../edit.js'
import { contentEdits } from '../edit-value.js'
import type { PlacedLifecycle } from '../subject.js'
import type { PolicyRule, PolicySubject } from './rule.js'

/** VL216: the shorthand, if a policy asks for its pair of elements instead. */
export const shorthand: PolicyRule = (subject) =>
  subject.policy.expandShorthand === true ? subject.placed.flatMap((placed) => expansionOf(subject, placed)) : []

function expansionOf({ domain, lifecycle }: PolicySubject, placed: PlacedLifecycle): readonly Diagnostic[] {
  const { stop, start } = placed
  if (stop === undefined || textOf(stop).trim() !== HOST_STOP_SHORTHAND.value) return []
  const { value, stop: own } = HOST_STOP_SHORTHAND
  // Without an on_hoststart, the shorthand also set the start action.
  const added: readonly Edit[] = start === undefined ? placedEdits(domain, placed, { ...lifecycle, hostStop: own }) : []
  const message = `on_hoststop is the shorthand "${value}"`
  const hint = `set on_hoststop to "${own}"${start === undefined ? ` and on_hoststart to "${lifecycle.hostStart}"` : ''}`
  const fix = start === undefined ? added : contentEdits(stop, own)
  return [domain.document.diagnostic({ code: 'VL216', message, hint, fix }, stop.start, stop.end)]
}
