import { join } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import {
  type FormatId,
  type OnReserved,
  type ReadResult,
  readMachines,
  type WrittenDocument,
  writeMachines,
} from '../../translate/index.js'
import { type Encoding, encode, type Placement } from '../../xml/index.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { readInputs } from '../inputs.js'
import { outputNames } from '../output-names.js'
import { kindOf, makeDirectory, writeOutput } from '../outputs.js'
import { announceStandardInput, printMessages, printNote, printResult } from '../terminal.js'

/** Options of `convert`. */
export interface ConvertCommand {
  readonly to: FormatId
  readonly from?: FormatId
  readonly output?: string
  /** `element` unless given. */
  readonly placement?: Placement
  readonly onReserved: OnReserved
  readonly maxSize: number
  readonly maxDepth: number
}

/** Translate machines from any readable format to any writable one. */
export async function convertCommand(paths: readonly string[], options: ConvertCommand): Promise<ExitStatus> {
  announceStandardInput(paths)
  const readings: ReadResult[] = []
  const encodings = new Map<SourceText, Encoding>()
  for await (const input of readInputs(paths, options.maxSize)) {
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

/** A document as bytes: in the encoding it came in where it is an edited one, else in UTF-8. */
function bytesOf(
  { text, machines: [machine] }: WrittenDocument,
  to: FormatId,
  encodings: Map<SourceText, Encoding>,
): Uint8Array {
  const source = machine?.source
  const encoding = to === 'domain' && source?.format === 'domain' ? encodings.get(source.document) : undefined
  return encode(text, encoding ?? 'UTF-8')
}

async function writeAll(
  documents: readonly WrittenDocument[],
  { to, output }: ConvertCommand,
  encodings: Map<SourceText, Encoding>,
): Promise<readonly Diagnostic[]> {
  const [only] = documents
  const kind = output === undefined ? 'nothing' : await kindOf(output)
  const intoDirectory = to === 'domain' && meansDirectory(output, kind, documents.length)
  if (only === undefined) return []
  if (output === undefined || output === '-') {
    if (documents.length > 1) return [several(documents.length, '-')]
    printResult(bytesOf(only, to, encodings))
    return []
  }
  if (!intoDirectory && documents.length > 1) return [several(documents.length, output)]
  if (!intoDirectory) {
    const failure = await writeOutput(output, bytesOf(only, to, encodings))
    return failure === undefined ? [] : [failure]
  }
  return writeDirectory(documents, output, to, encodings)
}

/** A path that is not there yet is a directory if it says so, or if several documents go there and it names no file. */
function meansDirectory(output = '', kind: string, count: number): boolean {
  if (kind !== 'nothing') return kind === 'directory'
  return output.endsWith('/') || (count > 1 && !/\.xml$/i.test(output))
}

async function writeDirectory(
  documents: readonly WrittenDocument[],
  directory: string,
  to: FormatId,
  encodings: Map<SourceText, Encoding>,
): Promise<readonly Diagnostic[]> {
  const failure = await makeDirectory(directory)
  if (failure !== undefined) return [failure]
  const failures: Diagnostic[] = []
  const names = outputNames(documents)
  for (const [i, document] of documents.entries()) {
    const failed = await writeOutput(join(directory, names[i] ?? ''), bytesOf(document, to, encodings))
    if (failed !== undefined) failures.push(failed)
  }
  printNote(`wrote ${documents.length - failures.length} of ${documents.length} domains into ${directory}`)
  return failures
}

function several(count: number, output: string): Diagnostic {
  const message = `${count} domains do not fit into one output`
  const hint = 'name a directory with --output DIR; each machine gets a file'
  const file = output === '-' ? '<stdout>' : output
  return new SourceText(file, '').diagnostic({ code: 'VL504', severity: 'error', message, hint }, 0)
}
