import { escapeControls, hasErrors } from '../../diagnostics/index.js'
import { plural } from '../../report/count.js'
import type { ExitStatus } from '../exit-status.js'
import { hideProgress, progressOver } from '../progress.js'
import { printNote } from '../terminal.js'
import type { Baseline } from './baseline.js'
import { checkAll } from './check-all.js'
import type { CheckedFile, CheckOptions } from './check-file.js'
import { type Chosen, type FileChoice, nothing } from './choose-files.js'
import type { Interrupt } from './interrupt.js'
import type { ReadyEngine } from './set-up-engine.js'
import { Tally } from './tally.js'
import type { Reports } from './write-reports.js'

/** What a run is to do, and with what. */
export interface Run {
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

/** Check all files in order, and report while it goes on. A signal ends it with what was found so far. */
export async function runValidation(run: Run): Promise<ExitStatus> {
  const { chosen, check, ready, reports, interrupt } = run
  const tally = new Tally(run.maxWarnings)
  const advance = await progressOver(
    chosen.entries.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  for await (const checked of await checking(run)) {
    const dealtWith = await mendedOf(acceptedOf(checked, run.baseline), check, tally)
    tally.add(dealtWith)
    // Where a closed pipe ends the program, this is what it ends with.
    process.exitCode = tally.status
    await reports.document(dealtWith)
    advance(checked.size)
  }
  const { status: interrupted } = interrupt
  if (tally.documents === 0 && interrupted === undefined && !run.files.allowEmpty) {
    const named = run.files.filesFrom ?? run.files.paths[0]?.patterns[0] ?? '.'
    const diagnostic = nothing(named === '-' ? '<stdin>' : named, whyNothing(chosen, tally))
    tally.addFindings([diagnostic])
    await reports.document({ file: diagnostic.file, outcome: 'unread', diagnostics: [diagnostic] })
  }
  hideProgress()
  ready.keep(ready.engine.memory)
  const more = [
    chosen.excluded === 0 ? '' : `${plural(chosen.excluded, 'file')} excluded`,
    check.fix === undefined || tally.mended === 0 ? '' : `${plural(tally.mended, 'file')} ${MENDED[check.fix.how]}`,
    run.baseline?.summary() ?? '',
    interrupted === undefined ? '' : `ended early, after ${tally.looked} of ${plural(chosen.entries.length, 'file')}`,
  ]
  const summary = escapeControls(tally.summary(ready.label, more))
  await reports.end({ interrupted: interrupted !== undefined, summary })
  // Whoever has files changed is told so, whatever else is printed.
  if (tally.mended > 0 && !reports.showsSummary) printNote(summary)
  return interrupted ?? tally.status
}

/** In this process, or where there is much to do, in several. */
async function checking({ chosen, check, ready, jobs, interrupt }: Run): Promise<AsyncGenerator<CheckedFile>> {
  const { entries } = chosen
  // Standard input is this process's own.
  if (jobs === 1 || entries.length <= FEW || entries.includes('-'))
    return checkAll(entries, check, ready.engine, interrupt)
  const { checkInProcesses } = await import('./check-in-processes.js')
  return checkInProcesses(entries, check, ready, jobs, interrupt)
}

/** So many files are checked before another process has started. */
const FEW = 50

const MENDED = { write: 'mended', show: 'can be mended' } as const

/** A file without the findings that are accepted. */
function acceptedOf(checked: CheckedFile, baseline: Baseline | undefined): CheckedFile {
  if (baseline === undefined || checked.outcome === 'other') return checked
  const diagnostics = baseline.newOf(checked.file, checked.diagnostics)
  const outcome = checked.outcome === 'invalid' && !hasErrors(diagnostics) ? 'valid' : checked.outcome
  return { ...checked, diagnostics, outcome }
}

/** Write or show what becomes of a file, where something in it can be mended. */
async function mendedOf(checked: CheckedFile, { fix }: CheckOptions, tally: Tally): Promise<CheckedFile> {
  if (checked.repair === undefined || fix === undefined) return checked
  const { showRepair, writeRepair } = await import('./repair.js')
  const failure = fix.how === 'write' ? await writeRepair(checked) : await showRepair(checked)
  if (failure === undefined) {
    tally.mended++
    return checked
  }
  return { ...checked, diagnostics: [failure, ...checked.diagnostics], outcome: 'unread' }
}

function whyNothing({ excluded }: Chosen, { outcomes }: Tally): string {
  const { other } = outcomes
  if (other > 0) return other === 1 ? 'the only document is no domain' : `none of the ${other} documents is a domain`
  if (excluded > 0) return excluded === 1 ? 'the only file is excluded' : `all ${excluded} files are excluded`
  return 'no file is named'
}
