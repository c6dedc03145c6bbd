import Papa from 'papaparse'
import type { Diagnostic } from '../../diagnostics/index.js'
import { type MergeReport, OUTCOMES } from '../../translate/index.js'
import { writeOutput } from '../files/outputs.js'
import type { Merging } from './options.js'

/** Write what became of each machine into the file of --report, as CSV if it ends in .csv, else as JSON. */
export async function writeReport(
  cwd: string,
  { report: file }: Merging,
  report: MergeReport,
): Promise<readonly Diagnostic[]> {
  if (file === undefined) return []
  const text = /\.csv$/i.test(file) ? reportAsCsv(report) : reportAsJson(report)
  const failure = await writeOutput(cwd, file, new TextEncoder().encode(text))
  return failure === undefined ? [] : [failure]
}

/** The report as schema/merge-report.schema.json describes it. */
function reportAsJson({ machines, problems }: MergeReport): string {
  const counts = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, machines.filter((machine) => machine.outcome === outcome).length]),
  )
  const shown = problems.map(({ file, line, code, message }) => ({ file, line, code, message }))
  return `${JSON.stringify({ version: 1, total: machines.length, counts, machines, problems: shown }, null, 2)}\n`
}

const COLUMNS = [
  'name',
  'uuid',
  'file',
  'line',
  'outcome',
  'domain',
  'domain uuid',
  'domain file',
  'matched by',
  'not held',
  'codes',
  'message',
] as const

type Row = { readonly [Column in (typeof COLUMNS)[number]]?: string | number | undefined }

/** The same as a table: a line for each machine, then one for each error that is about no machine. */
function reportAsCsv({ machines, problems }: MergeReport): string {
  const rows: readonly Row[] = [
    ...machines.map(({ name, uuid, file, line, outcome, domain, matchedBy, notHeld = [], codes = [] }) => ({
      name,
      uuid,
      file,
      line,
      outcome,
      domain: domain?.name,
      'domain uuid': domain?.uuid,
      'domain file': domain?.file,
      'matched by': matchedBy,
      'not held': notHeld.join('; '),
      codes: codes.join('; '),
    })),
    ...problems.map(({ file, line, code, message }) => ({ file, line, outcome: 'problem', codes: code, message })),
  ]
  const data = rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))
  return `${Papa.unparse({ fields: [...COLUMNS], data }, { newline: '\n' })}\n`
}
