import type { Diagnostic } from '../../diagnostics/index.js'
import { ON_HOSTSTART, ON_HOSTSTOP } from '../../lifecycle/index.js'
import type { XmlElement } from '../../xml/index.js'
import type { Subject } from '../subject.js'
import type { Rule } from './rule.js'

/** VL204: a duplicate of an element that is allowed only once, so that one of the two would be ignored. */
export const duplicate: Rule = function* (subject) {
  const { repeated, lifecycles } = subject.domain
  const groups = [
    lifecycles,
    ...subject.placed.flatMap(({ elements }) =>
      [ON_HOSTSTART, ON_HOSTSTOP].map((name) => elements.filter(({ local }) => local === name)),
    ),
  ]
  for (const [first, again] of repeated) yield diagnosticOf(subject, first, again)
  for (const [first, ...more] of groups) {
    for (const again of more) if (first !== undefined) yield diagnosticOf(subject, first, again)
  }
}

function diagnosticOf({ domain: { document } }: Subject, first: XmlElement, again: XmlElement): Diagnostic {
  const { line } = document.position(first.start)
  const message = `duplicate <${again.name}>; the first one is on line ${line}`
  return document.diagnostic({ code: 'VL204', message, hint: 'keep one of them' }, again.start, again.end)
}
