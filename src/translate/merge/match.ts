import type { Identified } from '../machine.js'
import { having, indexOf } from './identity-index.js'
import { type MapFault, type MapRow, resolveMap } from './map.js'

/** What makes a machine and a domain the same, the strongest first. */
export const MATCHED_BY = ['uuid', 'map', 'name', 'name-without-case'] as const

/** One of these. */
export type MatchedBy = (typeof MATCHED_BY)[number]

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
  readonly by: Exclude<MatchedBy, 'map'>
  /** All machines that have it, this one included. */
  readonly machines: readonly Machine[]
  /** All domains that have it; at least one. */
  readonly domains: readonly Domain[]
}

/** A machine without a domain. */
export interface Unmatched<Machine, Domain> {
  readonly machine: Machine
  /** The domain that has its name but belongs to another machine, by its UUID or by the map. */
  readonly namesake?: Domain
  /** Its domain, if that was left out. */
  readonly unusable?: Domain
  /** The row of the map that names the machine but cannot be used. No other domain is guessed then. */
  readonly fault?: MapFault<Machine, Domain>
}

/** Which machine is which domain. Every machine is in one of the first three lists, in the order of the input. */
export interface Matching<Machine, Domain> {
  readonly matches: readonly Match<Machine, Domain>[]
  readonly ambiguous: readonly Ambiguity<Machine, Domain>[]
  readonly unmatched: readonly Unmatched<Machine, Domain>[]
  /** The domains that match no machine, not even ambiguously. */
  readonly left: readonly Domain[]
  /** The rows of the map that cannot be used, in the order of the map. */
  readonly faults: readonly MapFault<Machine, Domain>[]
}

/**
 * Find the domain of each machine: by UUID, else by the map, else by name if exactly one machine and exactly one domain
 * has that name, compared exactly first and without letter case second. If a UUID matches, names do not matter. If UUIDs
 * differ, names may still match, because a migrated machine usually has a new UUID. Machines and domains that the map
 * names are not matched by name. A domain is matched at most once, and the order of the inputs does not matter.
 */
export function matchMachines<Machine extends Identified, Domain extends Identified>(
  machines: readonly Machine[],
  domains: readonly Domain[],
  map: readonly MapRow[] = [],
): Matching<Machine, Domain> {
  const machinesOf = indexOf(machines)
  const domainsOf = indexOf(domains)
  const mapped = resolveMap(map, machinesOf, domainsOf)
  const matches: Match<Machine, Domain>[] = []
  const ambiguous: Ambiguity<Machine, Domain>[] = []
  const unmatched: Unmatched<Machine, Domain>[] = []

  const freeDomains = new Remaining(mapped.domains)
  const freeMachines = new Remaining(mapped.machines)
  const judge = (
    machine: Machine,
    by: Ambiguity<Machine, Domain>['by'],
    alike: readonly Machine[],
    candidates: readonly Domain[],
  ): void => {
    const [domain] = candidates
    if (domain === undefined || alike.length > 1 || candidates.length > 1) {
      ambiguous.push({ machine, by, machines: alike, domains: candidates })
    } else if (by !== 'uuid' && having(machinesOf, 'uuid', domain).length > 0) {
      unmatched.push({ machine, namesake: domain })
    } else {
      matches.push({ machine, domain, by })
    }
  }

  for (const machine of machines) {
    const sameUuid = having(domainsOf, 'uuid', machine)
    const domain = mapped.pairs.get(machine)
    const fault = mapped.faultOf.get(machine)
    if (sameUuid.length > 0) judge(machine, 'uuid', having(machinesOf, 'uuid', machine), sameUuid)
    else if (domain !== undefined) matches.push({ machine, domain, by: 'map' })
    else if (fault !== undefined) unmatched.push({ machine, fault })
    else {
      const by = NAMES.find((key) => having(domainsOf, key, machine).length > 0)
      const named = by === undefined ? [] : having(domainsOf, by, machine)
      const free = freeDomains.of(named)
      const [namesake] = named
      if (by === undefined || namesake === undefined) unmatched.push({ machine })
      else if (free.length === 0) unmatched.push({ machine, namesake })
      else {
        judge(machine, by, freeMachines.of(having(machinesOf, by, machine)), free)
      }
    }
  }
  const concerned = new Set(matches.map((match) => match.domain))
  for (const domains of new Set(ambiguous.map((ambiguity) => ambiguity.domains))) {
    for (const domain of domains) concerned.add(domain)
  }
  const left = domains.filter((candidate) => !concerned.has(candidate))
  return { matches, ambiguous, unmatched, left, faults: mapped.faults }
}

const NAMES = ['name', 'name-without-case'] as const

/** What is left of groups without what is taken; each group is looked at once, for all of its members ask. */
class Remaining<Item> {
  private readonly known = new Map<readonly Item[], readonly Item[]>()

  constructor(private readonly taken: ReadonlySet<Item>) {}

  of(group: readonly Item[]): readonly Item[] {
    const found = this.known.get(group)
    if (found !== undefined) return found
    const made = group.filter((item) => !this.taken.has(item))
    this.known.set(group, made)
    return made
  }
}
