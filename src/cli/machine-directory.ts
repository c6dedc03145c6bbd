import { join } from 'node:path'
import { type Diagnostic, escapeControls, type Finding, quote, SourceText } from '../diagnostics/index.js'
import type { WrittenDocument } from '../translate/index.js'
import { type Encoding, encode } from '../xml/index.js'
import { OutputNames } from './output-names.js'
import { holdsSomethingElse, makeDirectory, targetOf, writeOutput } from './outputs.js'
import { printNote } from './terminal.js'

/** A directory that gets a file a machine; made where it is not there. */
export class MachineDirectory {
  private readonly names = new OutputNames()
  private written = 0
  private asked = 0

  private constructor(private readonly path: string) {}

  static async open(
    path: string,
  ): Promise<{ readonly directory: MachineDirectory } | { readonly diagnostic: Diagnostic }> {
    const diagnostic = await makeDirectory(path)
    return diagnostic === undefined ? { directory: new MachineDirectory(path) } : { diagnostic }
  }

  /**
   * Write the file of a machine, and say so where it has not the machine's name.
   *
   * @returns a VL503 or VL505 diagnostic where that fails
   */
  async write(document: WrittenDocument, bytes: Uint8Array): Promise<Diagnostic | undefined> {
    const name = this.names.next(document)
    const [machine] = document.machines
    this.asked++
    const path = join(this.path, name)
    const isOwn = machine !== undefined && (await targetOf(machine.source.document.file)) === (await targetOf(path))
    const failure = await writeDocument(path, document, bytes, isOwn)
    if (failure !== undefined) return failure
    this.written++
    const isNamedAfter = machine?.source.format === 'domain' || `${machine?.name}.xml` === name
    if (!isNamedAfter) printNote(`machine ${quote(machine?.name ?? machine?.uuid ?? '')} is in ${escapeControls(name)}`)
    return undefined
  }

  /** Say how many files there are. */
  report(): void {
    printNote(`wrote ${this.written} of ${this.asked} machines into ${escapeControls(this.path)}`)
  }
}

/**
 * Write the document of one machine. What was made anew never replaces a file that holds something else: that may be the
 * machine's definition. An edited document replaces the file it came from, or one that was named.
 *
 * @param replaces whether this is such a file
 * @returns a VL503 or VL505 diagnostic where it is not written
 */
export async function writeDocument(
  path: string,
  document: WrittenDocument,
  bytes: Uint8Array,
  replaces: boolean,
): Promise<Diagnostic | undefined> {
  if ((replaces && isEdited(document)) || !(await holdsSomethingElse(path, bytes))) return writeOutput(path, bytes)
  const finding: Finding = {
    code: 'VL505',
    message: 'this file is there and holds something else, which may be a definition: it is not replaced',
    hint: 'put settings into existing domains with --into, or choose another place',
  }
  return new SourceText(path, '').diagnostic(finding, 0)
}

/** Whether a document is one that was read, with its lifecycle changed. */
function isEdited({ format, machines: [machine] }: WrittenDocument): boolean {
  return format === 'domain' && machine?.source.format === 'domain'
}

/** A document as bytes: in the encoding it came in where it is an edited one, else in UTF-8. */
export function bytesOf(document: WrittenDocument, encoding: Encoding | undefined): Uint8Array {
  return encode(document.text, isEdited(document) ? (encoding ?? 'UTF-8') : 'UTF-8')
}
