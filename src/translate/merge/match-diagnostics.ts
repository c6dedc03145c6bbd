import { type Diagnostic, type DiagnosticCode, nearest, plural, quote } from '../../diagnostics/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { groupBy } from './identity-index.js'
import { MAP_OPTION, type MapFault, type MapRow } from './map.js'
import type { Ambiguity, Match, MatchedBy, Matching, Unmatched } from './match.js'

/** Most candidates that one message lists. */
const MOST = 5

/** Most names that one message suggests. */
const MOST_NEAREST = 3

/**
 * The diagnostics of a matching. At the rows of the map: VL341 and VL342 for one that cannot be used. At the machines: VL312
 * for one without a domain, VL313 for one that matches several domains or shares one, and the note VL314 for one with the
 * name of its domain but another UUID, or with the name in other letter case.
 */
export function matchDiagnostics(matching: Matching<Machine, Machine>): readonly Diagnostic[] {
  return [
    ...matching.faults.map(faultyRow),
    ...noDomains(matching),
    ...matching.ambiguous.map(ambiguity),
    ...matching.matches.flatMap(nameOnly),
  ]
}

/** Domains for a message: the names and files of the first `most`, and how many more there are. */
export function listDomains(domains: readonly Machine[], most: number = MOST): string {
  return list(domains, domainLabel, most)
}

/** How messages say what a machine and its domain have in common. */
const COMMON: Readonly<Record<Exclude<MatchedBy, 'map'>, string>> = {
  uuid: 'UUID',
  name: 'name',
  'name-without-case': 'name, apart from letter case,',
}

/** The code of the diagnostic that says why a machine has no domain. */
export function unmatchedCode({ fault }: Unmatched<Machine, Machine>): DiagnosticCode {
  return fault === undefined ? 'VL312' : faultCode(fault)
}

function faultCode({ kind }: MapFault<Machine, Machine>): 'VL341' | 'VL342' {
  return kind === 'no-machine' || kind === 'no-domain' ? 'VL341' : 'VL342'
}

function faultyRow(fault: MapFault<Machine, Machine>): Diagnostic {
  const { row } = fault
  const code = faultCode(fault)
  const diagnostic = (message: string, hint: string): Diagnostic =>
    row.document.diagnostic({ code, message, hint }, row.start, row.end)
  const rule = `${quote(row.machine)} cannot be mapped to ${quote(row.domain)}`
  switch (fault.kind) {
    case 'no-machine':
      return diagnostic(
        `the input has no machine with the name or UUID ${quote(row.machine)}`,
        'the machine comes first, then its domain; remove the row if the machine is not to be converted',
      )
    case 'no-domain':
      return diagnostic(
        `no domain has the name or UUID ${quote(row.domain)}, so ${quote(row.machine)} is left out`,
        'the machine comes first, then its domain; the domain must be among those of --into',
      )
    case 'several': {
      const sides = [
        ...(fault.machines.length > 1 ? [sideOf('machine', fault.machines, machinePosition)] : []),
        ...(fault.domains.length > 1 ? [sideOf('domain', fault.domains, domainLabel)] : []),
      ]
      return diagnostic(`${rule}: it names ${sides.join(' and ')}`, 'use the UUID instead of the name')
    }
    case 'contradiction': {
      const what =
        fault.about === 'machine'
          ? `${quote(row.machine)} has another domain`
          : `${quote(row.domain)} has another machine`
      return diagnostic(`${rule}: ${what} ${positionOf(fault.other)}`, 'neither row is used; remove the wrong one')
    }
    case 'uuid': {
      const pair = `${identity(fault.machine)} has the UUID of the domain ${domainLabel(fault.domain)}`
      return diagnostic(`${rule}: ${pair}`, 'equal UUIDs come before the map; remove the row')
    }
  }
}

function positionOf({ document, start }: MapRow): string {
  return document.file === MAP_OPTION
    ? `in --map ${document.text}`
    : `at ${document.file}:${document.position(start).line}`
}

/** Most names that are compared with others, of all machines together: there can be thousands on each side. */
const MOST_COMPARED = 40_000

function noDomains({ unmatched, left }: Matching<Machine, Machine>): readonly Diagnostic[] {
  const compared = Math.floor(MOST_COMPARED / Math.max(1, left.length))
  const domainsOf = groupBy(left, ({ name }) => name)
  return unmatched.flatMap((one, index) => noDomain(one, left, index < compared ? domainsOf : new Map()))
}

