import { type Diagnostic, nearest, quote } from '../../diagnostics/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import type { Ambiguity, Match, Matching, Unmatched } from './match.js'

/** Most candidates that one message lists. */
const MOST = 5

/** Most names that one message suggests. */
const MOST_NEAREST = 3

/**
 * The diagnostics of a matching, at the positions of the machines: VL312 for a machine without a domain, VL313 for one that
 * matches several domains or shares one, and the note VL314 for one with the name of its domain but another UUID.
 */
export function matchDiagnostics(matching: Matching<Machine, Machine>): readonly Diagnostic[] {
  return [
    ...matching.unmatched.map((unmatched) => noDomain(unmatched, matching.left)),
    ...matching.ambiguous.map(ambiguity),
    ...matching.matches.flatMap(nameOnly),
  ]
}

/** Domains for a message: the names and files of the first `most`, and how many more there are. */
export function listDomains(domains: readonly Machine[], most: number = MOST): string {
  return list(domains, domainLabel, most)
}

function noDomain({ machine, namesake }: Unmatched<Machine, Machine>, left: readonly Machine[]): Diagnostic {
  const keys = [machine.uuid && 'UUID', machine.name && 'name'].filter(Boolean).join(' or its ')
  const why =
    namesake === undefined
      ? keys === ''
        ? 'it has neither a UUID nor a name, so no domain can be matched to it'
        : `no domain has its ${keys}`
      : `the domain with its name, ${domainLabel(namesake)}, has the UUID of another machine`
  const meant = nearestDomains(machine.name, left)
  const hints = [
    ...(meant.length === 0 ? [] : [`did you mean ${listDomains(meant)}?`]),
    ...(left.length === 0 ? ['every domain already has a machine'] : []),
    ...(left.length > meant.length ? [`domains without a machine: ${listDomains(left)}`] : []),
  ]
  return machineDiagnostic(machine, {
    code: 'VL312',
    message: `${identity(machine)}: ${why}`,
    hint: hints.join(' '),
  })
}

/** The domains with names similar to a name; if one is nearest, it is first. */
function nearestDomains(name: string | undefined, domains: readonly Machine[]): readonly Machine[] {
  if (name === undefined) return []
  const names = domains.flatMap((domain) => domain.name ?? [])
  const best = nearest(name, names)
  const near = names.filter((candidate) => candidate !== best && nearest(name, [candidate]) !== undefined)
  const meant = new Set([...(best === undefined ? [] : [best]), ...near].slice(0, MOST_NEAREST))
  return [...meant].flatMap((candidate) => domains.filter((domain) => domain.name === candidate))
}

function ambiguity({ machine, by, machines, domains }: Ambiguity<Machine, Machine>): Diagnostic {
  const what = by === 'uuid' ? 'UUID' : 'name'
  return machineDiagnostic(machine, {
    code: 'VL313',
    message: `${identity(machine)}: the ${what} is shared by ${sideOf('machine', machines, machinePosition)} and ${sideOf('domain', domains, domainLabel)}`,
    hint:
      by === 'uuid'
        ? 'it is left out; pass only the inputs and domains that belong together'
        : 'it is left out; give the domain the UUID of the machine, or give each machine a unique name',
  })
}

function nameOnly({ machine, domain, by }: Match<Machine, Machine>): readonly Diagnostic[] {
  if (by === 'uuid' || machine.uuid === undefined || domain.uuid === undefined) return []
  return [
    machineDiagnostic(machine, {
      code: 'VL314',
      message: `${identity(machine)}: matched to the domain ${domainLabel(domain)} by name; the domain has another UUID, ${domain.uuid}`,
      hint: 'a migrated machine usually has a new UUID; if they are not the same machine, rename one of them',
    }),
  ]
}

function sideOf(noun: string, items: readonly Machine[], label: (item: Machine) => string): string {
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'} (${list(items, label)})`
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
