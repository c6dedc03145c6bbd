/** What the page asks its worker, which has the library: typing never waits for it. All of it is plain data. */

import type {
  CimVersion,
  Diagnostic,
  DiagnosticCode,
  Explanation,
  FormatId,
  Lifecycle,
  Placement,
} from '../src/index.js'
import type { Completions } from '../src/relaxng/index.js'

/** A document as it is in the editor: lines end with LF, and there is no byte order mark. */
export interface Input {
  readonly text: string
  /** The name shown in messages. */
  readonly file: string
  /** The encoding of the file that it was read from, if it was one. */
  readonly encoding?: string
  /** The format, if the user names it; recognised unless given. */
  readonly from?: FormatId
  /** The class whose numbers it has, if the user says so. */
  readonly hyperv?: CimVersion
}

/** An offset of a document, in UTF-16 code units. */
export interface Position {
  readonly input: Input
  readonly offset: number
}

/** What to find out about the documents that are open. */
export interface Question {
  readonly inputs: readonly Input[]
  /** The form to write; the usual one for the document unless given. */
  readonly to?: FormatId
  /** Where domain XML gets the settings; where the document has them unless given. */
  readonly placement?: Placement
  /** The index of the machine that is looked at. */
  readonly machine: number
}

/** A machine of the documents. */
export interface Listed {
  readonly label: string
  readonly lifecycle: Lifecycle
  /** The index of its document. */
  readonly document: number
}

/** The machine that is looked at, and what becomes of it. */
export interface Shown extends Listed {
  readonly explanation: Explanation
}

/** What a form was written as. */
export interface Written {
  readonly to: FormatId
  /** Absent if nothing can be written; the notes say why. */
  readonly text?: string
  /** What the form cannot hold, and what to know before it is used. */
  readonly notes: readonly Diagnostic[]
  /** Whether the form has a document of its own for each machine, so that this is one of several. */
  readonly isOneOfSeveral: boolean
  /** Whether it is the document itself with other settings, in its encoding. */
  readonly isEdited: boolean
}

/** A document of a form that has one for each machine. */
export interface MachineDocument {
  readonly label: string
  readonly text: string
  /** The index of the document that it was read from, if it is that document with other settings. */
  readonly edited?: number
}

/** What the codes of findings mean, by code. */
export type Help = Readonly<Partial<Record<DiagnosticCode, string>>>

/** What was read from a document. */
export interface Read {
  /** Absent if the document is empty or not recognised. */
  readonly format?: FormatId
  readonly diagnostics: readonly Diagnostic[]
}

/** What was found out about the documents. */
export interface Answer {
  /** In the order of the inputs. */
  readonly documents: readonly Read[]
  /** The machines that were read, in order. */
  readonly machines: readonly Listed[]
  /** How many machines were left out because of errors. */
  readonly leftOut: number
  /** Whether there are machines, and none of them has a setting that could be written. */
  readonly saysNothing: boolean
  readonly shown?: Shown
  readonly written?: Written
  /** For each code among the findings and the notes. */
  readonly help: Help
}

/** A document with every fix applied. */
export interface Fixed {
  readonly text: string
  /** How many findings were fixed. */
  readonly fixes: number
}

/** A file of a schema: its path, with `/` between folders. */
export interface SchemaFile {
  readonly path: string
  readonly text: string
}

/** What documents are checked against, in words; and what is wrong with the files if they cannot be used. */
export type SchemaState =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'libvirt' | 'own'; readonly files: number; readonly name: string }
  | { readonly kind: 'unusable'; readonly message: string }

/** A form, and what can be done with it. */
export interface FormOffer {
  readonly id: FormatId
  /** What it is, in one line. */
  readonly description: string
  readonly reads: boolean
  readonly writes: boolean
}

/** What the worker does: each takes one argument and gives one answer. */
export interface Tasks {
  /** Every form, in the order of lists. */
  forms(nothing: undefined): Promise<readonly FormOffer[]>
  analyse(question: Question): Promise<Answer>
  /** Every document of a form that has one for each machine. */
  writeAll(question: Question): Promise<readonly MachineDocument[]>
  /** The documents with every fix applied, in the same order. */
  fixAll(inputs: readonly Input[]): Promise<readonly Fixed[]>
  /** What the schema allows at an offset of a document; nothing where it is not XML. */
  complete(at: Position): Promise<Completions>
  /** Check documents against these files from now on; against the embedded schema if there are none. */
  useSchemas(files: readonly SchemaFile[]): Promise<SchemaState>
}

/** A task with its argument, as it is sent. */
export interface Request<Name extends keyof Tasks = keyof Tasks> {
  readonly id: number
  readonly task: Name
  readonly argument: Parameters<Tasks[Name]>[0]
}

/** What comes back: the answer, or why there is none, which is a bug. */
export type Response = { readonly id: number } & ({ readonly answer: unknown } | { readonly failure: string })
