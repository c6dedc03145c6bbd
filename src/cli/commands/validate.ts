import { availableParallelism } from 'node:os'
import type { Diagnostic } from '../../diagnostics/index.js'
import type { Policy } from '../../validate/index.js'
import type { Describe } from '../command.js'
import type { ExitStatus } from '../exit-status.js'
import { withLimits } from '../options.js'
import { announceStandardInput, printNote } from '../terminal.js'
import type { Baseline } from '../validate/baseline.js'
import type { CheckOptions } from '../validate/check-file.js'
import { chooseFiles } from '../validate/choose-files.js'
import { chooseReports, type ReportChoice } from '../validate/choose-reports.js'
import { findConfig, readConfig } from '../validate/config-file.js'
import { Interrupt } from '../validate/interrupt.js'
import { addOptions } from '../validate/options.js'
import { runValidation } from '../validate/run.js'
import { setUpEngine } from '../validate/set-up-engine.js'
import { type Settings, settingsOf, type ValidateOptions } from '../validate/settings.js'
import { ReportFailure, Reports } from '../validate/write-reports.js'

/** Check domain XML against a schema, the lifecycle rules, and what a team wants beyond them. */
export async function validateCommand(paths: readonly string[], options: ValidateOptions): Promise<ExitStatus> {
  const configFile = options.config ?? findConfig()
  const config = typeof configFile === 'string' ? await readConfig(configFile) : undefined
  if (config !== undefined && 'diagnostics' in config) return setUpFailed(config.diagnostics)
  const settings = settingsOf(paths, options, config)
  const { files } = settings
  const named = files.paths.flatMap(({ patterns }) => patterns)
  const wrong = contradiction(named, options, settings)
  if (wrong !== undefined) {
    printNote(`error: ${wrong}\n(--help shows how it is used)`)
    return 2
  }
  const baseline = await openBaseline(settings.baseline, options.updateBaseline === true)
  if (baseline !== undefined && 'diagnostics' in baseline) return setUpFailed(baseline.diagnostics)
  const ready = await setUpEngine(settings.engine, settings.schema, options.cache)
  if ('diagnostics' in ready) return setUpFailed(ready.diagnostics)
  if (ready.note !== undefined) await say([ready.note])
  announceStandardInput([...named, ...(files.filesFrom === '-' ? ['-'] : [])])
  const chosen = await chooseFiles(files)
  const reports = await Reports.begin(reportsOf(options, settings), ready.label, [
    ...chosen.entries,
    ...[files.filesFrom, settings.baseline, settings.schema, configFile].filter((file) => typeof file === 'string'),
  ])
  if ('diagnostic' in reports) return setUpFailed([reports.diagnostic])

  const interrupt = new Interrupt()
  try {
    const { maxWarnings } = settings
    const [check, jobs] = [checkOptionsOf(options, settings), jobsOf(options, settings)]
    const status = await runValidation({ files, chosen, check, maxWarnings, jobs, ready, reports, baseline, interrupt })
    // What an interrupted run did not come to is not gone.
    if (baseline === undefined || options.updateBaseline !== true || interrupt.status !== undefined) return status
    const failure = await baseline.write()
    return failure === undefined ? status : setUpFailed([failure])
  } catch (error) {
    await reports.discard()
    if (error instanceof ReportFailure) return setUpFailed([error.diagnostic])
    // Everything else is a mistake of ours.
    if (!(error instanceof Error && error.name === 'ProcessFailure')) throw error
    printNote(`error: a process of --jobs failed: ${error.message}; is there memory enough? try fewer`)
    return 2
  } finally {
    interrupt.ignore()
  }
}

/** What speaks against a call, where commander cannot see it. */
function contradiction(
  named: readonly string[],
  options: ValidateOptions,
  { baseline, files }: Settings,
): string | undefined {
  const fixes = options.fix === true || options.fixDryRun === true
  const standardInput = named.includes('-')
  const contradictions: readonly (readonly [boolean, string])[] = [
    [fixes && standardInput, "option '--fix' needs files, not standard input"],
    [standardInput && files.filesFrom === '-', 'standard input is named twice'],
    [options.expandShorthand === true && !fixes, "option '--expand-shorthand' needs '--fix' or '--fix-dry-run'"],
    [options.updateBaseline === true && baseline === undefined, "option '--update-baseline' needs '--baseline <file>'"],
  ]
  return contradictions.find(([applies]) => applies)?.[1]
}

/** Loaded where there is one: most runs have none. */
async function openBaseline(
  file: string | undefined,
  accepting: boolean,
): Promise<Baseline | undefined | { readonly diagnostics: readonly Diagnostic[] }> {
  return file === undefined ? undefined : (await import('../validate/baseline.js')).openBaseline(file, accepting)
}

function reportsOf({ output = [], fixDryRun }: ValidateOptions, { format }: Settings): readonly ReportChoice[] {
  // A patch goes to standard output.
  return fixDryRun === true ? [{ format: 'text', to: 'stderr' }, ...output] : chooseReports(format, output, process.env)
}

function checkOptionsOf(options: ValidateOptions, settings: Settings): CheckOptions {
  const { maxSize, maxDepth, fix, fixDryRun, expandShorthand = false } = options
  const { strict, skipOther, require, placement } = settings
  const policy: Policy = { ...(require && { require }), ...(placement && { placement }) }
  const how = fix === true ? ('write' as const) : fixDryRun === true ? ('show' as const) : undefined
  const mending = how === undefined ? {} : { fix: { how, expandShorthand, ...(placement && { placement }) } }
  return { ...policy, strict, skipOther, maxSize, maxDepth, ...mending }
}

/**
 * libxml2 compiles the schema for every document, so it is worth a process a core; the builtin engine is done before
 * others have started (docs/benchmarks.md).
 */
function jobsOf({ jobs }: ValidateOptions, { engine }: Settings): number {
  return jobs ?? (engine === 'builtin' ? 1 : availableParallelism())
}

async function setUpFailed(diagnostics: readonly Diagnostic[]): Promise<2> {
  await say(diagnostics)
  return 2
}

/** Loaded where there is something to say: most runs find nothing, and end sooner without it. */
async function say(diagnostics: readonly Diagnostic[]): Promise<void> {
  const { printMessages } = await import('../findings.js')
  printMessages(diagnostics)
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, end) => {
  withLimits(
    addOptions(
      command
        .description("Check domain XML against libvirt's schema with the lifecycle extension, and the lifecycle rules.")
        .argument('[path...]', 'files, directories with *.xml, glob patterns; "-" or none is standard input'),
    ),
    `
Examples:
  $ virt-lifecycle validate domains/
  $ virt-lifecycle validate 'hosts/*/vms/*.xml' --exclude templates/ --skip-other
  $ git diff --name-only --diff-filter=d --relative -z main -- '*.xml' | virt-lifecycle validate --files-from - --allow-empty
  $ virt-lifecycle validate domains/ --require hoststart,hoststop --strict
  $ virt-lifecycle validate domains/ --output sarif=findings.sarif --output junit=findings.xml
  $ virt-lifecycle validate domains/ --baseline accepted.json --update-baseline
  $ virt-lifecycle validate domains/ --fix-dry-run`,
  ).action(async (paths: string[], options: ValidateOptions) => end(await validateCommand(paths, options)))
}
