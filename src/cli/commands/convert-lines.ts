import type { Diagnostic } from '../../diagnostics/index.js'
import { formatOf, readMachines, type WrittenDocument, writeMachines } from '../../translate/index.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { fileDiagnostic } from '../file-diagnostic.js'
import { printMessages } from '../findings.js'
import { GrowingFile } from '../growing-file.js'
import { readInputs } from '../inputs.js'
import { bytesOf, MachineDirectory } from '../machine-directory.js'
import { announceStandardInput, printResultInTime } from '../terminal.js'
import { type ConvertCommand, tooMany } from './convert-documents.js'

/** Whether a conversion can go on machine by machine: the target holds a machine a line, or a file a machine. */
export function goesByLines({ to, ndjson = false }: ConvertCommand): boolean {
  const { isJson, documentPerMachine } = formatOf(to)
  return ndjson && (isJson === true || documentPerMachine === true)
}

/** Translate document by document, a line of newline-delimited JSON being one: memory holds one at a time. */
export async function convertLines(paths: readonly string[], options: ConvertCommand): Promise<ExitStatus> {
  const { to, output } = options
  announceStandardInput(paths)
  const report = new Report()
  if (formatOf(to).documentPerMachine === true && (output === undefined || output === '-')) {
    report.say([tooMany(undefined, output)])
    return report.status
  }
  let sink: Sink | undefined
  try {
    for await (const input of readInputs(paths, options)) {
      if ('diagnostic' in input) {
        report.say([input.diagnostic])
        continue
      }
      const reading = readMachines(input.document, options)
      const written = writeMachines(reading.machines, to, options)
      report.say([...reading.diagnostics, ...written.diagnostics])
      // Nothing but faults: no empty output that looks like a result.
      if (reading.machines.length === 0 && exitStatus(reading.diagnostics) !== 0) continue
      sink ??= await openSink(options, report)
      for (const document of written.documents) await sink.write(document, bytesOf(document, input.encoding))
    }
    await sink?.complete()
  } catch (error) {
    await sink?.discard()
    // What comes from the system is a fault of the output; the reader reports its own.
    if (!(error instanceof Error && 'code' in error)) throw error
    report.say([fileDiagnostic(output ?? '<stdout>', 'VL503', 'cannot be written', error)])
  }
  return report.status
}

/** Prints what is said when it is said, and once only what is said of the run as a whole. */
class Report {
  status: ExitStatus = 0
  private readonly once = new Set<string>()

  say(diagnostics: readonly Diagnostic[]): void {
    const shown = diagnostics.filter(({ code }) => code !== 'VL308' || !this.once.has(code))
    for (const { code } of diagnostics) if (code === 'VL308') this.once.add(code)
    printMessages(shown)
    const status = exitStatus(diagnostics)
    if (status > this.status) this.status = status
  }
}

/** Where one document after the other goes. All reject with the system's error. */
interface Sink {
  readonly write: (document: WrittenDocument, bytes: Uint8Array) => Promise<void>
  /** All was read and written. */
  readonly complete: () => Promise<void>
  /** Something could not be written. */
  readonly discard: () => Promise<void>
}

async function openSink({ to, output }: ConvertCommand, report: Report): Promise<Sink> {
  if (output === undefined || output === '-') {
    return { write: (_, bytes) => printResultInTime(bytes), complete: async () => {}, discard: async () => {} }
  }
  if (formatOf(to).documentPerMachine === true) return openDirectory(output, report)
  const file = await GrowingFile.open(output)
  return {
    write: (_, bytes) => file.write(bytes),
    complete: () => file.complete(),
    discard: () => file.discard(),
  }
}

async function openDirectory(path: string, report: Report): Promise<Sink> {
  const opened = await MachineDirectory.open(path)
  if ('diagnostic' in opened) {
    report.say([opened.diagnostic])
    return { write: async () => {}, complete: async () => {}, discard: async () => {} }
  }
  return {
    write: async (document, bytes) => {
      const failure = await opened.directory.write(document, bytes)
      if (failure !== undefined) report.say([failure])
    },
    complete: async () => opened.directory.report(),
    discard: async () => {},
  }
}
