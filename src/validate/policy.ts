import type { Diagnostic, Finding } from '../diagnostics/index.js'
import { type Lifecycle, ON_HOSTSTART, ON_HOSTSTOP } from '../lifecycle/index.js'
import type { DomainDocument, LifecycleOfDomain, Placement } from '../xml/index.js'

/** What a team can require every domain to say. */
export const REQUIREMENTS = ['hoststart', 'hoststop'] as const

/** One of the requirements: an `on_` element without its `on_`. */
export type Requirement = (typeof REQUIREMENTS)[number]

/** What a team wants of its domains beyond what is right. */
export interface Policy {
  /** What each domain must say of its lifecycle (VL214). */
  readonly require?: readonly Requirement[]
  /** Where a lifecycle must stand, if there is one (VL215). */
  readonly placement?: Placement
}

const SAID_BY: Readonly<Record<Requirement, { readonly property: keyof Lifecycle; readonly element: string }>> = {
  hoststart: { property: 'hostStart', element: ON_HOSTSTART },
  hoststop: { property: 'hostStop', element: ON_HOSTSTOP },
}

/**
 * What a policy has against a domain. Of a lifecycle with an error nothing more is said: what it is meant to be is not
 * known.
 */
export function checkPolicy(
  domain: DomainDocument,
  { lifecycle, placements }: LifecycleOfDomain,
  { require = [], placement }: Policy,
): readonly Diagnostic[] {
  if (lifecycle === undefined) return []
  const missing = REQUIREMENTS.filter((name) => require.includes(name)).filter(
    (name) => lifecycle[SAID_BY[name].property] === undefined,
  )
  return [
    ...missing.map((name) => required(domain, SAID_BY[name].element)),
    ...(placement === undefined ? [] : misplaced(domain, placements, placement)),
  ]
}

function required(domain: DomainDocument, element: string): Diagnostic {
  const finding: Finding = {
    code: 'VL214',
    message: `${element} is not set, and it is required here`,
    hint: `add <${element}>, in <domain> or in the <lifecycle> of its metadata`,
  }
  const { start, name } = domain.domain
  return domain.document.diagnostic(finding, start, start + 1 + name.length)
}

const PLACES = { element: 'in <domain>', metadata: 'in <metadata>' } as const

function misplaced(
  domain: DomainDocument,
  placements: LifecycleOfDomain['placements'],
  wanted: Placement,
): readonly Diagnostic[] {
  const said = (['element', 'metadata'] as const).filter((place) => placements[place] !== undefined)
  if (said.length === 0 || (wanted === 'both' ? said.length === 2 : said.join() === wanted)) return []
  const stands = said.map((place) => PLACES[place]).join(' and ')
  const where = wanted === 'both' ? `${PLACES.element} and ${PLACES.metadata}` : `${PLACES[wanted]} only`
  const finding: Finding = {
    code: 'VL215',
    message: `the lifecycle stands ${stands}, and is wanted ${where}`,
    hint: `"validate --fix --placement ${wanted}" moves it`,
  }
  // The copy that is not wanted; where one is missing, the one that is there.
  const place = wanted === 'both' ? said[0] : said.find((candidate) => candidate !== wanted)
  const element = place === 'metadata' ? domain.lifecycles[0] : domain.elements[0]
  const { start, openEnd } = element ?? domain.domain
  return [domain.document.diagnostic(finding, start, openEnd)]
}
