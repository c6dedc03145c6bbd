import { join, resolve } from 'node:path'
import { type Diagnostic, escapeControls, type Finding, quote, SourceText } from '../../diagnostics/index.js'
import type { WrittenDocument } from '../../translate/index.js'
import { type Encoding, encode } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import { OutputNames } from './output-names.js'
import { hasOtherContent, makeDirectory, targetOf, writeOutput } from './outputs.js'

/** A directory that gets one file per machine; created if it does not exist. */
export class MachineDirectory {
  private readonly names = new OutputNames()
  private written = 0

  private constructor(
    private readonly path: string,
    private readonly terminal: Terminal,
  ) {}

  static async open(
    path: string,
    terminal: Terminal,
  ): Promise<{ readonly directory: MachineDirectory } | { readonly diagnostic: Diagnostic }> {
    const diagnostic = await makeDirectory(terminal.io.cwd, path)
    return diagnostic === undefined ? { directory: new MachineDirectory(path, terminal) } : { diagnostic }
  }

  /**
   * Write the file of a machine, and say so if it is not named after the machine.
   *
   * @returns a VL503 or VL505 diagnostic if that fails
   */
  async write(document: WrittenDocument, bytes: Uint8Array): Promise<Diagnostic | undefined> {
    const name = this.names.next(document)
    const [machine] = document.machines
    const path = join(this.path, name)
    const { cwd } = this.terminal.io
    const target = (file: string): Promise<string> => targetOf(resolve(cwd, file))
    const isOwn = machine !== undefined && (await target(machine.source.document.file)) === (await target(path))
    const failure = await writeDocument(cwd, path, document, bytes, isOwn)
    if (failure !== undefined) return failure
    this.written++
    const isNamedAfter = machine?.source.format === 'domain' || `${machine?.name}.xml` === name
    const called = quote(machine?.name ?? machine?.uuid ?? '')
    if (!isNamedAfter) this.terminal.note(`machine ${called} was written to ${escapeControls(name)}`)
    return undefined
  }

  /** Say how many files there are for the machines that the inputs name, those that were left out included. */
  report(seen: number): void {
    this.terminal.note(`wrote ${this.written} of ${seen} machines to ${escapeControls(this.path)}`)
  }
}

/**
 * Write the document of one machine. A new document never replaces a file with different content: that may be the
 * machine's definition. An edited document replaces the file it came from, or one that was named.
 *
 * @param replaces whether this is such a file
 * @returns a VL503 or VL505 diagnostic if it is not written
 */
export async function writeDocument(
  cwd: string,
  path: string,
  document: WrittenDocument,
  bytes: Uint8Array,
  replaces: boolean,
): Promise<Diagnostic | undefined> {
  if ((replaces && isEdited(document)) || !(await hasOtherContent(resolve(cwd, path), bytes))) {
    return writeOutput(cwd, path, bytes)
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
