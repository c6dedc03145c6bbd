import { createHash } from 'node:crypto'
import pc from 'picocolors'
import type { Diagnostic } from '../../src/diagnostics/index.js'
import {
  type EndOfRun,
  type Outcome,
  REPORTS,
  type ReportContext,
  type ReportedDocument,
  type ReportFormatName,
} from '../../src/report/index.js'

/** A run that completed. */
export const COMPLETE: EndOfRun = { interrupted: false, summary: 'that was all' }

/** A run that was interrupted. */
export const INTERRUPTED: EndOfRun = { interrupted: true, summary: 'stopped early' }

/** What a report returns for each document in turn, and at its end. Paths are reported unchanged. */
export async function piecesOfReport(
  format: ReportFormatName,
  documents: readonly ReportedDocument[],
  run: EndOfRun = COMPLETE,
  schema = 'the embedded schema',
): Promise<readonly string[]> {
  const context: ReportContext = {
    schema,
    paint: pc.createColors(false),
    version: '1.2.3',
    pathOf: (file) => file,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  }
  const report = REPORTS[format](context)
  const pieces: string[] = []
  for (const document of documents) pieces.push(await report.document(document))
  return [...pieces, report.end(run)]
}

/** The same, joined into a single text. */
export async function wholeReport(...args: Parameters<typeof piecesOfReport>): Promise<string> {
  return (await piecesOfReport(...args)).join('')
}

/** A document with its findings; it is invalid if one of them is an error. */
export function documentWith(file: string, diagnostics: readonly Diagnostic[], outcome?: Outcome): ReportedDocument {
  const isWrong = diagnostics.some(({ severity }) => severity === 'error')
  return { file, outcome: outcome ?? (isWrong ? 'invalid' : 'valid'), diagnostics }
}
