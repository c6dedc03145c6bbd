import { LIFECYCLE_PROPERTIES, type Lifecycle, propertyName, sameLifecycle } from '../../lifecycle/index.js'
import type { Rule } from './rule.js'

/** VL212: the lifecycles in the two placements differ. */
export const placementsDiffer: Rule = ({ domain, element, metadata }) => {
  const [said, also] = [element?.reading.lifecycle, metadata?.reading.lifecycle]
  const [lifecycle] = domain.lifecycles
  if (said === undefined || also === undefined || lifecycle === undefined || sameLifecycle(said, also)) return []
  const { line } = domain.document.position(domain.elements[0]?.start ?? 0)
  const message = `the metadata says ${inWords(also)}, but the elements on line ${line} say ${inWords(said)}`
  const hint = 'remove one of the two, or make them equal'
  return [domain.document.diagnostic({ code: 'VL212', message, hint }, lifecycle.start, lifecycle.openEnd)]
}

/** A lifecycle for a message: the names and values of the properties that are set. */
function inWords(lifecycle: Lifecycle): string {
  return LIFECYCLE_PROPERTIES.filter((property) => lifecycle[property] !== undefined)
    .map((property) => `${propertyName(property)} "${lifecycle[property]}"`)
    .join(', ')
}
