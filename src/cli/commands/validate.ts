import { type Diagnostic, hasErrors } from '../../diagnostics/index.js'
import { countBySeverity, diagnosticAsJson, plural, type ValidationReport } from '../../report/index.js'
import { checkSchema, createEngine, type EngineName, validateDomain } from '../../validate/index.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { readInputs } from '../inputs.js'
import { chooseSchema, loadSchemaFile } from '../schema-choice.js'
import { announceStandardInput, printDiagnosticAsResult, printMessages, printNote, printResult } from '../terminal.js'

/** Options of `validate`. */
export interface ValidateCommand {
  readonly schema: string
  readonly engine: EngineName
  readonly format: 'text' | 'json'
  readonly maxSize: number
  readonly maxDepth: number
}

/** Check domain XML against a schema and the lifecycle rules. */
export async function validateCommand(paths: readonly string[], options: ValidateCommand): Promise<ExitStatus> {
  const choice = await chooseSchema(options.schema)
  if ('diagnostic' in choice) return setUpFailed([choice.diagnostic])
  const faults = checkSchema(choice.schema, loadSchemaFile)
  if (faults.length > 0) return setUpFailed(faults)
  const created = await createEngine(options.engine, choice.schema, loadSchemaFile)
  if ('diagnostic' in created) return setUpFailed([created.diagnostic])
  if (choice.note !== undefined) printMessages([choice.note])
  announceStandardInput(paths)

  const found: Diagnostic[] = []
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
      found.push(options.format === 'json' ? diagnosticAsJson(diagnostic) : diagnostic)
      if (options.format === 'text') printDiagnosticAsResult(diagnostic)
    }
  }
  if (options.format === 'json') {
    const report: ValidationReport = { version: 1, schema: choice.label, documents, diagnostics: found }
    printResult(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    printSummary(documents, found, choice.label)
  }
  return exitStatus(found)
}

function setUpFailed(diagnostics: readonly Diagnostic[]): ExitStatus {
  printMessages(diagnostics)
  return 2
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
