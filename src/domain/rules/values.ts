import type { Diagnostic, Edit } from '../../diagnostics/index.js'
import { isStartAttribute, type LifecycleProperty } from '../../lifecycle/index.js'
import type { XmlElement } from '../../xml/index.js'
import type { DomainDocument } from '../document.js'
import { attributeEdits, contentEdits } from '../edit-value.js'
import { carrierOf, type PlacedLifecycle, rangeOf } from '../subject.js'
import type { Rule } from './rule.js'

/**
 * VL202, VL203, VL207 to VL211: a value that is not allowed, or values that conflict. There is a fix for white
 * space around a value, and for a value that can only be a misspelling of one word.
 */
export const values: Rule = (subject) => subject.placed.flatMap((placed) => findingsOf(subject.domain, placed))

function findingsOf(domain: DomainDocument, placed: PlacedLifecycle): readonly Diagnostic[] {
  return placed.reading.findings.flatMap(({ property, replacement, ...finding }) => {
    const element = carrierOf(placed, property)
    if (element === undefined) return []
    const fix = replacement === undefined ? {} : { fix: valueEdits(element, property, replacement) }
    return domain.document.diagnostic({ ...finding, ...fix }, ...rangeOf(domain, element, property))
  })
}

function valueEdits(element: XmlElement, property: LifecycleProperty, value: string): readonly Edit[] {
  return isStartAttribute(property) ? attributeEdits(element, property, value) : contentEdits(element, value)
}
