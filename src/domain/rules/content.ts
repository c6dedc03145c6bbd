import { type Diagnostic, nearest, quote } from '../../diagnostics/index.js'
import { ON_HOSTSTART, ON_HOSTSTOP } from '../../lifecycle/index.js'
import { childElements, type XmlElement, type XmlNode } from '../../xml/index.js'
import { type DomainDocument, isLifecycleName } from '../document.js'
import { isStrayText, type Rule, rangeOfNode } from './rule.js'

/** VL205: an element or text that is not allowed in one of our elements. */
export const content: Rule = function* ({ domain, placed }) {
  for (const { elements } of placed) for (const element of elements) yield* inValue(domain, element)
  for (const lifecycle of domain.lifecycles) {
    for (const node of lifecycle.children) yield* inLifecycle(domain, lifecycle, node)
  }
}

/** VL205: text between the children of `<domain>`, for which libvirt's schema gives a misleading message. */
export const strayText: Rule = function* ({ domain }) {
  for (const node of domain.domain.children) {
    if (!isStrayText(node)) continue
    const [start, end] = rangeOfNode(domain, node)
    const text = quote(domain.document.text.slice(start, end))
    const hint = 'remove it, or move it into <description> or a comment'
    const message = `the text ${text} is not allowed in <domain>, which can only contain elements`
    yield domain.document.diagnostic({ code: 'VL205', message, hint }, start, end)
  }
}

/** Elements in `<on_hoststart>` and `<on_hoststop>`. */
function* inValue(domain: DomainDocument, element: XmlElement): Iterable<Diagnostic> {
  for (const child of childElements(element)) {
    yield unexpected(
      domain,
      child,
      `<${child.name}> is not allowed in <${element.name}>, which can only contain a value`,
    )
  }
}

/** A node in `<lifecycle>` that is not one of its two elements. */
function inLifecycle(domain: DomainDocument, lifecycle: XmlElement, node: XmlNode): readonly Diagnostic[] {
  if (node.kind !== 'element') {
    const message = `text is not allowed in <${lifecycle.name}>, which can only contain elements`
    return isStrayText(node) ? [unexpected(domain, node, message)] : []
  }
  if (node.uri === lifecycle.uri && isLifecycleName(node.local)) return []
  const message = `<${node.name}> is not allowed in <${lifecycle.name}>`
  return [unexpected(domain, node, message, hintFor(lifecycle, node))]
}

function hintFor({ prefix }: XmlElement, child: XmlElement): string {
  const names = [ON_HOSTSTART, ON_HOSTSTOP]
  const tag = (name: string) => `<${prefix === '' ? name : `${prefix}:${name}`}>`
  const meant = nearest(child.local, names)
  if (meant !== undefined && meant !== child.local) return `did you mean ${tag(meant)}?`
  return `only ${names.map(tag).join(' and ')} are allowed, in the same namespace`
}

function unexpected(domain: DomainDocument, node: XmlNode, message: string, hint = 'remove it'): Diagnostic {
  return domain.document.diagnostic({ code: 'VL205', message, hint }, ...rangeOfNode(domain, node))
}
