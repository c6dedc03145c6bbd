import { createHash } from 'node:crypto'
import { dirname, relative, resolve, sep } from 'node:path'
import pc from 'picocolors'
import type { Diagnostic } from '../../diagnostics/index.js'
import { REPORT_FORMATS, type ReportFormatName } from '../../report/formats.js'
import type { EndOfRun, Report, ReportContext, ReportedDocument } from '../../report/report.js'
import { VERSION } from '../../schemas/index.js'
import { fileDiagnostic } from '../file-diagnostic.js'
import { commandsOnGithub } from '../github-commands.js'
import { paintFor } from '../paint.js'
import { hideProgress } from '../progress.js'
import { printNote, printResultInTime, reader } from '../terminal.js'
import { type Entry, repositoryRoot } from './choose-files.js'
import type { ReportChoice } from './choose-reports.js'

/** Where the text of a report goes. */
interface Sink {
  write(text: string): Promise<void>
  end(text: string): Promise<void>
  /** Leave what was there before. */
  discard(): Promise<void>
}

/** A report that could not be written to its end. */
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
    /** Whether somebody who watches the run sees what it comes to. */
    readonly showsSummary: boolean,
  ) {}

  /**
   * Begin the reports. All files are opened before anything is validated, so that a path that cannot be written is said
   * at once; none takes its place before it is complete.
   *
   * @param entries what is validated, which no report may replace
   * @returns the reports, or the diagnostic of a file that cannot be written (VL503) or is not replaced (VL505)
   */
  static async begin(
    choices: readonly ReportChoice[],
    schema: string,
    entries: readonly Entry[],
  ): Promise<Reports | { readonly diagnostic: Diagnostic }> {
    const printed = choices.filter(({ to }) => to === 'stdout').map(({ format }) => format)
    reader.isNeeded = choices.every(({ to }) => to === 'stdout')
    const parts: { report: Report; sink: Sink }[] = []
    for (const { format, to } of choices) {
      const begin = await REPORT_FORMATS[format].load()
      const paint = typeof to === 'string' ? paintFor(process[to]) : pc.createColors(false)
      const report = begin({ ...CONTEXT, pathOf: pathFromRoot(), schema, paint })
      const sink = typeof to === 'string' ? streamSink(format, to, printed) : await fileSink(to.file, entries)
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

  /** Add a document to all reports. Rejects with a ReportFailure where one cannot be written. */
  async document(document: ReportedDocument): Promise<void> {
    for (const { report, sink } of this.parts) {
      const text = await report.document(document)
      if (text !== '') await sink.write(text)
    }
  }

  /** End all reports. Rejects with a ReportFailure where one cannot be written. */
  async end(run: EndOfRun): Promise<void> {
    for (const { report, sink } of this.parts) await sink.end(report.end(run))
  }

  /** Give up: files stay what they were. */
  async discard(): Promise<void> {
    for (const { sink } of this.parts) await sink.discard()
  }
}

const CONTEXT: Pick<ReportContext, 'version' | 'digest'> = { version: VERSION, digest }

/** Paths as the service knows them that the run takes place on. */
function pathFromRoot(): (file: string) => string {
  const { GITHUB_WORKSPACE: github, CI_PROJECT_DIR: gitlab } = process.env
  const root = resolve(github || gitlab || repositoryRoot() || '.')
  return (file) => {
    if (file === '<stdin>') return file
    const path = resolve(file)
    const below = relative(root, path)
    const inside = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && below !== path
    return (inside ? below : path).split(sep).join('/')
  }
}

/** The formats for people, which on GitHub are kept from being searched for commands. */
const LINES: readonly ReportFormatName[] = ['text', 'compact']

/** @param printed the formats that go to standard output */
function streamSink(format: ReportFormatName, to: 'stdout' | 'stderr', printed: readonly ReportFormatName[]): Sink {
  if (to === 'stderr') return ERRORS
  if (LINES.includes(format) && process.env['GITHUB_ACTIONS'] === 'true') return new Guarded()
  if (format === 'text') return TEXT
  return printed.length > 1 ? new Deferred() : PLAIN
}

/** Standard error. */
const ERRORS: Sink = {
  write: async (text) => {
    hideProgress()
    process.stderr.write(text)
  },
  end: async (text) => printNote(text.trimEnd()),
  discard: async () => {},
}

/** Standard output. */
const PLAIN: Sink = { write: printResultInTime, end: printResultInTime, discard: async () => {} }

/** The same for text: the sentence that sums up is a message, not a result. */
const TEXT: Sink = { ...PLAIN, end: async (text) => printNote(text.trimEnd()) }

/**
 * Standard output on GitHub. The sentence that sums up goes there, too: of two streams nobody knows which line the runner
 * sees first.
 */
class Guarded implements Sink {
  private readonly commands = commandsOnGithub()
  private begun = false

  async write(text: string): Promise<void> {
    if (!this.begun) await printResultInTime(this.commands.stop)
    this.begun = true
    await printResultInTime(text)
  }

  async end(text: string): Promise<void> {
    if (text !== '') await this.write(text)
    if (this.begun) await printResultInTime(this.commands.resume)
  }

  async discard(): Promise<void> {}
}

/** Standard output, once the text is complete. */
class Deferred implements Sink {
  private readonly pieces: string[] = []

  async write(text: string): Promise<void> {
    this.pieces.push(text)
  }

  async end(text: string): Promise<void> {
    await PLAIN.end(`${this.pieces.join('')}${text}`)
  }

  async discard(): Promise<void> {}
}

/** A file, or why it cannot be written; the directories above it are made where they are missing. */
async function fileSink(path: string, entries: readonly Entry[]): Promise<Sink | { readonly diagnostic: Diagnostic }> {
  const { makeDirectory } = await import('../outputs.js')
  const { GrowingFile } = await import('../growing-file.js')
  const failure = (error: unknown): Diagnostic => fileDiagnostic(path, 'VL503', 'cannot be written', error)
  const { protectFile } = await import('./protect-files.js')
  const failed = (await protectFile(path, entries)) ?? (await makeDirectory(dirname(path)))
  if (failed !== undefined) return { diagnostic: failed }
  try {
    const file = await GrowingFile.open(path)
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
