import { resolve } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { formatOf, leftOutOf, type ReadResult, type WrittenDocument, writeMachines } from '../../translate/index.js'
import type { Encoding } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { bytesOf, MachineDirectory, writeDocument } from '../files/machine-directory.js'
import { FileWriter } from '../files/outputs.js'
import { kindOf } from '../files/paths.js'
import { nothingIn } from './nothing-set.js'
import type { Translation } from './options.js'
import { readSource } from './source.js'

/** Translate machines from any readable format to any writable one. */
export async function convertDocuments(
  terminal: Terminal,
  paths: readonly string[],
  options: Translation,
): Promise<ExitStatus> {
  const readings: ReadResult[] = []
  const encodings = new Map<SourceText, Encoding>()
  for await (const { reading, document, encoding } of readSource(terminal, paths, {
    ...options,
    editable: options.to === 'domain',
  })) {
    if (document !== undefined && encoding !== undefined) encodings.set(document, encoding)
    readings.push(reading)
  }
  const machines = readings.flatMap((reading) => reading.machines)
  const written = writeMachines(machines, options.to, options)
  const said = readings.flatMap((reading) => reading.diagnostics)
  const sets = formatOf(options.to).syntax === 'script'
  // Of machines without settings the writer reports it.
  const unset = sets && machines.length === 0 ? nothingIn({ machines, diagnostics: said }, paths) : []
  const found = [...said, ...unset, ...written.diagnostics]
  // Nothing but errors: no empty output that looks like a result.
  const nothing = found.some(({ code }) => code === 'VL320') || (machines.length === 0 && exitStatus(found) !== 0)
  const seen = machines.length + leftOutOf(said).length
  const failures = nothing ? [] : await writeAll(terminal, written.documents, options, encodings, seen)
  const diagnostics = [...found, ...failures]
  await terminal.diagnostics(diagnostics)
  return exitStatus(diagnostics)
}

async function writeAll(
  terminal: Terminal,
  documents: readonly WrittenDocument[],
  { to, output, followLinks = false }: Translation,
  encodings: ReadonlyMap<SourceText, Encoding>,
  seen: number,
): Promise<readonly Diagnostic[]> {
  const [only] = documents
  if (only === undefined) return []
  const bytes = (document: WrittenDocument): Uint8Array => {
    const source = document.machines[0]?.source.document
    return bytesOf(document, source === undefined ? undefined : encodings.get(source))
  }
  const { cwd } = terminal.io
  const kind = output === undefined ? 'nothing' : await kindOf(resolve(cwd, output))
  const several = documents.length > 1
  if (output !== undefined && formatOf(to).documentPerMachine === true && meansDirectory(output, kind, seen > 1)) {
    return writeDirectory(terminal, documents, output, bytes, { seen, followLinks })
  }
  if (several) return [tooMany(documents.length, output)]
  if (output === undefined || output === '-') {
    terminal.result(bytes(only))
    return []
  }
  const perMachine = formatOf(to).documentPerMachine === true
  const writer = new FileWriter(cwd)
  const failure = await (perMachine
    ? writeDocument({ cwd, writer }, output, only, bytes(only), true)
    : writer.write(output, bytes(only)))
  const others = await writer.end()
  return failure === undefined ? others : [failure]
}

/** A path that does not exist yet is a directory if it ends with a slash, or if it gets several documents and does not end in .xml. */
function meansDirectory(output: string, kind: string, several: boolean): boolean {
  if (output === '-') return false
  if (kind !== 'nothing') return kind === 'directory'
  return output.endsWith('/') || (several && !/\.xml$/i.test(output))
}

async function writeDirectory(
  terminal: Terminal,
  documents: readonly WrittenDocument[],
  path: string,
  bytes: (document: WrittenDocument) => Uint8Array,
  { seen, followLinks }: { readonly seen: number; readonly followLinks: boolean },
): Promise<readonly Diagnostic[]> {
  const opened = await MachineDirectory.open(path, terminal, { followLinks })
  if ('diagnostic' in opened) return [opened.diagnostic]
  const failures: Diagnostic[] = []
  for (const document of documents) {
    const failed = await opened.directory.write(document, bytes(document))
    if (failed !== undefined) failures.push(failed)
  }
  return [...failures, ...(await opened.directory.end(seen))]
}

/** Says that one output cannot hold several documents (VL504); `count` if it is known how many there are. */
export function tooMany(count: number | undefined, output: string | undefined): Diagnostic {
  const machines = count === undefined ? 'several machines' : `${count} machines`
  const message = `cannot write ${machines} to one output: this format has one document per machine`
  const hint = 'use --output DIR to write one file per machine'
  const file = output === undefined || output === '-' ? '<stdout>' : output
  return new SourceText(file, '').diagnostic({ code: 'VL504', message, hint }, 0)
}
