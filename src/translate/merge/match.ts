import type { Identified } from '../machine.js'

/** What a machine and a domain have in common. */
export type MatchedBy = 'uuid' | 'name'

/** A machine and its domain. */
export interface Match<Machine, Domain> {
  readonly machine: Machine
  readonly domain: Domain
  readonly by: MatchedBy
}

/** A machine that matches several domains, or whose domain matches several machines. */
export interface Ambiguity<Machine, Domain> {
  readonly machine: Machine
  /** What they have in common. */
  readonly by: MatchedBy
  /** All machines that have it, this one included. */
  readonly machines: readonly Machine[]
  /** All domains that have it; at least one. */
  readonly domains: readonly Domain[]
}

/** A machine without a domain. */
export interface Unmatched<Machine, Domain> {
  readonly machine: Machine
  /** The domain that has its name but the UUID of another machine. */
  readonly namesake?: Domain
}

/** Which machine is which domain. Every machine is in one of the first three lists, in the order of the input. */
export interface Matching<Machine, Domain> {
  readonly matches: readonly Match<Machine, Domain>[]
  readonly ambiguous: readonly Ambiguity<Machine, Domain>[]
  readonly unmatched: readonly Unmatched<Machine, Domain>[]
  /** The domains that match no machine, not even ambiguously. */
  readonly left: readonly Domain[]
}

/**
 * Find the domain of each machine: by UUID, else by name if exactly one machine and exactly one domain has that name
 * (compared exactly). If a UUID matches, names do not matter. If UUIDs differ, names may still match, because a migrated
 * machine usually has a new UUID. A domain is matched at most once, and the order of the inputs does not matter.
 */
export function matchMachines<Machine extends Identified, Domain extends Identified>(
  machines: readonly Machine[],
  domains: readonly Domain[],
): Matching<Machine, Domain> {
  const machinesOf = { uuid: groupBy(machines, 'uuid'), name: groupBy(machines, 'name') }
  const domainsOf = { uuid: groupBy(domains, 'uuid'), name: groupBy(domains, 'name') }
  const matches: Match<Machine, Domain>[] = []
  const ambiguous: Ambiguity<Machine, Domain>[] = []
  const unmatched: Unmatched<Machine, Domain>[] = []
  for (const machine of machines) {
    const by = (['uuid', 'name'] as const).find((key) => having(domainsOf[key], machine[key]).length > 0)
    if (by === undefined) {
      unmatched.push({ machine })
      continue
    }
    const alike = having(machinesOf[by], machine[by])
    const candidates = having(domainsOf[by], machine[by])
    const [domain] = candidates
    if (domain === undefined || alike.length > 1 || candidates.length > 1) {
      ambiguous.push({ machine, by, machines: alike, domains: candidates })
    } else if (by === 'name' && having(machinesOf.uuid, domain.uuid).length > 0) {
      unmatched.push({ machine, namesake: domain })
    } else {
      matches.push({ machine, domain, by })
    }
  }
  const concerned = new Set([
    ...matches.map(({ domain }) => domain),
    ...ambiguous.flatMap((ambiguity) => ambiguity.domains),
  ])
  return { matches, ambiguous, unmatched, left: domains.filter((domain) => !concerned.has(domain)) }
}

type Groups<Item> = ReadonlyMap<string, readonly Item[]>

function groupBy<Item extends Identified>(items: readonly Item[], key: MatchedBy): Groups<Item> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const value = item[key]
    if (value === undefined) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [item])
    else group.push(item)
  }
  return groups
}

function having<Item>(groups: Groups<Item>, value: string | undefined): readonly Item[] {
  return (value === undefined ? undefined : groups.get(value)) ?? []
}
