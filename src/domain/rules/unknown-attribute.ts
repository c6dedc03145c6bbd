import { type Diagnostic, misspelt, nearest, quote } from '../../diagnostics/index.js'
import { ON_HOSTSTART, START_ATTRIBUTE_NAMES } from '../../lifecycle/index.js'
import type { XmlElement } from '../../xml/index.js'
import type { DomainDocument } from '../document.js'
import type { Rule } from './rule.js'

/** VL201: an attribute that our element does not take. Namespace declarations are always allowed. A slip of the fingers has a fix. */
export const unknownAttribute: Rule = function* ({ domain, placed }) {
  for (const { elements } of placed) for (const element of elements) yield* unknownIn(domain, element)
  for (const lifecycle of domain.lifecycles) yield* unknownIn(domain, lifecycle)
}

function* unknownIn({ document }: DomainDocument, element: XmlElement): Iterable<Diagnostic> {
  const allowed: readonly string[] = element.local === ON_HOSTSTART ? START_ATTRIBUTE_NAMES : []
  const unknown = element.attributeNodes.filter(
    ({ name, prefix }) => !allowed.includes(name) && name !== 'xmlns' && prefix !== 'xmlns',
  )
  for (const { name, start, nameEnd } of unknown) {
    const meant = nearest(name, allowed)
    const instead = allowed.length === 0 ? 'it takes no attributes' : `it takes: ${allowed.join(', ')}`
    const message = `<${element.name}> has an unknown attribute, ${quote(name)}; ${instead}`
    const hint = meant === undefined ? 'remove it' : `did you mean "${meant}"?`
    const only = misspelt(name, allowed)
    // Twice the same attribute would not be well-formed.
    const isFixed = only !== undefined && !(only in element.attributes)
    const fix = isFixed ? { fix: [{ offset: start, length: nameEnd - start, content: only }] } : {}
    yield document.diagnostic({ code: 'VL201', message, hint, ...fix }, start, nameEnd)
  }
}
