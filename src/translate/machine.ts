import type { Diagnostic, Finding, SourceText } from '../diagnostics/index.js'
import type { Lifecycle, StartAttribute } from '../lifecycle/index.js'
import type { Placement } from '../xml/index.js'
import type { CimVersion } from './hyperv/settings.js'

/** A virtual machine, as far as the program is concerned with it. */
export interface Machine {
  /** Display name. Hyper-V does not keep it unique. */
  readonly name?: string
  /** RFC 4122 form in lower case, without braces. */
  readonly uuid?: string
  /** Whether it runs, where the input says so. */
  readonly running?: boolean
  readonly lifecycle: Lifecycle
  /** What the input says to be none, by a 0; the lifecycle has it as little as what the input does not say. */
  readonly none?: readonly StartAttribute[]
  /** Where its domain XML says it; absent for other formats, and where nothing is said. */
  readonly placement?: Placement
  readonly source: MachineSource
}

/** Where a machine was read: offsets (UTF-16 code units) of its element or object in its document. */
export interface MachineSource {
  readonly format: FormatId
  readonly document: SourceText
  readonly start: number
  readonly end: number
}

/** The identifiers of the formats. */
export const FORMAT_IDS = [
  'domain',
  'json',
  'cim-json',
  'powershell-json',
  'cim-xml',
  'wsman',
  'clixml',
  'powershell',
  'virsh',
] as const

/** A format's identifier, as `--from` and `--to` take it. */
export type FormatId = (typeof FORMAT_IDS)[number]

/** What to do with a reserved or impossible value: leave out the machine (an error) or the property (a warning). */
export type OnReserved = 'error' | 'skip'

/** How a reader is asked to behave. */
export interface ReadOptions {
  readonly onReserved?: OnReserved
  /** Deepest nesting accepted; 1000 unless told. */
  readonly maxDepth?: number
  /** The class of CIM instances that state none; it decides what their numbers mean. `v2` unless told. */
  readonly hyperv?: CimVersion
}

/** What a reader found. A machine that cannot be translated is left out and reported; the others are there. */
export interface ReadResult {
  readonly machines: readonly Machine[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one format. */
export type Reader = (document: SourceText, options: ReadOptions) => ReadResult

/** How a writer is asked to behave. */
export interface WriteOptions {
  /** `element` unless told. */
  readonly placement?: Placement
  /** The class of the CIM instances that are written. `v2` unless told. */
  readonly hyperv?: CimVersion
  /** The URI of the libvirt that a virsh script is for; virsh's own default unless told. */
  readonly connect?: string
  /** Newline-delimited JSON: a line a machine, where the format is JSON. */
  readonly ndjson?: boolean
}

/** One document a writer made. */
export interface WrittenDocument {
  readonly format: FormatId
  readonly text: string
  /** The machines in it: one for domain XML, CIM-XML and WS-Management, all of them for the other formats. */
  readonly machines: readonly Machine[]
}

/** What a writer made, and what the target could not hold. */
export interface WriteResult {
  readonly documents: readonly WrittenDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The result of a format that has one document for all machines. */
export function writtenTogether(
  format: FormatId,
  text: string,
  machines: readonly Machine[],
  diagnostics: readonly Diagnostic[],
): WriteResult {
  return { documents: [{ format, text, machines }], diagnostics }
}

/** Values as JSON: one to a line, or all of them as `whole` makes one document of them. */
export function jsonText(
  values: readonly unknown[],
  ndjson: boolean,
  whole: (values: readonly unknown[]) => unknown,
): string {
  if (ndjson) return values.map((value) => `${JSON.stringify(value)}\n`).join('')
  return `${JSON.stringify(whole(values), null, 2)}\n`
}

/** Writes one format. */
export type Writer = (machines: readonly Machine[], options: WriteOptions) => WriteResult

/** A format: what it is, and which of the two directions it has. */
export interface Format {
  readonly id: FormatId
  /** One line for `formats`. */
  readonly description: string
  /** Whether each machine gets a document of its own. */
  readonly documentPerMachine?: true
  /** Whether it is JSON, and so has a form with a line a machine. */
  readonly isJson?: true
  readonly read?: Reader
  readonly write?: Writer
}

/** The `none` of a machine whose delay is written as text; its order is never 0 in the words of domain XML. */
export function noneOf(delay: string | undefined): { readonly none?: readonly StartAttribute[] } {
  return /^\s*0+\s*$/.test(delay ?? '') ? { none: ['delay'] } : {}
}

/** How messages call a machine: its name, else its UUID, else a placeholder. */
export function machineLabel(
  machine: { readonly name?: string; readonly uuid?: string },
  quote: (s: string) => string,
): string {
  if (machine.name !== undefined) return `machine ${quote(machine.name)}`
  return machine.uuid === undefined ? 'a machine without a name' : `machine ${machine.uuid}`
}

/** A finding about a machine as such, at its place: the start tag of its domain, or where its object begins. */
export function machineDiagnostic({ source }: Machine, finding: Finding): Diagnostic {
  const { format, document, start, end } = source
  return document.diagnostic(finding, start, format === 'domain' ? end : start)
}
