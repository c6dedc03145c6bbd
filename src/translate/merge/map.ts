import type { SourceText } from '../../diagnostics/index.js'
import { type Identified, normalGuid } from '../machine.js'
import { having, type IdentityIndex } from './identity-index.js'

/** What a map that is given as OLD=NEW is called in diagnostics. */
export const MAP_OPTION = '--map'

/** A row of the map: a machine and its domain, each by name or UUID. */
export interface MapRow {
  readonly machine: string
  readonly domain: string
  /** Where the row was read: the range (UTF-16 code units) in its document. */
  readonly document: SourceText
  readonly start: number
  readonly end: number
}

/** Why a row of the map cannot be used. */
export type MapFault<Machine, Domain> = { readonly row: MapRow } & (
  | { readonly kind: 'no-machine' | 'no-domain' }
  /** Several machines or several domains have the name. */
  | { readonly kind: 'several'; readonly machines: readonly Machine[]; readonly domains: readonly Domain[] }
  /** Another row gives the machine another domain, or the domain to another machine; `isFirst` if that row comes later. */
  | {
      readonly kind: 'contradiction'
      readonly other: MapRow
      readonly isFirst: boolean
      readonly about: 'machine' | 'domain'
    }
  /** The machine has the UUID of another domain, or the domain that of another machine. */
  | { readonly kind: 'uuid'; readonly machine: Machine; readonly domain: Domain }
)

/** What the rows of a map say about these machines and domains. */
export interface ResolvedMap<Machine, Domain> {
  readonly pairs: ReadonlyMap<Machine, Domain>
  readonly faults: readonly MapFault<Machine, Domain>[]
  /** Why a machine that the map names is in no pair. */
  readonly faultOf: ReadonlyMap<Machine, MapFault<Machine, Domain>>
  /** All machines and domains that a row names, whether the row can be used or not. */
  readonly machines: ReadonlySet<Machine>
  readonly domains: ReadonlySet<Domain>
}

/** Find the machine and the domain of each row. Of rows that contradict each other, none is used. */
export function resolveMap<Machine extends Identified, Domain extends Identified>(
  rows: readonly MapRow[],
  machinesOf: IdentityIndex<Machine>,
  domainsOf: IdentityIndex<Domain>,
): ResolvedMap<Machine, Domain> {
  const faults = new Map<MapRow, MapFault<Machine, Domain>>()
  const found = rows.map((row) => ({
    row,
    machines: find(machinesOf, row.machine),
    domains: find(domainsOf, row.domain),
  }))
  const complete: Pair<Machine, Domain>[] = []
  for (const { row, machines, domains } of found) {
    const [machine] = machines
    const [domain] = domains
    if (machine === undefined) faults.set(row, { row, kind: 'no-machine' })
    else if (domain === undefined) faults.set(row, { row, kind: 'no-domain' })
    else if (machines.length > 1 || domains.length > 1) faults.set(row, { row, kind: 'several', machines, domains })
    else {
      const pair = { row, machine, domain }
      const fault = againstUuid(pair, machinesOf, domainsOf)
      if (fault === undefined) complete.push(pair)
      else faults.set(row, fault)
    }
  }
  const contradictions = contradictionsOf(complete)
  const faultOf = new Map<Machine, MapFault<Machine, Domain>>()
  // Rows that name the same machines share the list of them.
  const faultOfAll = new Map<readonly Machine[], MapFault<Machine, Domain>>()
  for (const { row, machines } of found) {
    const fault = faults.get(row) ?? contradictions.get(row)
    if (fault !== undefined) faultOfAll.set(machines, fault)
  }
  for (const [machines, fault] of faultOfAll) for (const machine of machines) faultOf.set(machine, fault)
  const used = complete.filter(({ row }) => !contradictions.has(row))
  return {
    pairs: new Map(used.map(({ machine, domain }) => [machine, domain])),
    faults: rows.flatMap((row) => faults.get(row) ?? toReport(row, contradictions) ?? []),
    faultOf,
    machines: membersOf(new Set(found.map(({ machines }) => machines))),
    domains: membersOf(new Set(found.map(({ domains }) => domains))),
  }
}

