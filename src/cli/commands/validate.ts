import { Option } from 'commander'
import { type Diagnostic, hasErrors } from '../../diagnostics/index.js'
import { countBySeverity, plural } from '../../report/count.js'
import { diagnosticAsJson, type ValidationReport } from '../../report/json.js'
import { checkSchema, createEngine, ENGINE_NAMES, type EngineName, validateDomain } from '../../validate/index.js'
import type { Describe } from '../command.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { readInputs } from '../inputs.js'
import { INPUTS, withLimits } from '../options.js'
import { SchemaCache } from '../schema-cache.js'
import { chooseSchema, loadSchemaFile } from '../schema-choice.js'
import { announceStandardInput, printNote, printResult } from '../terminal.js'

/** Options of `validate`. */
export interface ValidateCommand {
  readonly schema: string
  readonly engine: EngineName
  readonly cache: boolean
  readonly format: 'text' | 'json'
  readonly maxSize: number
  readonly maxDepth: number
}

/** Check domain XML against a schema and the lifecycle rules. */
export async function validateCommand(paths: readonly string[], options: ValidateCommand): Promise<ExitStatus> {
  const choice = await chooseSchema(options.schema)
  if ('diagnostic' in choice) return setUpFailed([choice.diagnostic])
  const cache = options.cache ? SchemaCache.for(choice.schema, loadSchemaFile) : undefined
  const load = cache?.load ?? loadSchemaFile
  const saved = options.engine === 'libxml2' ? undefined : cache?.read()
  // A schema of which something was kept was checked then.
  const faults = saved === undefined ? checkSchema(choice.schema, load) : []
  if (faults.length > 0) return setUpFailed(faults)
  const created = await createEngine(options.engine, choice.schema, load, saved)
  if ('diagnostic' in created) return setUpFailed([created.diagnostic])
  if (choice.note !== undefined) await say([choice.note])
  announceStandardInput(paths)

  const found: ReturnType<typeof diagnosticAsJson>[] = []
  const documents: { file: string; valid: boolean }[] = []
  for await (const input of readInputs(paths, options)) {
    const read = 'document' in input
    const diagnostics = read
      ? validateDomain(input.document, { engine: created.engine, maxDepth: options.maxDepth })
      : [input.diagnostic]
    const file = read ? input.document.file : input.diagnostic.file
    // What could not be read at all is no document that was found invalid.
    if (read || exitStatus(diagnostics) === 1) documents.push({ file, valid: !hasErrors(diagnostics) })
    for (const diagnostic of diagnostics) {
      found.push(diagnosticAsJson(diagnostic))
    }
    if (options.format === 'text' && diagnostics.length > 0) {
      const { printDiagnosticAsResult } = await import('../findings.js')
      diagnostics.forEach(printDiagnosticAsResult)
    }
  }
  if (created.engine.memory !== undefined) cache?.write(created.engine.memory)
  if (options.format === 'json') {
    const report: ValidationReport = { version: 1, schema: choice.label, documents, diagnostics: found }
    printResult(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    printSummary(documents, found, choice.label)
  }
  return exitStatus(found)
}

async function setUpFailed(diagnostics: readonly Diagnostic[]): Promise<ExitStatus> {
  await say(diagnostics)
  return 2
}

/** Loaded where there is something to say: most runs find nothing, and end sooner without it. */
async function say(diagnostics: readonly Diagnostic[]): Promise<void> {
  const { printMessages } = await import('../findings.js')
  printMessages(diagnostics)
}

function printSummary(
  documents: readonly { readonly valid: boolean }[],
  found: readonly Diagnostic[],
  schema: string,
): void {
  const invalid = documents.filter(({ valid }) => !valid).length
  const counts = countBySeverity(found)
  const unread = found.filter((diagnostic) => exitStatus([diagnostic]) === 2).length
  const verdict = `${invalid === 0 ? 'all valid' : `${invalid} invalid`}${unread === 0 ? '' : `, ${unread} not read`}`
  printNote(
    `${plural(documents.length, 'document')} checked against ${schema}: ${verdict}${counts === '' ? '' : ` (${counts})`}`,
  )
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, end) => {
  withLimits(
    command
      .description("Check domain XML against libvirt's schema with the lifecycle extension, and the lifecycle rules.")
      .argument('[path...]', INPUTS)
      .option(
        '--schema <schema>',
        '"auto" (the installed libvirt\'s, else embedded), "embedded" (only the lifecycle elements), a directory with libvirt\'s schemas, or a .rng file',
        'auto',
      )
      .addOption(new Option('--engine <name>', 'what checks the schema').choices([...ENGINE_NAMES]).default('builtin'))
      .option('--no-cache', 'neither use nor keep what is known of the schema from other runs')
      .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json']).default('text'))
      .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' })),
    `
Examples:
  $ virt-lifecycle validate domains/
  $ virt-lifecycle validate --schema embedded web01.xml
  $ virt-lifecycle validate --json domains/ > report.json`,
  ).action(async (paths: string[], options: ValidateCommand) => end(await validateCommand(paths, options)))
}
