import { join, resolve } from 'node:path'
import { type Diagnostic, escapeControls, type Finding, quote, SourceText } from '../../diagnostics/index.js'
import type { WrittenDocument } from '../../translate/index.js'
import { type Encoding, encode } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import { OutputNames } from './output-names.js'
import { FileWriter, hasOtherContent, makeDirectory, targetOf } from './outputs.js'

/** A directory that gets one file per machine; created if it does not exist. */
export class MachineDirectory {
  private readonly names = new OutputNames()
  private readonly writer: FileWriter
  /** The directory that no link leads out of. */
  private readonly within: string | undefined
  private written = 0

  private constructor(
    private readonly path: string,
    private readonly terminal: Terminal,
    { followLinks = false }: LinkOptions,
  ) {
    const { cwd } = terminal.io
    this.writer = new FileWriter(cwd)
    this.within = followLinks ? undefined : resolve(cwd, path)
  }

  static async open(
    path: string,
    terminal: Terminal,
    options: LinkOptions,
  ): Promise<{ readonly directory: MachineDirectory } | { readonly diagnostic: Diagnostic }> {
    const diagnostic = await makeDirectory(terminal.io.cwd, path)
    return diagnostic === undefined ? { directory: new MachineDirectory(path, terminal, options) } : { diagnostic }
  }

  /**
   * Write the file of a machine, and say so if it is not named after the machine.
   *
   * @returns a VL503, VL505, VL513 or VL515 diagnostic if that fails
   */
  async write(document: WrittenDocument, bytes: Uint8Array): Promise<Diagnostic | undefined> {
    const name = this.names.next(document)
    const [machine] = document.machines
    const path = join(this.path, name)
    const { cwd } = this.terminal.io
    const target = (file: string): Promise<string | undefined> => targetOf(resolve(cwd, file)).catch(() => undefined)
    const isOwn = machine !== undefined && (await target(machine.source.document.file)) === (await target(path))
    const { writer, within } = this
    const failure = await writeDocument({ cwd, writer, within }, path, document, bytes, isOwn)
    if (failure !== undefined) return failure
    this.written++
    const isNamedAfter = machine?.source.format === 'domain' || `${machine?.name}.xml` === name
    const called = quote(machine?.name ?? machine?.uuid ?? '')
    if (!isNamedAfter) this.terminal.note(`machine ${called} was written to ${escapeControls(name)}`)
    return undefined
  }

  /**
   * Say how many files there are for the machines that the inputs name, those that were left out included.
   *
   * @returns a VL503 diagnostic if the directory cannot be flushed to the disk
   */
  async end(seen: number): Promise<readonly Diagnostic[]> {
    const failures = await this.writer.end()
    this.terminal.note(`wrote ${this.written} of ${seen} machines to ${escapeControls(this.path)}`)
    return failures
  }
}

/** What is done with symbolic links. */
export interface LinkOptions {
  /** Whether files are written through links that lead out of a directory that was named. */
  readonly followLinks?: boolean
}

/** How documents are written. */
export interface DocumentOutput {
  readonly cwd: string
  readonly writer: FileWriter
  /** The directory, absolute, that no link leads out of. */
  readonly within?: string | undefined
}

/**
 * Write the document of one machine. A new document never replaces a file with different content: that may be the
 * machine's definition. An edited document replaces the file it came from, or one that was named.
 *
 * @param replaces whether this is such a file
 * @returns a VL503 or VL505 diagnostic if it is not written
 */
export async function writeDocument(
  { cwd, writer, within }: DocumentOutput,
  path: string,
  document: WrittenDocument,
  bytes: Uint8Array,
  replaces: boolean,
): Promise<Diagnostic | undefined> {
  if ((replaces && isEdited(document)) || !(await hasOtherContent(resolve(cwd, path), bytes))) {
    return writer.write(path, bytes, { within })
  }
  const finding: Finding = {
    code: 'VL505',
    message: "refusing to overwrite a file with different content: it may be the domain's only definition",
    hint: 'use --into to put settings into existing domains, or choose another output',
  }
  return new SourceText(path, '').diagnostic(finding, 0)
}

/** Whether a document is one that was read, with its lifecycle changed. */
function isEdited({ format, machines: [machine] }: WrittenDocument): boolean {
  return format === 'domain' && machine?.source.format === 'domain'
}

/** A document as bytes: an edited one in the encoding it came in, a new one in UTF-8. */
export function bytesOf(document: WrittenDocument, encoding: Encoding | undefined): Uint8Array {
  return encode(document.text, isEdited(document) ? (encoding ?? 'UTF-8') : 'UTF-8')
}
