import type { Diagnostic, DiagnosticCode } from '../../diagnostics/index.js'
import { inDomainXml, isStartAttribute, LIFECYCLE_PROPERTIES, propertyName } from '../../lifecycle/index.js'
import { leftOutOf } from '../format.js'
import type { Identified, Machine } from '../machine.js'
import type { MatchedBy } from './match.js'
import { unmatchedCode } from './match-diagnostics.js'
import type { Merge, MergedDomain } from './merge.js'

/** What can become of a machine of the input, in the order in which counts are shown. */
export const OUTCOMES = [
  'changed',
  'would-change',
  'up-to-date',
  'not-matched',
  'ambiguous',
  'left-out',
  'not-written',
] as const

/** One of these. */
export type MachineOutcome = (typeof OUTCOMES)[number]

/** What became of one machine of the input. */
export interface MachineReport extends Identified {
  /** Where the machine is in the input. */
  readonly file: string
  readonly line: number
  readonly outcome: MachineOutcome
  readonly domain?: Identified & { readonly file: string }
  readonly matchedBy?: MatchedBy
  /** The settings of the machine that its domain cannot hold, as `order "2"`. */
  readonly notHeld?: readonly string[]
  /** The codes of the diagnostics that say why the machine is not in a domain. */
  readonly codes?: readonly DiagnosticCode[]
}

/** What became of the inputs: every machine they name, and the errors that are about no machine. */
export interface MergeReport {
  readonly machines: readonly MachineReport[]
  readonly problems: readonly Diagnostic[]
}

/** What was done with a domain that was to change. */
export type Done =
  | { readonly outcome: 'changed' | 'would-change' }
  | { readonly outcome: 'not-written'; readonly codes: readonly DiagnosticCode[] }

/**
 * What became of every machine of the inputs.
 *
 * @param done what was done with a domain; undefined if nothing was to change
 */
export function reportOf(merge: Merge, done: (merged: MergedDomain) => Done | undefined): MergeReport {
  const { matching, domains, inputs } = merge
  const merged = new Map(domains.map((found) => [found.machine, found]))
  const by = new Map(matching.matches.map((match) => [match.machine, match.by]))
  const ambiguous = new Set(matching.ambiguous.map(({ machine }) => machine))
  const unmatched = new Map(matching.unmatched.map((found) => [found.machine, [unmatchedCode(found)]]))
  const reports = inputs.machines.map((machine): MachineReport => {
    const found = merged.get(machine)
    const matchedBy = by.get(machine)
    if (found !== undefined && matchedBy !== undefined) {
      const { outcome, ...why } = done(found) ?? { outcome: 'up-to-date' }
      return {
        ...whoAndWhere(machine),
        outcome,
        domain: domainOf(found),
        matchedBy,
        ...notHeld(found, machine),
        ...why,
      }
    }
    if (ambiguous.has(machine)) return { ...whoAndWhere(machine), outcome: 'ambiguous', codes: ['VL313'] }
    // Without any readable domain, no machine was looked for.
    return { ...whoAndWhere(machine), outcome: 'not-matched', codes: unmatched.get(machine) ?? [] }
  })
  const leftOut = leftOutOf(inputs.diagnostics).map(({ machine, because }): MachineReport => {
    const { file = '', line = 1 } = because[0] ?? {}
    return {
      ...identityOf(machine),
      file,
      line,
      outcome: 'left-out',
      codes: [...new Set(because.map(({ code }) => code))],
    }
  })
  const isProblem = ({ severity, leavesOut }: Diagnostic): boolean => severity === 'error' && leavesOut === undefined
  return { machines: [...reports, ...leftOut], problems: inputs.diagnostics.filter(isProblem) }
}

function whoAndWhere({
  name,
  uuid,
  source: { document, start },
}: Machine): Identified & Pick<MachineReport, 'file' | 'line'> {
  return { ...identityOf({ name, uuid }), file: document.file, line: document.position(start).line }
}

function domainOf({ domain: { name, uuid, source } }: MergedDomain): Identified & { readonly file: string } {
  return { ...identityOf({ name, uuid }), file: source.document.file }
}

function identityOf({ name, uuid }: { readonly [Key in keyof Identified]: string | undefined }): Identified {
  return { ...(name === undefined ? {} : { name }), ...(uuid === undefined ? {} : { uuid }) }
}

/** The settings of a machine that domain XML cannot express. A 0 has the effect of no attribute, so it is held. */
function notHeld({ lifecycle }: MergedDomain, machine: Machine): Pick<MachineReport, 'notHeld'> {
  const held = inDomainXml(lifecycle)
  const lost = LIFECYCLE_PROPERTIES.filter((property) => {
    const value = machine.lifecycle[property]
    return value !== undefined && !(isStartAttribute(property) && value === 0) && held[property] !== value
  })
  const texts = lost.map((property) => `${propertyName(property)} "${machine.lifecycle[property]}"`)
  return texts.length === 0 ? {} : { notHeld: texts }
}
