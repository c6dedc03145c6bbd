import type { SourceText } from '../../diagnostics/index.js'
import { type ReadMachinesOptions, type ReadResult, readMachines } from '../../translate/index.js'
import type { Encoding } from '../../xml/index.js'
import type { Terminal } from '../console/terminal.js'
import { type InputOptions, readInputs } from '../files/inputs.js'
import type { Input } from '../files/read-document.js'
import { machinesIn, readLibvirt } from '../libvirt/read.js'
import { uriOf } from '../libvirt/uri.js'

/** Where machines come from, and how they are read. */
export interface SourceOptions extends ReadMachinesOptions, InputOptions {
  /** Whether the inputs are URIs of a running libvirt; virsh's default if there is none. */
  readonly libvirt?: true
}

/** What was found in one input, and the encoding of its document. */
export interface Source {
  readonly reading: ReadResult
  readonly document?: SourceText
  readonly encoding?: Encoding
}

/** Read the machines of each input: files, or the URIs of a running libvirt. */
export async function* readSource(
  terminal: Terminal,
  inputs: readonly string[],
  options: SourceOptions,
): AsyncGenerator<Source> {
  if (options.libvirt === true) {
    const domainOptions = { ...options, from: 'domain' } as const
    for (const input of inputs.length === 0 ? [''] : inputs) {
      yield { reading: machinesIn(await readLibvirt(terminal.io, uriOf(input) ?? input, domainOptions)) }
    }
    return
  }
  for await (const input of readInputs(terminal, inputs, options)) {
    const reading = readingOf(input, options)
    yield 'diagnostic' in input ? { reading } : { reading, document: input.document, encoding: input.encoding }
  }
}

/** What a reader finds in an input; an input that could not be read has no machines. */
export function readingOf(input: Input, options: ReadMachinesOptions): ReadResult {
  return 'diagnostic' in input
    ? { machines: [], diagnostics: [input.diagnostic] }
    : readMachines(input.document, options)
}
