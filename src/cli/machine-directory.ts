import { join } from 'node:path'
import { type Diagnostic, escapeControls, quote } from '../diagnostics/index.js'
import type { FormatId, WrittenDocument } from '../translate/index.js'
import { type Encoding, encode } from '../xml/index.js'
import { OutputNames } from './output-names.js'
import { makeDirectory, writeOutput } from './outputs.js'
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
   * @returns a VL503 diagnostic where that fails
   */
  async write(document: WrittenDocument, bytes: Uint8Array): Promise<Diagnostic | undefined> {
    const name = this.names.next(document)
    const [machine] = document.machines
    this.asked++
    const failure = await writeOutput(join(this.path, name), bytes)
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

/** A document as bytes: in the encoding it came in where it is an edited one, else in UTF-8. */
export function bytesOf(
  { text, machines: [machine] }: WrittenDocument,
  to: FormatId,
  encoding: Encoding | undefined,
): Uint8Array {
  const isEdited = to === 'domain' && machine?.source.format === 'domain'
  return encode(text, isEdited ? (encoding ?? 'UTF-8') : 'UTF-8')
}
