import { type Diagnostic, escapeControls, hasErrors, plural } from '../../diagnostics/index.js'
import type { Interrupt } from '../console/interrupt.js'
import type { Terminal } from '../console/terminal.js'
import type { ExitStatus } from '../exit-status.js'
import { type Chosen, type FileChoice, nothingLeft } from '../files/choose-files.js'
import type { Fixing } from './apply-fix.js'
import type { Baseline } from './baseline.js'
import type { CheckedFile, CheckOptions } from './check-file.js'
import { checkFiles } from './check-files.js'
import type { ReadyEngine } from './set-up-engine.js'
import { Tally } from './tally.js'
import type { Reports } from './write-reports.js'

/** What a check run is to do, and with what. */
export interface CheckRun {
  readonly files: FileChoice
  readonly chosen: Chosen
  readonly check: CheckOptions
  readonly maxWarnings: number
  /** Whether the first file with an error ends the run. */
  readonly failFast: boolean
  /** Whether files are fixed through links that lead out of the directory that was named. */
  readonly followLinks: boolean
  /** How many processes check files. */
  readonly jobs: number
  readonly ready: ReadyEngine
  /** What was found about the run as a whole, and said already. */
  readonly findings: readonly Diagnostic[]
  readonly reports: Reports
  readonly baseline: Baseline | undefined
  readonly interrupt: Interrupt
}

/** Check all files in order, and report while it goes on. A signal ends the run with what was found so far. */
export async function runChecks(terminal: Terminal, run: CheckRun): Promise<ExitStatus> {
  const { chosen, check, ready, findings, reports, interrupt } = run
  const { progress, io } = terminal
  const tally = new Tally(run.maxWarnings, ready.missing === undefined)
  tally.addFindings(findings.filter(({ severity }) => severity !== 'note'))
  const advance = await progress.over(
    chosen.entries.flatMap((entry) => (typeof entry === 'string' && entry !== '-' ? [entry] : [])),
  )
  const fixes = new Fixes(terminal, run)
  try {
    for await (const checked of await checking(terminal, run)) {
      const dealtWith = await fixes.apply(acceptedOf(checked, run.baseline))
      tally.add(dealtWith)
      io.reader.status = tally.status
      await reports.document(dealtWith)
      advance(checked.size)
      if (run.failFast && hasErrors(dealtWith.diagnostics)) break
    }
  } catch (error) {
    // Whatever ends the run, a user whose files were changed is told so.
    if (fixes.count > 0) terminal.note(`stopped early: ${FIXED.write(plural(fixes.count, 'file'))}`)
    throw error
  } finally {
    for (const diagnostic of await fixes.end()) {
      tally.addFindings([diagnostic])
      await reports.document({ file: diagnostic.file, outcome: 'unread', diagnostics: [diagnostic] })
    }
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
  ready.keep()
  const left = run.failFast && interrupted === undefined ? chosen.entries.length - tally.looked : 0
  const more = [
    left === 0 ? '' : `stopped at the first error; ${plural(left, 'file')} not checked`,
    chosen.excluded === 0 ? '' : `${plural(chosen.excluded, 'file')} excluded`,
    check.fix === undefined || fixes.count === 0 ? '' : FIXED[check.fix](plural(fixes.count, 'file')),
    run.baseline?.summary() ?? '',
    interrupted === undefined ? '' : `stopped early, after ${tally.looked} of ${plural(chosen.entries.length, 'file')}`,
  ]
  const summary = escapeControls(tally.summary(ready.label, more))
  const refused = interrupted === undefined ? tally.refusedByLibvirt : undefined
  const end = refused === undefined ? summary : `${summary}\n${refused}`
  await reports.end({
    interrupted: interrupted !== undefined || left > 0,
    summary: end,
    unchecked: tally.unchecked,
    findings,
  })
  // A user whose files were changed is told so, whatever else is printed.
  if (fixes.count > 0 && !reports.showsSummary) terminal.note(summary)
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
    return checkFiles(entries, check, ready.engines, io, interrupt)
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

/** Writes or shows what becomes of files in which something can be fixed. */
class Fixes {
  /** Files that were fixed, or can be. */
  count = 0
  private fixing: Promise<Fixing> | undefined

  constructor(
    private readonly terminal: Terminal,
    private readonly run: Pick<CheckRun, 'check' | 'chosen' | 'followLinks'>,
  ) {}

  /** Deal with a file: what is to be reported of it then. */
  async apply(checked: CheckedFile): Promise<CheckedFile> {
    if (checked.fixed === undefined) return checked
    this.fixing ??= this.begin()
    const failure = await (await this.fixing).apply(checked)
    if (failure !== undefined) return { ...checked, diagnostics: [failure, ...checked.diagnostics], outcome: 'unread' }
    this.count++
    return checked
  }

  /** All files were dealt with: what failed that is about no single file. */
  async end(): Promise<readonly Diagnostic[]> {
    return (await this.fixing)?.end() ?? []
  }

  /** Loaded if there is something to fix: most runs have nothing. */
  private async begin(): Promise<Fixing> {
    const { showFixes, writeFixes } = await import('./apply-fix.js')
    const { check, chosen, followLinks } = this.run
    if (check.fix === 'show') return showFixes(this.terminal)
    return writeFixes(this.terminal, (file) => (followLinks ? undefined : chosen.within.get(file)))
  }
}
