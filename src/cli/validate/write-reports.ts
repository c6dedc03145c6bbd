import { createHash } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import pc from 'picocolors'
import type { Diagnostic } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { REPORT_FORMATS, type ReportFormatName } from '../../report/formats.js'
import type { EndOfRun, Report, ReportContext, ReportedDocument } from '../../report/report.js'
import { VERSION } from '../../schemas/index.js'
import type { Terminal } from '../console/terminal.js'
import { STDIN } from '../files/bytes.js'
import type { Entry } from '../files/choose-files.js'
import { belowDirectory, repositoryRoot, withSlashes } from '../files/paths.js'
import type { Io } from '../io.js'
import type { ReportChoice } from './choose-reports.js'
import type { Sink } from './sink.js'
import { roomIn, stepSummary } from './step-summary.js'

/** A report could not be written completely. */
export class ReportFailure extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message)
  }
}

/** A digest for fingerprints. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The reports of a run, each written while the run goes on. */
export class Reports {
  private constructor(
    private readonly parts: readonly { readonly report: Report; readonly sink: Sink }[],
    /** Whether the summary is printed where a person sees it. */
    readonly showsSummary: boolean,
  ) {}

  /**
   * Begin the reports. All files are opened before anything is checked, so that a path that cannot be written is reported
   * at once; none replaces an older report before it is complete.
   *
   * @param entries what is checked, which no report may replace
   * @param changes whether the run changes files: then it goes on when nobody reads what it prints
   * @returns the reports, or the diagnostic of a file that cannot be written (VL503) or must not be overwritten (VL505)
   */
  static async begin(
    terminal: Terminal,
    choices: readonly ReportChoice[],
    schema: string,
    entries: readonly Entry[],
    changes: boolean,
  ): Promise<Reports | { readonly diagnostic: Diagnostic }> {
    const printed = choices.filter(({ to }) => to === 'stdout').map(({ format }) => format)
    const { io } = terminal
    io.reader.isNeeded = !changes && choices.every(({ to }) => to === 'stdout')
    const parts: { report: Report; sink: Sink }[] = []
    for (const { format, to } of choices) {
      const begin = await REPORT_FORMATS[format].load()
      const paint = typeof to === 'string' ? terminal.paint(io[to]) : pc.createColors(false)
      const room = typeof to === 'object' && 'append' in to ? { room: await roomIn(io.cwd, to.append) } : {}
      const whole = begin({ ...CONTEXT, pathOf: pathFromRoot(io), schema, paint, ...room })
      const report = typeof to === 'string' && terminal.isQuiet ? errorsOnly(whole, format) : whole
      const sink =
        typeof to === 'string'
          ? streamSink(terminal, format, to, printed)
          : 'append' in to
            ? stepSummary(terminal, to.append)
            : await fileSink(io.cwd, to.file, entries)
      if ('diagnostic' in sink) {
        for (const part of parts) await part.sink.discard()
        return sink
      }
      parts.push({ report, sink })
    }
    return new Reports(
      parts,
      choices.some(({ format, to }) => format === 'text' && typeof to === 'string'),
    )
  }

  /** Add a document to all reports. Rejects with a ReportFailure if one cannot be written. */
  async document(document: ReportedDocument): Promise<void> {
    for (const { report, sink } of this.parts) {
      const text = await report.document(document)
      if (text !== '') await sink.write(text)
    }
  }

  /** End all reports. Rejects with a ReportFailure if one cannot be written. */
  async end(run: EndOfRun): Promise<void> {
    for (const { report, sink } of this.parts) await sink.end(report.end(run))
  }

  /** Give up: files stay as they were. */
  async discard(): Promise<void> {
    for (const { sink } of this.parts) await sink.discard()
  }
}

const CONTEXT: Pick<ReportContext, 'version' | 'digest'> = { version: VERSION, digest }

/** A report of the errors alone; the one for people without what sums it up. */
function errorsOnly(report: Report, format: ReportFormatName): Report {
  return {
    document: (document) =>
      report.document({
        ...document,
        diagnostics: document.diagnostics.filter(({ severity }) => severity === 'error'),
        silenced: [],
      }),
    end: (run) => (format === 'text' ? '' : report.end(run)),
  }
}

/** Paths as the service knows them that the run takes place on. */
function pathFromRoot({ cwd, env }: Io): (file: string) => string {
  const { GITHUB_WORKSPACE: github, CI_PROJECT_DIR: gitlab } = env
  const root = resolve(cwd, github || gitlab || repositoryRoot(cwd) || '.')
  return (file) => {
    if (file === STDIN) return file
    const path = resolve(cwd, file)
    return belowDirectory(root, path) ?? withSlashes(path)
  }
}

/** @param printed the formats that go to standard output */
function streamSink(
  terminal: Terminal,
  format: ReportFormatName,
  to: 'stdout' | 'stderr',
  printed: readonly ReportFormatName[],
): Sink {
  if (to === 'stderr') return errors(terminal)
  // The summary of a text report is a message, not a result. On GitHub it goes to standard output all the same: of two streams,
  // nobody knows which line the log shows first.
  if (format === 'text' && !terminal.isOnGithub)
    return { ...plain((text) => terminal.resultInTime(text)), end: errors(terminal).end }
  const sink = plain(
    format === 'github' ? (text) => terminal.commandsInTime(text) : (text) => terminal.resultInTime(text),
  )
  return printed.length > 1 ? new Deferred(sink) : sink
}

/** Standard error. */
function errors(terminal: Terminal): Sink {
  return {
    write: async (text) => {
      terminal.progress.hide()
      terminal.io.stderr.write(text)
    },
    end: async (text) => terminal.note(text.trimEnd()),
    discard: async () => {},
  }
}

/** Standard output. */
function plain(write: (text: string) => Promise<void>): Sink {
  return { write, end: write, discard: async () => {} }
}

/** Another sink, once the text is complete. */
class Deferred implements Sink {
  private readonly pieces: string[] = []

  constructor(private readonly sink: Sink) {}

  async write(text: string): Promise<void> {
    this.pieces.push(text)
  }

  async end(text: string): Promise<void> {
    await this.sink.end(`${this.pieces.join('')}${text}`)
  }

  async discard(): Promise<void> {}
}

/** A file, or why it cannot be written; missing directories above it are created. */
async function fileSink(
  cwd: string,
  path: string,
  entries: readonly Entry[],
): Promise<Sink | { readonly diagnostic: Diagnostic }> {
  const { makeDirectory } = await import('../files/outputs.js')
  const { GrowingFile } = await import('../files/growing-file.js')
  const failure = (error: unknown): Diagnostic => fileDiagnostic(path, 'VL503', 'cannot be written', error)
  const { protectFile } = await import('./protect-files.js')
  const failed = (await protectFile(cwd, path, entries)) ?? (await makeDirectory(cwd, dirname(path)))
  if (failed !== undefined) return { diagnostic: failed }
  try {
    const file = await GrowingFile.open(resolve(cwd, path))
    const fail = (error: unknown): never => {
      throw new ReportFailure(failure(error))
    }
    return {
      write: (text) => file.write(Buffer.from(text)).catch(fail),
      end: async (text) => {
        await file.write(Buffer.from(text)).catch(fail)
        await file.complete().catch(fail)
      },
      discard: () => file.discard(),
    }
  } catch (error) {
    return { diagnostic: failure(error) }
  }
}
