import { applyEdits, type Diagnostic, type Edit, type Finding, hasErrors, SourceText } from '../../diagnostics/index.js'
import { isRecord, type Placement } from '../../domain/index.js'
import { inDomainXml, type Lifecycle, mergeLifecycle } from '../../lifecycle/index.js'
import { type LeftOutMachine, leftOutOf, type ReadResult } from '../format.js'
import { editDomain } from '../libvirt/domain.js'
import { droppedElements, type WrittenLifecycle } from '../libvirt/dropped-elements.js'
import { type DomainMachine, isDomainMachine, type Machine, machineDiagnostic } from '../machine.js'
import type { MapRow } from './map.js'
import { type Match, type Matching, matchMachines, type Unmatched } from './match.js'
import { matchDiagnostics } from './match-diagnostics.js'

/** Options of `mergeMachines`. */
export interface MergeOptions {
  /** Where the settings are written. Unless given, where the domain already has its own, else `element`. */
  readonly placement?: Placement
  /** Which machine is which domain, where their UUIDs do not say it; before their names. */
  readonly map?: readonly MapRow[]
}

/** A domain after the merge. */
export interface MergedDomain {
  readonly domain: DomainMachine
  /** The machine that was matched to it; absent if none was. */
  readonly machine?: Machine
  /** Its lifecycle after the merge. */
  readonly lifecycle: Lifecycle
  /** The edits of its document; empty if it is up to date. */
  readonly edits: readonly Edit[]
  /** Its document with the edits applied. */
  readonly text: string
}

/** Which machine is which domain. Only domains that can be changed are matched. */
export interface MachineMatching extends Matching<Machine, Machine> {
  readonly matches: readonly Match<Machine, DomainMachine>[]
}

/** The result of a merge. */
export interface Merge {
  /** Every domain that can be written, in the order of the input. */
  readonly domains: readonly MergedDomain[]
  readonly matching: MachineMatching
  /** What the readers found in the inputs: all machines, and what they reported. */
  readonly inputs: ReadResult
  /** The diagnostics of the readers, then those of the merge. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Bring the settings of machines into existing domains. Settings absent from a machine are left unchanged in its domain; an
 * explicit 0 removes an attribute. Nothing is written: the result is data.
 *
 * @param machines what readers of any format found
 * @param targets what the reader of domain XML found
 */
export function mergeMachines(machines: ReadResult, targets: ReadResult, { placement, map }: MergeOptions = {}): Merge {
  const found = targets.machines.filter(isDomainMachine)
  const domains = found.filter(({ source }) => !isRecord(source.domain))
  const skipped = found
    .filter(({ source }) => isRecord(source.domain))
    .map((domain) => machineDiagnostic(domain, notMatched(domain)))
  const targetDiagnostics = [...targets.diagnostics, ...skipped]
  // If no domain could be read, that is the fault, rather than that no machine has a domain.
  const hopeless = domains.length === 0 && hasErrors(targetDiagnostics)
  const matching = hopeless ? NO_MATCHES : matchAll(machines, domains, targets.diagnostics, map)
  const decisions = new Map(matching.matches.map((match) => [match.domain, decide(match, placement)]))
  return {
    domains: domains.map((domain) => mergedOf(domain, decisions.get(domain))),
    matching,
    inputs: machines,
    diagnostics: [
      ...machines.diagnostics,
      ...targetDiagnostics,
      ...matchDiagnostics(matching),
      ...[...decisions.values()].flatMap(({ diagnostics }) => diagnostics),
      ...droppedElements([...decisions.values()].filter(({ edits }) => edits.length > 0)),
    ],
  }
}

const NO_MATCHES: MachineMatching = { matches: [], ambiguous: [], unmatched: [], left: [], faults: [] }

/**
 * Match machines and domains. Those that their readers left out take part: what belongs to one of them is not free for another
 * with the same name, and a name that one of them has is not that of one only.
 *
 * @param found what the reader of the domains found
 */
function matchAll(
  machines: ReadResult,
  domains: readonly DomainMachine[],
  found: readonly Diagnostic[],
  map: readonly MapRow[] | undefined,
): MachineMatching {
  // A record of the past is never changed, so nothing is matched to it, whether it can be read or not.
  const targets = leftOutOf(found).filter(({ machine }) => machine.isRecord !== true)
  const all = matchMachines<Machine, Machine>(
    [...machines.machines, ...leftOutOf(machines.diagnostics).map(withoutSettings)],
    [...domains, ...targets.map(withoutSettings)],
    map,
  )
  const matches: Match<Machine, DomainMachine>[] = []
  const without: Unmatched<Machine, Machine>[] = [...all.unmatched]
  for (const { machine, domain, by } of all.matches) {
    if (isLeftOut(machine)) continue
    if (isDomainMachine(domain)) matches.push({ machine, domain, by })
    else without.push({ machine, unusable: domain })
  }
  const places = new Map(machines.machines.map((machine, place) => [machine, place]))
  const placeOf = ({ machine }: Unmatched<Machine, Machine>): number => places.get(machine) ?? 0
  const unmatched = without.filter(({ machine }) => !isLeftOut(machine)).toSorted((a, b) => placeOf(a) - placeOf(b))
  const ambiguous = all.ambiguous.filter(({ machine }) => !isLeftOut(machine))
  return { matches, ambiguous, unmatched, left: all.left.filter((domain) => !isLeftOut(domain)), faults: all.faults }
}

/** The format of what was left out. */
const LEFT_OUT = 'left-out'

/** A machine or domain that was left out, where the first finding about it is. */
function withoutSettings({ machine: { isRecord: _, ...identity }, because: [first] }: LeftOutMachine): Machine {
  const document = new SourceText(first?.file ?? '', '', first?.line)
  return { ...identity, lifecycle: {}, source: { format: LEFT_OUT, document, start: 0, end: 0 } }
}

function isLeftOut({ source }: Machine): boolean {
  return source.format === LEFT_OUT
}

/** The edits of a matched domain. */
interface Decision extends WrittenLifecycle {
  readonly edits: readonly Edit[]
  readonly diagnostics: readonly Diagnostic[]
}

function decide(
  { machine, domain }: Match<Machine, DomainMachine>,
  placement: Placement = domain.placement ?? 'element',
): Decision {
  const merged = mergeLifecycle(domain.lifecycle, machine.lifecycle)
  const lifecycle = inDomainXml(merged, domain.lifecycle)
  return { machine, lifecycle, placement, ...editDomain(domain, merged, placement) }
}

function mergedOf(domain: DomainMachine, decision: Decision | undefined): MergedDomain {
  const { text } = domain.source.document
  if (decision === undefined) return { domain, lifecycle: domain.lifecycle, edits: [], text }
  const { machine, lifecycle, edits } = decision
  return { domain, machine, lifecycle, edits, text: edits.length === 0 ? text : applyEdits(text, edits) }
}

function notMatched({ source }: DomainMachine): Finding {
  return {
    code: 'VL318',
    message: `a <${source.domain.rootKind}> records the past and can only be read, so no machine is matched to it`,
    hint: 'use the domain\'s own definition instead ("virsh dumpxml --inactive")',
  }
}
