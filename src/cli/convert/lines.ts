import { resolve } from 'node:path'
import type { Diagnostic, DiagnosticCode } from '../../diagnostics/index.js'
import { fileDiagnostic, isSystemError } from '../../node/file-diagnostic.js'
import { formatOf, leftOutOf, readMachines, type WrittenDocument, writeMachines } from '../../translate/index.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { GrowingFile } from '../files/growing-file.js'
import { readInputs } from '../files/inputs.js'
import { bytesOf, MachineDirectory } from '../files/machine-directory.js'
import { tooMany } from './documents.js'
import type { Translation } from './options.js'

/** Whether a conversion can go on machine by machine: the target has one line, row or file per machine. */
export function goesByLines({ to, ndjson = false, libvirt }: Translation): boolean {
  if (libvirt === true) return false
  const { syntax, documentPerMachine, continuable } = formatOf(to)
  return continuable === true || (ndjson && (syntax === 'json' || documentPerMachine === true))
}

/**
 * Translate one document at a time, so that memory holds only one; each line of newline-delimited JSON is a document, and so is
 * each piece of a CSV document.
 */
export async function convertLines(
  terminal: Terminal,
  paths: readonly string[],
  options: Translation,
): Promise<ExitStatus> {
  const { to, output } = options
  const report = new Report(terminal)
  if (formatOf(to).documentPerMachine === true && (output === undefined || output === '-')) {
    await report.say([tooMany(undefined, output)])
    return report.status
  }
  let sink: Sink | undefined
  try {
    for await (const input of readInputs(terminal, paths, { ...options, pieces: true })) {
      if ('diagnostic' in input) {
        await report.say([input.diagnostic])
        continue
      }
      const reading = readMachines(input.document, options)
      const written = writeMachines(reading.machines, to, { ...options, continued: sink !== undefined })
      report.seen += reading.machines.length + leftOutOf(reading.diagnostics).length
      await report.say([...reading.diagnostics, ...written.diagnostics])
      // Nothing but errors: no empty output that looks like a result.
      if (reading.machines.length === 0 && exitStatus(reading.diagnostics) !== 0) continue
      sink ??= await openSink(terminal, options, report)
      for (const document of written.documents) await sink.write(document, bytesOf(document, input.encoding))
    }
    await sink?.complete()
  } catch (error) {
    await sink?.discard()
    // What comes from the system is a failure of the output; the reader reports its own.
    if (!isSystemError(error)) throw error
    await report.say([fileDiagnostic(output ?? '<stdout>', 'VL503', 'cannot be written', error)])
  }
  return report.status
}

/** What is reported once in a run, though each document may be a single machine. */
const ABOUT_THE_RUN: readonly DiagnosticCode[] = ['VL308', 'VL332', 'VL334']

/** What is reported once of a file, though each of its lines or pieces is read as a document. */
const ABOUT_THE_FILE: readonly DiagnosticCode[] = ['VL319', 'VL321', 'VL325', 'VL327', 'VL329']

/** Prints diagnostics as they come, and those about the run or a file as a whole only once. */
class Report {
  status: ExitStatus = 0
  /** How many machines the documents name. */
  seen = 0
  private readonly said = new Set<string>()

  constructor(private readonly terminal: Terminal) {}

  async say(diagnostics: readonly Diagnostic[]): Promise<void> {
    await this.terminal.diagnostics(diagnostics.filter((diagnostic) => this.isNew(diagnostic)))
    const status = exitStatus(diagnostics)
    if (status > this.status) this.status = status
  }

  private isNew({ code, file }: Diagnostic): boolean {
    const isAboutRun = ABOUT_THE_RUN.includes(code)
    if (!isAboutRun && !ABOUT_THE_FILE.includes(code)) return true
    const key = isAboutRun ? code : `${code} ${file}`
    const isNew = !this.said.has(key)
    this.said.add(key)
    return isNew
  }
}

/** Where one document after the other goes. All reject with the system's error. */
interface Sink {
  readonly write: (document: WrittenDocument, bytes: Uint8Array) => Promise<void>
  /** All was read and written. */
  readonly complete: () => Promise<void>
  /** Something could not be written: leave what was there before. */
  readonly discard: () => Promise<void>
}

async function openSink(terminal: Terminal, options: Translation, report: Report): Promise<Sink> {
  const { to, output } = options
  if (output === undefined || output === '-') {
    return { write: (_, bytes) => terminal.resultInTime(bytes), complete: async () => {}, discard: async () => {} }
  }
  if (formatOf(to).documentPerMachine === true) return openDirectory(terminal, output, options, report)
  const file = await GrowingFile.open(resolve(terminal.io.cwd, output))
  return {
    write: (_, bytes) => file.write(bytes),
    complete: () => file.complete(),
    discard: () => file.discard(),
  }
}

async function openDirectory(terminal: Terminal, path: string, options: Translation, report: Report): Promise<Sink> {
  const opened = await MachineDirectory.open(path, terminal, options)
  if ('diagnostic' in opened) {
    await report.say([opened.diagnostic])
    return { write: async () => {}, complete: async () => {}, discard: async () => {} }
  }
  return {
    write: async (document, bytes) => {
      const failure = await opened.directory.write(document, bytes)
      if (failure !== undefined) await report.say([failure])
    },
    complete: async () => report.say(await opened.directory.end(report.seen)),
    discard: async () => {},
  }
}
