import { createHash } from 'node:crypto'
import pc from 'picocolors'
import type { Diagnostic } from '../../src/diagnostics/index.js'
import {
  type EndOfRun,
  type Outcome,
  REPORT_FORMATS,
  type ReportContext,
  type ReportedDocument,
  type ReportFormatName,
} from '../../src/report/index.js'

/** A run that came to its end. */
export const COMPLETE: EndOfRun = { interrupted: false, summary: 'that was all' }

/** A run that somebody ended. */
export const INTERRUPTED: EndOfRun = { interrupted: true, summary: 'ended early' }

/** What a report gives for some documents, one after the other, and at its end; paths are those of the documents. */
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
  const begin = await REPORT_FORMATS[format].load()
  const report = begin(context)
  const pieces: string[] = []
  for (const document of documents) pieces.push(await report.document(document))
  return [...pieces, report.end(run)]
}

/** The same in one piece. */
export async function wholeReport(...args: Parameters<typeof piecesOfReport>): Promise<string> {
  return (await piecesOfReport(...args)).join('')
}

/** A document with its findings, invalid where one is an error. */
export function documentWith(file: string, diagnostics: readonly Diagnostic[], outcome?: Outcome): ReportedDocument {
  const isWrong = diagnostics.some(({ severity }) => severity === 'error')
  return { file, outcome: outcome ?? (isWrong ? 'invalid' : 'valid'), diagnostics }
}
