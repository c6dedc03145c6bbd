import { applyEdits } from '../../src/diagnostics/index.js'
import { type DomainDocument, lifecycleEdits, type Placement, parseDomain } from '../../src/domain/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'

/** A domain that must parse. */
export function parsed(text: string): DomainDocument {
  const result = parseDomain(text)
  if ('diagnostic' in result) throw new Error(result.diagnostic.message)
  return result.found
}

/** The text of a domain with a lifecycle set. */
export function withLifecycle(text: string, lifecycle: Lifecycle, placement: Placement): string {
  return applyEdits(text, lifecycleEdits(parsed(text), lifecycle, placement))
}
