import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import {
  type CimVersion,
  type FormatId,
  formatOf,
  type OnReserved,
  type ReadResult,
  readMachines,
  type WrittenDocument,
  writeMachines,
} from '../../translate/index.js'
import type { Encoding, Placement } from '../../xml/index.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { printMessages } from '../findings.js'
import { readInputs } from '../inputs.js'
import { kindOf } from '../kind-of.js'
import { bytesOf, MachineDirectory, writeDocument } from '../machine-directory.js'
import { writeOutput } from '../outputs.js'
import { announceStandardInput, printResult } from '../terminal.js'

/** Options of `convert`. */
export interface ConvertCommand {
  readonly to: FormatId
  readonly from?: FormatId
  readonly output?: string
  /** `element` unless given. */
  readonly placement?: Placement
  readonly onReserved: OnReserved
  readonly hyperv: CimVersion
  readonly ndjson?: boolean
  /** For `virsh`: the libvirt that the script is for. */
  readonly connect?: string
  readonly maxSize: number
  readonly maxDepth: number
}

/** Translate machines from any readable format to any writable one. */
export async function convertCommand(paths: readonly string[], options: ConvertCommand): Promise<ExitStatus> {
  announceStandardInput(paths)
  const readings: ReadResult[] = []
  const encodings = new Map<SourceText, Encoding>()
  for await (const input of readInputs(paths, options)) {
    if ('diagnostic' in input) {
      readings.push({ machines: [], diagnostics: [input.diagnostic] })
      continue
    }
    encodings.set(input.document, input.encoding)
    readings.push(readMachines(input.document, options))
  }
  const machines = readings.flatMap((reading) => reading.machines)
  const written = writeMachines(machines, options.to, options)
  const found = [...readings, written].flatMap((result) => result.diagnostics)
  // Nothing but faults: no empty output that looks like a result.
  const nothing = machines.length === 0 && exitStatus(found) !== 0
  const failures = nothing ? [] : await writeAll(written.documents, options, encodings)
  const diagnostics = [...found, ...failures]
  printMessages(diagnostics)
  return exitStatus(diagnostics)
}

async function writeAll(
  documents: readonly WrittenDocument[],
  { to, output }: ConvertCommand,
  encodings: ReadonlyMap<SourceText, Encoding>,
): Promise<readonly Diagnostic[]> {
  const [only] = documents
  if (only === undefined) return []
  const bytes = (document: WrittenDocument): Uint8Array => {
    const source = document.machines[0]?.source.document
    return bytesOf(document, source === undefined ? undefined : encodings.get(source))
  }
  const kind = output === undefined ? 'nothing' : await kindOf(output)
  const several = documents.length > 1
  if (output !== undefined && formatOf(to).documentPerMachine === true && meansDirectory(output, kind, several)) {
    return writeDirectory(documents, output, bytes)
  }
  if (several) return [tooMany(documents.length, output)]
  if (output === undefined || output === '-') {
    printResult(bytes(only))
    return []
  }
  const perMachine = formatOf(to).documentPerMachine === true
  const failure = await (perMachine ? writeDocument(output, only, bytes(only), true) : writeOutput(output, bytes(only)))
  return failure === undefined ? [] : [failure]
}

/** A path that is not there yet is a directory if it says so, or if several documents go there and it names no file. */
function meansDirectory(output: string, kind: string, several: boolean): boolean {
  if (output === '-') return false
  if (kind !== 'nothing') return kind === 'directory'
  return output.endsWith('/') || (several && !/\.xml$/i.test(output))
}

async function writeDirectory(
  documents: readonly WrittenDocument[],
  path: string,
  bytes: (document: WrittenDocument) => Uint8Array,
): Promise<readonly Diagnostic[]> {
  const opened = await MachineDirectory.open(path)
  if ('diagnostic' in opened) return [opened.diagnostic]
  const failures: Diagnostic[] = []
  for (const document of documents) {
    const failed = await opened.directory.write(document, bytes(document))
    if (failed !== undefined) failures.push(failed)
  }
  opened.directory.report()
  return failures
}

/** Several documents where there is room for one. */
export function tooMany(count: number | undefined, output: string | undefined): Diagnostic {
  const which = count === undefined ? 'several machines may' : `${count} machines do`
  const message = `${which} not fit into one output: each has a document of its own`
  const hint = 'name a directory with --output DIR; each machine gets a file'
  const file = output === undefined || output === '-' ? '<stdout>' : output
  return new SourceText(file, '').diagnostic({ code: 'VL504', message, hint }, 0)
}
