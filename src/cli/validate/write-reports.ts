import { createHash, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import pc from 'picocolors'
import type { Diagnostic } from '../../diagnostics/index.js'
import {
  type EndOfRun,
  REPORT_FORMATS,
  type Report,
  type ReportContext,
  type ReportedDocument,
  type ReportFormatName,
} from '../../report/index.js'
import { VERSION } from '../../schemas/index.js'
import { fileDiagnostic } from '../file-diagnostic.js'
import { paintFor } from '../findings.js'
import { GrowingFile } from '../growing-file.js'
import { hideProgress } from '../progress.js'
import { printNote, printResultInTime, reader } from '../terminal.js'
import { repositoryRoot } from './choose-files.js'
import type { ReportChoice } from './choose-reports.js'

/** Where the text of a report goes. */
interface Sink {
  write(text: string): Promise<void>
  end(text: string): Promise<void>
  /** Leave what was there before. */
  discard(): Promise<void>
}

/** A digest for fingerprints. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The reports of a run, each written while the run goes on. */
export class Reports {
  private constructor(private readonly parts: readonly { readonly report: Report; readonly sink: Sink }[]) {}

  /**
   * Begin the reports. All files are opened before anything is validated, so that a path that cannot be written is said
   * at once; none takes its place before it is complete.
   *
   * @returns the reports, or the VL503 diagnostic of a file that cannot be written
   */
  static async begin(
    choices: readonly ReportChoice[],
    schema: string,
  ): Promise<Reports | { readonly diagnostic: Diagnostic }> {
    const printed = choices.filter(({ to }) => to === 'stdout').map(({ format }) => format)
    reader.isNeeded = choices.every(({ to }) => to === 'stdout')
    const parts: { report: Report; sink: Sink }[] = []
    for (const { format, to } of choices) {
      const begin = await REPORT_FORMATS[format].load()
      const paint = typeof to === 'string' ? paintFor(process[to]) : pc.createColors(false)
      const report = begin({ ...CONTEXT, pathOf: pathFromRoot(), schema, paint })
      try {
        parts.push({ report, sink: typeof to === 'string' ? streamSink(format, to, printed) : await fileSink(to.file) })
      } catch (error) {
        for (const { sink } of parts) await sink.discard()
        const file = typeof to === 'string' ? to : to.file
        return { diagnostic: fileDiagnostic(file, 'VL503', 'cannot be written', error) }
      }
    }
    return new Reports(parts)
  }

  /** Add a document to all reports. Rejects with the system's error. */
  async document(document: ReportedDocument): Promise<void> {
    for (const { report, sink } of this.parts) {
      const text = report.document(document)
      if (text !== '') await sink.write(text)
    }
  }

  /** End all reports. Rejects with the system's error. */
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

/** @param printed the formats that go to standard output */
function streamSink(format: ReportFormatName, to: 'stdout' | 'stderr', printed: readonly ReportFormatName[]): Sink {
  if (to === 'stderr') return ERRORS
  const textOnGithub = printed.includes('text') && printed.includes('github')
  if (format === 'text') return textOnGithub ? new TextOnGithub() : TEXT
  return textOnGithub ? new Deferred() : PLAIN
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
 * Text that GitHub Actions shows as it is: what stands between these two commands is not searched for commands, so that
 * no name of a file and no line of a document can give the runner one.
 */
class TextOnGithub implements Sink {
  private readonly token = randomUUID()
  private stopped = false

  async write(text: string): Promise<void> {
    if (!this.stopped) await printResultInTime(`::stop-commands::${this.token}\n`)
    this.stopped = true
    await printResultInTime(text)
  }

  async end(text: string): Promise<void> {
    await TEXT.end(text)
    if (this.stopped) await printResultInTime(`::${this.token}::\n`)
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

/** A file; the directories above it are made where they are missing. */
async function fileSink(path: string): Promise<Sink> {
  await mkdir(dirname(path), { recursive: true })
  const file = await GrowingFile.open(path)
  const write = (text: string): Promise<void> => file.write(Buffer.from(text))
  return {
    write,
    end: async (text) => {
      await write(text)
      await file.complete()
    },
    discard: () => file.discard(),
  }
}