function membersOf<Item>(groups: ReadonlySet<readonly Item[]>): ReadonlySet<Item> {
  const members = new Set<Item>()
  for (const group of groups) for (const member of group) members.add(member)
  return members
}

/** A row whose two sides are one machine and one domain. */
interface Pair<Machine, Domain> {
  readonly row: MapRow
  readonly machine: Machine
  readonly domain: Domain
}

type Contradiction = Extract<MapFault<never, never>, { readonly kind: 'contradiction' }>

/** Those that a text of the map names: by UUID, else by name, else by name without letter case. */
function find<Item extends Identified>(index: IdentityIndex<Item>, text: string): readonly Item[] {
  const uuid = normalGuid(text)
  const named = { name: text, ...(uuid === undefined ? {} : { uuid }) }
  const keys = ['uuid', 'name', 'name-without-case'] as const
  return keys.map((key) => having(index, key, named)).find((items) => items.length > 0) ?? []
}

function againstUuid<Machine extends Identified, Domain extends Identified>(
  { row, machine, domain }: Pair<Machine, Domain>,
  machinesOf: IdentityIndex<Machine>,
  domainsOf: IdentityIndex<Domain>,
): MapFault<Machine, Domain> | undefined {
  const [otherDomain] = having(domainsOf, 'uuid', machine).filter((other) => other !== domain)
  if (otherDomain !== undefined) return { row, kind: 'uuid', machine, domain: otherDomain }
  const [otherMachine] = having(machinesOf, 'uuid', domain).filter((other) => other !== machine)
  return otherMachine === undefined ? undefined : { row, kind: 'uuid', machine: otherMachine, domain }
}

/** For each row that another one contradicts, the first such row. */
function contradictionsOf<Machine, Domain>(
  pairs: readonly Pair<Machine, Domain>[],
): ReadonlyMap<MapRow, Contradiction> {
  const ofMachine = firstTwo(
    pairs,
    ({ machine }) => machine,
    ({ domain }) => domain,
  )
  const ofDomain = firstTwo(
    pairs,
    ({ domain }) => domain,
    ({ machine }) => machine,
  )
  const contradictions = new Map<MapRow, Contradiction>()
  for (const { row, machine, domain } of pairs) {
    const otherDomain = ofMachine.get(machine)?.find((other) => other.domain !== domain)
    const otherMachine = ofDomain.get(domain)?.find((other) => other.machine !== machine)
    const about = otherDomain === undefined ? 'domain' : 'machine'
    const other = (otherDomain ?? otherMachine)?.row
    if (other !== undefined)
      contradictions.set(row, { row, kind: 'contradiction', other, isFirst: !contradictions.has(other), about })
  }
  return contradictions
}

/** Of the pairs with each key the first, and the first that has another value than that. */
function firstTwo<Pair, Side, Other>(
  pairs: readonly Pair[],
  sideOf: (pair: Pair) => Side,
  otherOf: (pair: Pair) => Other,
): ReadonlyMap<Side, readonly Pair[]> {
  const found = new Map<Side, Pair[]>()
  for (const pair of pairs) {
    const known = found.get(sideOf(pair))
    const [first] = known ?? []
    if (known === undefined) found.set(sideOf(pair), [pair])
    else if (known.length === 1 && first !== undefined && otherOf(first) !== otherOf(pair)) known.push(pair)
  }
  return found
}

/** The contradiction of a row, unless it is reported at the other row: two rows are one mistake, reported at the second. */
function toReport(row: MapRow, contradictions: ReadonlyMap<MapRow, Contradiction>): Contradiction | undefined {
  const fault = contradictions.get(row)
  if (fault === undefined) return undefined
  return fault.isFirst && contradictions.get(fault.other)?.other === row ? undefined : fault
}
