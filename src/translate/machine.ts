import { type Diagnostic, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import type { DomainDocument, Placement } from '../domain/index.js'
import type { Lifecycle } from '../lifecycle/index.js'

/** What identifies a machine or a domain. In practice neither is always unique. */
export interface Identified {
  /** The display name. Hyper-V does not require it to be unique. */
  readonly name?: string
  /** In the form of RFC 4122, in lower case, without braces. */
  readonly uuid?: string
}

/** A virtual machine: its identity, its state and its lifecycle. */
export interface Machine extends Identified {
  /** Whether it is running; absent if the input does not say. */
  readonly running?: boolean
  readonly lifecycle: Lifecycle
  /** Where the lifecycle is in its domain XML; absent for other formats, and if there is no lifecycle. */
  readonly placement?: Placement
  readonly source: MachineSource
}

/** Where a machine was read: the range (UTF-16 code units) of its element or object in its document. */
export interface MachineSource {
  /** The identifier of the format. */
  readonly format: string
  readonly document: SourceText
  readonly start: number
  readonly end: number
  /** The parsed document if the machine was read from domain XML, so that it can be edited without parsing it again. */
  readonly domain?: DomainDocument
}

/** A machine that was read from domain XML. */
export type DomainMachine = Machine & { readonly source: { readonly domain: DomainDocument } }

/** Whether a machine was read from domain XML. */
export function isDomainMachine(machine: Machine): machine is DomainMachine {
  return machine.source.domain !== undefined
}

/** A machine in messages: its name, else its UUID, else a placeholder. */
export function machineLabel({ name, uuid }: Identified): string {
  if (name !== undefined) return `machine ${quote(name)}`
  return uuid === undefined ? 'a machine without a name' : `machine ${uuid}`
}

/** A finding about a machine as a whole, at the start tag of its domain or at the beginning of its object. */
export function machineDiagnostic({ source }: Machine, finding: Finding): Diagnostic {
  const { format, document, start, end } = source
  return document.diagnostic(finding, start, format === 'domain' ? end : start)
}

/** A GUID, with or without braces, in lower case and without braces. Undefined for any other text. */
export function normalGuid(text: string | undefined): string | undefined {
  const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1]
  return guid?.toLowerCase()
}
