import { type Diagnostic, escapeControls, hasErrors, plural } from '../../diagnostics/index.js'
import {
  type Done,
  joinReadings,
  listDomains,
  type Merge,
  type MergedDomain,
  type MergeReport,
  mergeMachines,
  OUTCOMES,
  type ReadResult,
  reportOf,
} from '../../translate/index.js'
import { Interrupt } from '../console/interrupt.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { libvirtTarget } from '../libvirt/target.js'
import { uriOf } from '../libvirt/uri.js'
import { fileTarget } from './into-files.js'
import { readMap } from './map.js'
import { matchTable } from './match-table.js'
import { writeReport } from './merge-report.js'
import { nothingIn } from './nothing-set.js'
import type { Merging } from './options.js'
import { readSource } from './source.js'
import type { Plan, Target, Written } from './target.js'

/** Put the settings of machines, from any readable format, into existing domains. */
export async function convertInto(terminal: Terminal, paths: readonly string[], options: Merging): Promise<ExitStatus> {
  const { how, allOrNothing } = options
  const readings: ReadResult[] = []
  for await (const { reading } of readSource(terminal, paths, options)) readings.push(reading)
  const map = await readMap(terminal.io, options)
  if (map.diagnostics.length > 0) {
    // Without a row of the map, its machine could be matched to a wrong domain by name.
    await terminal.diagnostics(map.diagnostics)
    terminal.note(`nothing was ${PAST[how]}: correct the map first`)
    return exitStatus(map.diagnostics)
  }
  const uri = uriOf(options.into)
  const target = await (uri === undefined ? fileTarget(terminal, options) : libvirtTarget(terminal, uri, options))
  const placement = options.placement ?? target.placement
  const chosen = placement === undefined ? {} : { placement }
  const machines = joinReadings(readings)
  const merge = mergeMachines(machines, target.domains, { map: map.rows, ...chosen })
  const plan = target.plan(merge)
  const refused = plan.refused.map(({ diagnostic }) => diagnostic)
  const found = [...merge.diagnostics, ...refused, ...nothingIn(machines, paths)]
  const interrupt = new Interrupt(terminal.io.signals, false)
  const written = await carryOut(target, plan, options, hasErrors(found), interrupt)
  interrupt.ignore()
  for (const { diagnostic } of written.failures) found.push(diagnostic)
  for (const diagnostic of written.others) found.push(diagnostic)
  const report = reportOf(merge, outcomes(how, plan, written))
  for (const diagnostic of await writeReport(terminal.io.cwd, options, report)) found.push(diagnostic)
  // How machines without a UUID in common were matched is in the table.
  const isSaid = ({ code }: Diagnostic): boolean =>
    (code !== 'VL314' || options.verbose === true) && (code !== 'VL332' || written.done.length > 0)
  await terminal.diagnostics(found.filter(isSaid))
  for (const line of matchTable(merge.matching.matches)) terminal.note(line)
  sayWhatIsLeft(terminal, merge)
  if (how === 'diff') await target.show(written.done)
  const isComplete = written.done.length + written.failures.length >= plan.changes.length
  const stopped = isComplete && !allOrNothing ? undefined : interrupt.status
  if (allOrNothing && written.done.length === 0 && (hasErrors(found) || stopped !== undefined)) {
    const why = stopped === undefined ? 'because of errors' : 'because the run was interrupted'
    terminal.note(`nothing was ${PAST[how]} ${why} (--all-or-nothing)`)
  } else if (merge.domains.length > 0) {
    const line = closingLine(how, merge, written, report)
    terminal.note(stopped === undefined ? line : `stopped early: ${line}`)
  }
  return stopped ?? exitStatus(found)
}

const PAST = { diff: 'shown', write: 'written' } as const

async function carryOut(
  target: Target,
  { changes }: Plan,
  { how, allOrNothing }: Merging,
  hasFailed: boolean,
  interrupt: Interrupt,
): Promise<Written> {
  if (allOrNothing && hasFailed) return { done: [], failures: [], others: [] }
  return how === 'diff' ? { done: changes, failures: [], others: [] } : target.write(changes, allOrNothing, interrupt)
}

/** What was done with each domain that was to change. */
function outcomes(
  how: Merging['how'],
  { changes, refused }: Plan,
  { done, failures }: Written,
): (merged: MergedDomain) => Done | undefined {
  const isDone = new Set(done)
  const isToChange = new Set(changes)
  const why = new Map([...refused, ...failures].map(({ merged, diagnostic }) => [merged, diagnostic]))
  return (merged) => {
    if (isDone.has(merged)) return { outcome: how === 'diff' ? 'would-change' : 'changed' }
    const diagnostic = why.get(merged)
    if (diagnostic !== undefined) return { outcome: 'not-written', codes: [diagnostic.code] }
    return isToChange.has(merged) ? { outcome: 'not-written', codes: [] } : undefined
  }
}

function sayWhatIsLeft(terminal: Terminal, { matching: { left }, inputs }: Merge): void {
  if (inputs.machines.length === 0 || left.length === 0) return
  terminal.note(
    escapeControls(`no machine matches ${plural(left.length, 'domain')}: ${listDomains(left, left.length)}`),
  )
}

/** What became of the domains and, unless all machines are in them now, of the machines. */
function closingLine(how: Merging['how'], { domains }: Merge, { done }: Written, { machines }: MergeReport): string {
  const did = how === 'diff' ? 'would change' : 'changed'
  const unchanged = machines.filter(({ outcome }) => outcome === 'up-to-date')
  const unable = unchanged.filter(({ notHeld }) => notHeld !== undefined).length
  const upToDate = `${unchanged.length - unable} already up to date`
  const others = unable === 0 ? '' : `, ${unable} unable to hold all settings`
  const line = `${did} ${done.length} of ${plural(domains.length, 'domain')}, ${upToDate}${others}`
  const missing = OUTCOMES.map(
    (outcome) => [WORDS[outcome], machines.filter((one) => one.outcome === outcome).length] as const,
  ).filter(([words, count]) => words !== undefined && count > 0)
  const count = missing.reduce((sum, [, some]) => sum + some, 0)
  if (count === 0) return line
  const kinds = missing.map(([words, some]) => `${some} ${words}`).join(', ')
  return `${line}; ${count} of ${plural(machines.length, 'machine')} not applied: ${kinds}`
}

/** How the closing line calls machines whose settings are in no domain. */
const WORDS: Readonly<Partial<Record<MergeReport['machines'][number]['outcome'], string>>> = {
  'not-matched': 'without a domain',
  ambiguous: 'ambiguous',
  'left-out': 'with errors',
  'not-written': 'not written',
}
