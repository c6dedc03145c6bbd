import { type Diagnostic, quote } from '../diagnostics/index.js'
import { nearest } from '../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from './machine.js'
import type { Ambiguity, Match, Matching, Unmatched } from './match.js'

/** Most candidates that one message lists. */
const MOST = 5

/** Most names that are offered as what was meant. */
const MOST_NEAREST = 3

/**
 * What is to be said of a matching, at the machines' places: VL312 for a machine that has no domain, VL313 for one that
 * could have several or share one, and the note VL314 for one that has its domain's name but another UUID.
 */
export function matchDiagnostics(matching: Matching<Machine, Machine>): readonly Diagnostic[] {
  return [
    ...matching.unmatched.map((unmatched) => noDomain(unmatched, matching.left)),
    ...matching.ambiguous.map(ambiguity),
    ...matching.matches.flatMap(nameOnly),
  ]
}

/** Domains for a message: their names and files, of many the first few unless told. */
export function listDomains(domains: readonly Machine[], most: number = MOST): string {
  return list(domains, domainLabel, most)
}

function noDomain({ machine, namesake }: Unmatched<Machine, Machine>, left: readonly Machine[]): Diagnostic {
  const keys = [machine.uuid && 'UUID', machine.name && 'name'].filter(Boolean).join(' or its ')
  const why =
    namesake === undefined
      ? keys === ''
        ? 'it has neither UUID nor name, so no domain can be its'
        : `no domain has its ${keys}`
      : `the domain with its name, ${domainLabel(namesake)}, belongs to another machine by its UUID`
  const meant = nearestDomains(machine.name, left)
  const hints = [
    ...(meant.length === 0 ? [] : [`did you mean ${listDomains(meant)}?`]),
    ...(left.length === 0 ? ['every domain has its machine'] : []),
    ...(left.length > meant.length ? [`domains without a machine: ${listDomains(left)}`] : []),
  ]
  return machineDiagnostic(machine, {
    code: 'VL312',
    message: `${identity(machine)}: ${why}`,
    hint: hints.join(' '),
  })
}

/** The domains whose names are near to a name, the nearest first where one is. */
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
    message: `${identity(machine)}: its ${what} is that of ${sideOf('machine', machines, machinePlace)} and of ${sideOf('domain', domains, domainLabel)}`,
    hint:
      by === 'uuid'
        ? 'nothing of it is written; name only those inputs and domains that belong together'
        : 'nothing of it is written; give its domain the UUID of the machine, or a name of its own to each',
  })
}

function nameOnly({ machine, domain, by }: Match<Machine, Machine>): readonly Diagnostic[] {
  if (by === 'uuid' || machine.uuid === undefined || domain.uuid === undefined) return []
  return [
    machineDiagnostic(machine, {
      code: 'VL314',
      message: `${identity(machine)}: taken for domain ${domainLabel(domain)} by its name, for the domain's UUID is another one, ${domain.uuid}`,
      hint: 'a machine that was migrated usually has a new UUID; rename one of them if they are not the same',
    }),
  ]
}

function sideOf(noun: string, items: readonly Machine[], label: (item: Machine) => string): string {
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'} (${list(items, label)})`
}

/** The machine with its UUID, so that machines of the same name can be told apart. */
function identity(machine: Machine): string {
  const label = machineLabel(machine, quote)
  return machine.name === undefined || machine.uuid === undefined ? label : `${label} (${machine.uuid})`
}

function machinePlace(machine: Machine): string {
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
