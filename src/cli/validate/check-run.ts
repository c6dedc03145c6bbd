import { escapeControls, hasErrors } from '../../diagnostics/index.js'
import { plural } from '../../report/count.js'
import type { Terminal } from '../console/terminal.js'
import type { ExitStatus } from '../exit-status.js'
import { type Chosen, type FileChoice, nothingLeft } from '../files/choose-files.js'
import type { Baseline } from './baseline.js'
import type { CheckedFile, CheckOptions } from './check-file.js'
import { checkFiles } from './check-files.js'
import type { Interrupt } from '../console/interrupt.js'
import type { ReadyEngine } from './set-up-engine.js'
import { Tally } from './tally.js'
import type { Reports } from './write-reports.js'

/** What a check run is to do, and with what. */
export interface CheckRun {
  readonly files: FileChoice
  readonly chosen: Chosen
  readonly check: CheckOptions
  readonly maxWarnings: number
  /** How many processes check files. */
  readonly jobs: number
  readonly ready: ReadyEngine
  readonly reports: Reports
  readonly baseline: Baseline | undefined
  readonly interrupt: Interrupt
}

/** Check all files in order, and report while it goes on. A signal ends the run with what was found so far. */
export async function runChecks(terminal: Terminal, run: CheckRun): Promise<ExitStatus> {
  const { chosen, check, ready, reports, interrupt } = run
  const { progress, io } = terminal
  const tally = new Tally(run.maxWarnings)
  const advance = await progress.over(
    chosen.entries.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  for await (const checked of await checking(terminal, run)) {
    const dealtWith = await applyFix(terminal, acceptedOf(checked, run.baseline), check, tally)
    tally.add(dealtWith)
    io.reader.status = tally.status
    await reports.document(dealtWith)
    advance(checked.size)
  }
  const { status: interrupted } = interrupt
  if (tally.documents === 0 && interrupted === undefined && run.files.allowEmpty !== true) {
    const named = run.files.filesFrom ?? run.files.paths[0]?.patterns[0] ?? '.'
    const hint = 'if this is intended, use --allow-empty'
    const diagnostic = nothingLeft(named, chosen, { others: tally.outcomes.other, hint })
    tally.addFindings([diagnostic])
    await reports.document({ file: diagnostic.file, outcome: 'unread', diagnostics: [diagnostic] })
  }
  progress.hide()
  ready.keep(ready.engine.memory)
  const more = [
    chosen.excluded === 0 ? '' : `${plural(chosen.excluded, 'file')} excluded`,
    check.fix === undefined || tally.fixed === 0 ? '' : FIXED[check.fix](plural(tally.fixed, 'file')),
    run.baseline?.summary() ?? '',
    interrupted === undefined ? '' : `stopped early, after ${tally.looked} of ${plural(chosen.entries.length, 'file')}`,
  ]
  const summary = escapeControls(tally.summary(ready.label, more))
  const refused = interrupted === undefined ? tally.refusedByLibvirt : undefined
  const end = refused === undefined ? summary : `${summary}\n${refused}`
  await reports.end({ interrupted: interrupted !== undefined, summary: end })
  // A user whose files were changed is told so, whatever else is printed.
  if (tally.fixed > 0 && !reports.showsSummary) terminal.note(summary)
  return interrupted ?? tally.status
}

/** In this process, or if there is much to do, in several. */
async function checking(
  { io }: Terminal,
  { chosen, check, ready, jobs, interrupt }: CheckRun,
): Promise<AsyncGenerator<CheckedFile>> {
  const { entries } = chosen
  // Standard input is this process's own.
  if (jobs === 1 || entries.length <= FEW || entries.includes('-')) {
    return checkFiles(entries, check, ready.engine, io, interrupt)
  }
  const { checkInProcesses } = await import('./check-in-processes.js')
  return checkInProcesses(entries, check, ready, jobs, io, interrupt)
}

/** So many files are checked before another process has started. */
const FEW = 50

const FIXED: Readonly<Record<'write' | 'show', (files: string) => string>> = {
  write: (files) => `fixed ${files}`,
  show: (files) => `${files} can be fixed`,
}

/** A file without the findings that are accepted. */
function acceptedOf(checked: CheckedFile, baseline: Baseline | undefined): CheckedFile {
  if (baseline === undefined || checked.outcome === 'other') return checked
  const diagnostics = baseline.newOf(checked.file, checked.diagnostics)
  const outcome = checked.outcome === 'invalid' && !hasErrors(diagnostics) ? 'valid' : checked.outcome
  return { ...checked, diagnostics, outcome }
}

/** Write or show what becomes of a file, if something in it can be fixed. */
async function applyFix(
  terminal: Terminal,
  checked: CheckedFile,
  { fix }: CheckOptions,
  tally: Tally,
): Promise<CheckedFile> {
  if (checked.fixed === undefined || fix === undefined) return checked
  const { showFix, writeFix } = await import('./apply-fix.js')
  const failure = await (fix === 'write' ? writeFix : showFix)(checked, terminal)
  if (failure === undefined) {
    tally.fixed++
    return checked
  }
  return { ...checked, diagnostics: [failure, ...checked.diagnostics], outcome: 'unread' }
}
