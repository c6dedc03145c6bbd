import { DEFAULT_MAX_FINDINGS, type Diagnostic, hasErrors, inOrder, tooMany } from '../diagnostics/index.js'
import type { Lifecycle } from '../lifecycle/index.js'
import { childElements, textOf } from '../xml/index.js'
import { type DomainDocument, isRecord } from './document.js'
import type { SinglePlacement } from './placement.js'
import { checkLifecycle } from './rules/index.js'
import { lifecycleOf, subjectOf } from './subject.js'

/** What was read from a domain: its name, UUID and state, and its lifecycle. */
export interface DomainReading extends LifecycleOfDomain {
  readonly name?: string
  /** In the form of RFC 4122, in lower case; absent if the domain has none or it is not valid. */
  readonly uuid?: string
  /** From `<domstatus state>`, or from the `id` that libvirt writes for an active domain; absent if neither is there. */
  readonly running?: boolean
}

/** The lifecycle of a domain. If a diagnostic is an error, there is no lifecycle: nothing is guessed. */
export interface LifecycleOfDomain {
  readonly lifecycle?: Lifecycle
  /** The lifecycle in each placement; absent if there is none or it has an error. */
  readonly placements: { readonly [Part in SinglePlacement]?: Lifecycle }
  /** What the lifecycle rules (VL2xx) find, in document order. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Read the identity and the lifecycle of a domain. */
export function readDomain(domain: DomainDocument): DomainReading {
  return { ...identityOf(domain), ...readLifecycle(domain) }
}

/** Read the lifecycle of a domain from both placements and apply the lifecycle rules. */
export function readLifecycle(domain: DomainDocument): LifecycleOfDomain {
  const subject = subjectOf(domain)
  const found = checkLifecycle(subject, DEFAULT_MAX_FINDINGS)
  const diagnostics = [...inOrder(found.listed), ...tooMany(domain.document, found)]
  const element = subject.element?.reading.lifecycle
  const metadata = subject.metadata?.reading.lifecycle
  const placements = { ...(element === undefined ? {} : { element }), ...(metadata === undefined ? {} : { metadata }) }
  if (hasErrors(diagnostics)) return { placements, diagnostics }
  return { lifecycle: lifecycleOf(subject), placements, diagnostics }
}

function identityOf(domain: DomainDocument): { name?: string; uuid?: string; running?: boolean } {
  const children = childElements(domain.domain)
  const child = (local: string): string | undefined => {
    const element = children.find((e) => e.uri === '' && e.local === local)
    return element === undefined ? undefined : textOf(element)
  }
  const name = child('name')
  // libvirt accepts a UUID with any number of hyphens and spaces in it.
  const digits =
    child('uuid')
      ?.replace(/[\s-]+/g, '')
      .toLowerCase() ?? ''
  const uuid = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(/^[0-9a-f]{32}$/.test(digits) ? digits : '')
  const running = runningOf(domain)
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(uuid === null ? {} : { uuid: uuid.slice(1).join('-') }),
    ...(running === undefined ? {} : { running }),
  }
}

function runningOf(document: DomainDocument): boolean | undefined {
  if (isRecord(document)) return undefined
  const { rootKind, root, domain } = document
  const state = rootKind === 'domstatus' ? root.attributes['state'] : undefined
  if (state !== undefined) return state !== 'shutoff' && state !== 'crashed'
  return /^[0-9]+$/.test(domain.attributes['id'] ?? '') ? true : undefined
}