/** @param byName the domains in which a similar name is looked for */
function noDomain(
  { machine, namesake, unusable, fault }: Unmatched<Machine, Machine>,
  left: readonly Machine[],
  byName: ReadonlyMap<string, readonly Machine[]>,
): readonly Diagnostic[] {
  // The row of the map that names the machine has been reported.
  if (fault !== undefined) return []
  if (unusable !== undefined) {
    const message = `${identity(machine)}: its domain, ${domainLabel(unusable)}, was left out`
    return [
      machineDiagnostic(machine, {
        code: 'VL312',
        message,
        hint: 'correct the domain first: see what is reported there',
      }),
    ]
  }
  const keys = [machine.uuid && 'UUID', machine.name && 'name'].filter(Boolean).join(' or its ')
  const why =
    namesake === undefined
      ? keys === ''
        ? 'it has neither a UUID nor a name, so no domain can be matched to it'
        : `no domain has its ${keys}`
      : `the domain with its name, ${domainLabel(namesake)}, belongs to another machine, by its UUID or the map`
  // Where a row of the map names the domain for a machine that is not in the input, the domain is left, and not meant.
  const meant = nearestDomains(machine.name, byName).filter((domain) => domain !== namesake)
  const hints = [
    ...(meant.length === 0 ? [] : [`did you mean ${listDomains(meant)}?`]),
    ...(left.length === 0 ? ['every domain already has a machine'] : []),
    ...(left.length > meant.length ? [`domains without a machine: ${listDomains(left)}`] : []),
  ]
  return [machineDiagnostic(machine, { code: 'VL312', message: `${identity(machine)}: ${why}`, hint: hints.join(' ') })]
}

/** The domains with names similar to a name; if one is nearest, it is first. */
function nearestDomains(name: string | undefined, byName: ReadonlyMap<string, readonly Machine[]>): readonly Machine[] {
  if (name === undefined) return []
  const names = [...byName.keys()]
  const best = nearest(name, names)
  const near = names.filter((candidate) => candidate !== best && nearest(name, [candidate]) !== undefined)
  const meant = new Set([...(best === undefined ? [] : [best]), ...near].slice(0, MOST_NEAREST))
  return [...meant].flatMap((candidate) => byName.get(candidate) ?? [])
}

function ambiguity({ machine, by, machines, domains }: Ambiguity<Machine, Machine>): Diagnostic {
  return machineDiagnostic(machine, {
    code: 'VL313',
    message: `${identity(machine)}: the ${COMMON[by]} is shared by ${sideOf('machine', machines, machinePosition)} and ${sideOf('domain', domains, domainLabel)}`,
    hint:
      by === 'uuid'
        ? 'it is left out; pass only the inputs and domains that belong together'
        : 'it is left out; say which domain it is with --map OLD=NEW, where each side may be a UUID',
  })
}

function nameOnly({ machine, domain, by }: Match<Machine, Machine>): readonly Diagnostic[] {
  if (by === 'uuid' || by === 'map') return []
  const differs = machine.uuid !== undefined && domain.uuid !== undefined
  if (by === 'name' && !differs) return []
  const how = by === 'name' ? 'by name' : 'by name, apart from letter case'
  const uuids = differs ? `; the domain has another UUID, ${domain.uuid}` : ''
  return [
    machineDiagnostic(machine, {
      code: 'VL314',
      message: `${identity(machine)}: matched to the domain ${domainLabel(domain)} ${how}${uuids}`,
      hint: 'a migrated machine usually has a new UUID; if they are not the same machine, use --map or rename one of them',
    }),
  ]
}

function sideOf(noun: string, items: readonly Machine[], label: (item: Machine) => string): string {
  return `${plural(items.length, noun)} (${list(items, label)})`
}

/** The machine with its UUID, so that machines of the same name can be told apart. */
function identity(machine: Machine): string {
  const label = machineLabel(machine)
  return machine.name === undefined || machine.uuid === undefined ? label : `${label} (${machine.uuid})`
}

function machinePosition(machine: Machine): string {
  const { document, start } = machine.source
  return `${named(machine)} at ${document.file}:${document.position(start).line}`
}

function domainLabel(domain: Machine): string {
  return `${named(domain)} in ${domain.source.document.file}`
}

function named({ name, uuid }: Machine): string {
  return name === undefined ? (uuid ?? 'one without a name') : quote(name)
}

function list(items: readonly Machine[], label: (item: Machine) => string, most: number = MOST): string {
  const more = items.length - most
  return `${items.slice(0, most).map(label).join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
