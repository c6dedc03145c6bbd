import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import { applyRuleLevels, asStrict } from '../../validate/index.js'
import type { Describe } from '../command.js'
import { Interrupt } from '../console/interrupt.js'
import { Terminal } from '../console/terminal.js'
import type { ExitStatus } from '../exit-status.js'
import type { Boundary } from '../files/boundary.js'
import { chooseFiles } from '../files/choose-files.js'
import { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { INPUTS, withLimits } from '../options/limits.js'
import type { Baseline } from './baseline.js'
import { checkOptionsOf } from './check-options.js'
import { runChecks } from './check-run.js'
import { chooseReports, type ReportChoice } from './choose-reports.js'
import { openConfig } from './config-file.js'
import { addOptions } from './options.js'
import { setUpEngine } from './set-up-engine.js'
import { type Settings, settingsOf, type ValidateOptions } from './settings.js'
import { ReportFailure, Reports } from './write-reports.js'

/** Set up a check run, and run it: domain XML against a schema, the lifecycle rules, and what a team wants beyond them. */
async function validateFiles(
  terminal: Terminal,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<ExitStatus> {
  const { io } = terminal
  const { cwd } = io
  const setUpFailed = async (diagnostics: readonly Diagnostic[]): Promise<2> => {
    await terminal.diagnostics(diagnostics)
    return 2
  }
  const opened = await openConfig(cwd, options.config)
  if ('diagnostics' in opened) return setUpFailed(opened.diagnostics)
  const { boundary } = opened
  const settings = settingsOf(cwd, paths, options, boundary, opened.config)
  const { files } = settings
  const named = files.paths.flatMap(({ patterns }) => patterns)
  const wrong = contradiction(cwd, named, options, settings)
  if (wrong !== undefined) {
    terminal.failure(`error: ${wrong}\n(see --help)`)
    return 2
  }
  if (options.listRules === true) {
    const { listRules } = await import('./list-rules.js')
    terminal.result(listRules(settings.rules, options.format === 'json'))
    return 0
  }
  const schemaBoundary = SchemaBoundary.of(boundary, io)
  const refusal = refusalOf(options, settings, boundary, schemaBoundary)
  if (refusal !== undefined) return setUpFailed([refusal])
  const baseline = await openBaseline(cwd, settings.baseline, options.updateBaseline === true)
  if (baseline !== undefined && 'diagnostics' in baseline) return setUpFailed(baseline.diagnostics)
  const ready = await setUpEngine(
    { name: settings.engine, schema: settings.schema, fragment: settings.fragment, useCache: options.cache },
    io,
    schemaBoundary,
  )
  if ('diagnostics' in ready) return setUpFailed(ready.diagnostics)
  const missing = applyRuleLevels(ready.missing === undefined ? [] : [ready.missing], settings.rules)
  const findings = asStrict(missing, settings.strict)
  await terminal.diagnostics(findings)
  terminal.announceStandardInput([...named, ...(files.filesFrom === '-' ? ['-'] : [])])
  const chosen = await chooseFiles(files, io)
  if (options.fix === true) {
    const { recoverFiles } = await import('../files/recover-files.js')
    await terminal.diagnostics(await recoverFiles(cwd, chosen.entries))
  }
  await terminal.diagnostics(chosen.notes)
  const read = [files.filesFrom, settings.baseline, settings.schema, opened.file]
  const entries = [...chosen.entries, ...read.filter((file) => typeof file === 'string')]
  const choices = reportsOf(terminal, options, settings)
  const reports = await Reports.begin(terminal, choices, ready.label, entries, options.fix === true)
  if ('diagnostic' in reports) return setUpFailed([reports.diagnostic])

  const interrupt = new Interrupt(io.signals)
  try {
    const { maxWarnings } = settings
    const check = checkOptionsOf(options, settings, ready)
    const jobs = jobsOf(options, settings, io.system.processors)
    const followLinks = options.followLinks === true
    const failFast = options.failFast === true
    const run = {
      files,
      chosen,
      findings,
      check,
      maxWarnings,
      failFast,
      followLinks,
      jobs,
      ready,
      reports,
      baseline,
      interrupt,
    }
    const status = await runChecks(terminal, run)
    // What an interrupted run did not come to is not gone.
    if (baseline === undefined || options.updateBaseline !== true || interrupt.status !== undefined) return status
    const failure = await baseline.write()
    return failure === undefined ? status : setUpFailed([failure])
  } catch (error) {
    await reports.discard()
    if (error instanceof ReportFailure) return setUpFailed([error.diagnostic])
    // Everything else is a bug.
    if (!(error instanceof Error && error.name === 'ProcessFailure')) throw error
    terminal.failure(`error: a worker process failed: ${error.message} (if memory is short, use fewer --jobs)`)
    return 2
  } finally {
    interrupt.ignore()
  }
}

/** What speaks against a call, where commander cannot see it. */
function contradiction(
  cwd: string,
  named: readonly string[],
  { output = [], ...options }: ValidateOptions,
  { baseline, files }: Settings,
): string | undefined {
  const fixes = options.fix === true || options.fixDryRun === true
  const standardInput = named.includes('-')
  const reports = output.flatMap(({ to }) => (typeof to === 'object' && 'file' in to ? [resolve(cwd, to.file)] : []))
  const contradictions: readonly (readonly [boolean, string])[] = [
    [fixes && standardInput, "option '--fix' requires files, not standard input"],
    [standardInput && files.filesFrom === '-', 'standard input cannot be both an input and a list of files'],
    [options.expandShorthand === true && !fixes, "option '--expand-shorthand' requires '--fix' or '--fix-dry-run'"],
    [
      options.updateBaseline === true && baseline === undefined,
      "option '--update-baseline' requires '--baseline <file>'",
    ],
    [
      options.listRules === true && !['text', 'json', undefined].includes(options.format),
      "option '--list-rules' takes no format but text and json",
    ],
    [new Set(reports).size < reports.length, "option '--output' names the same file twice"],
  ]
  return contradictions.find(([applies]) => applies)?.[1]
}

/** Why a file that the configuration names must not be used (VL520), if so; what an option names is the user's own choice. */
function refusalOf(
  options: ValidateOptions,
  { baseline, schema }: Settings,
  boundary: Boundary,
  schemaBoundary: SchemaBoundary,
): Diagnostic | undefined {
  const isConfigured = baseline !== undefined && options.baseline === undefined
  return (
    schemaBoundary.refusal(schema, options.schema === undefined ? 'repository' : 'call') ??
    (isConfigured ? boundary.refusal(baseline, 'repository') : undefined)
  )
}

/** Loaded if there is one: most runs have none. */
async function openBaseline(
  cwd: string,
  file: string | undefined,
  accepting: boolean,
): Promise<Baseline | undefined | { readonly diagnostics: readonly Diagnostic[] }> {
  return file === undefined ? undefined : (await import('./baseline.js')).openBaseline(cwd, file, accepting)
}

function reportsOf(
  { io }: Terminal,
  { output = [], fixDryRun }: ValidateOptions,
  { format }: Settings,
): readonly ReportChoice[] {
  // A patch goes to standard output.
  return fixDryRun === true ? [{ format: 'text', to: 'stderr' }, ...output] : chooseReports(format, output, io.env)
}

/**
 * libxmljs2 compiles the schema for every document, so it is worth one process per processor; the others are done before more
 * processes have started (docs/benchmarks.md).
 */
function jobsOf({ jobs }: ValidateOptions, { engine }: Settings, processors: number): number {
  return jobs ?? (engine === 'libxmljs2' ? processors : 1)
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, io, end) => {
  withLimits(
    addOptions(
      command
        .description(
          "Check domain XML and libvirt's other documents against libvirt's schemas, and the lifecycle rules.",
        )
        .argument('[path...]', INPUTS),
    ),
    `
Examples:
  $ virt-lifecycle validate domains/
  $ virt-lifecycle validate 'hosts/*/vms/*.xml' --exclude templates/ --skip-non-domains
  $ git diff --name-only --diff-filter=d --relative -z main -- '*.xml' | virt-lifecycle validate --files-from - --allow-empty
  $ virt-lifecycle validate --fragment disk.xml
  $ virt-lifecycle validate domains/ --require hoststart,hoststop --strict
  $ virt-lifecycle validate domains/ --output sarif=findings.sarif --output junit=findings.xml
  $ virt-lifecycle validate domains/ --baseline accepted.json --update-baseline
  $ virt-lifecycle validate domains/ --fix-dry-run`,
  ).action(async (paths: string[], options: ValidateOptions) =>
    end(await validateFiles(new Terminal(io, options), paths, options)),
  )
}
