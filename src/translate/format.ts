import type { Diagnostic, LeftOut, SourceText } from '../diagnostics/index.js'
import type { Placement } from '../domain/index.js'
import type { JsonNode } from '../json/index.js'
import type { FirstTag } from '../xml/first-tag.js'
import type { Machine } from './machine.js'

/** What to do with a reserved or invalid value: leave out the machine (an error) or only the property (a warning). */
export const ON_RESERVED = ['error', 'skip'] as const

/** One of the two ways. */
export type OnReserved = (typeof ON_RESERVED)[number]

/** Options of a reader. */
export interface ReadOptions {
  /** `error` unless given. */
  readonly onReserved?: OnReserved
  /** Deepest nesting accepted; 1000 unless given. */
  readonly maxDepth?: number
  /**
   * Whether machines from domain XML keep their parsed document, so that a writer of domain XML edits it; true unless
   * given. Without it they take a tenth of the memory, and a writer makes new domains.
   */
  readonly editable?: boolean
}

/** What a reader found. A machine that cannot be translated is left out and reported. */
export interface ReadResult {
  readonly machines: readonly Machine[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A machine that a reader left out, and why. */
export interface LeftOutMachine {
  readonly machine: LeftOut
  readonly because: readonly Diagnostic[]
}

/** The machines that readers left out: together with those that they read, all that the documents name. */
export function leftOutOf(diagnostics: readonly Diagnostic[]): readonly LeftOutMachine[] {
  const found = new Map<LeftOut, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const { leavesOut } = diagnostic
    if (leavesOut === undefined) continue
    const because = found.get(leavesOut)
    if (because === undefined) found.set(leavesOut, [diagnostic])
    else because.push(diagnostic)
  }
  return [...found].map(([machine, because]) => ({ machine, because }))
}

/** What several readers found, as one. */
export function joinReadings(readings: readonly ReadResult[]): ReadResult {
  return {
    machines: readings.flatMap((reading) => reading.machines),
    diagnostics: readings.flatMap((reading) => reading.diagnostics),
  }
}

/** Options of a writer. */
export interface WriteOptions {
  /** Where domain XML gets the lifecycle; `element` unless given. */
  readonly placement?: Placement
  /** Whether a JSON format is written as newline-delimited JSON, one line per machine. */
  readonly ndjson?: boolean
  /** Whether the text continues one that was begun before, so that a `continuable` format leaves out its head. */
  readonly continued?: boolean
}

/** A document that a writer made. */
export interface WrittenDocument {
  /** The identifier of the format. */
  readonly format: string
  readonly text: string
  /** The machines in it: one if the format has one document per machine, else all of them. */
  readonly machines: readonly Machine[]
}

/** What a writer made, and what the format cannot carry. */
export interface WriteResult {
  readonly documents: readonly WrittenDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Writes one format. */
export type Writer = (machines: readonly Machine[], options: WriteOptions) => WriteResult

/** The part that all formats have in common. */
interface AnyFormat {
  /** The identifier, as in `--from` and `--to`. */
  readonly id: string
  /** One line for the command `formats`. */
  readonly description: string
  /** Whether each machine gets a document of its own. */
  readonly documentPerMachine?: true
  /** Whether a document can be written in pieces, one after the other (`continued`). */
  readonly continuable?: true
  readonly write?: Writer
}

/** A parsed JSON document. */
export interface JsonSource {
  readonly document: SourceText
  readonly root: JsonNode
}

/** A format whose documents are JSON. A document is parsed once, to recognise and to read it. */
export interface JsonFormat extends AnyFormat {
  readonly syntax: 'json'
  /** Members that identify the format, for the message that no format was recognised. */
  readonly marks?: readonly string[]
  /** Whether a document is of this format. */
  readonly recognises?: (root: JsonNode) => boolean
  readonly read?: (source: JsonSource, options: ReadOptions) => ReadResult
}

/** A format whose documents are XML. */
export interface XmlFormat extends AnyFormat {
  readonly syntax: 'xml'
  /** Whether a document that begins with this tag is of this format. */
  readonly recognises?: (tag: FirstTag) => boolean
  readonly read?: (document: SourceText, options: ReadOptions) => ReadResult
}

/** A format whose documents are plain text: neither JSON nor XML. */
export interface TextFormat extends AnyFormat {
  readonly syntax: 'text'
  /** Whether a text is of this format. */
  readonly recognises?: (text: string) => boolean
  readonly read?: (document: SourceText, options: ReadOptions) => ReadResult
}

/** A format that can only be written. */
export interface ScriptFormat extends AnyFormat {
  readonly syntax: 'script'
  readonly read?: never
}

/** A format: what it is, how it is recognised, and whether it can be read, written or both. */
export type Format = JsonFormat | XmlFormat | TextFormat | ScriptFormat

/** The result of a writer that makes one document for all machines. */
export function writtenTogether(
  format: string,
  text: string,
  machines: readonly Machine[],
  diagnostics: readonly Diagnostic[],
): WriteResult {
  return { documents: [{ format, text, machines }], diagnostics }
}

/** Values as JSON text: one per line (`ndjson`), or all of them in the one document that `whole` makes of them. */
export function jsonText(
  values: readonly unknown[],
  ndjson: boolean,
  whole: (values: readonly unknown[]) => unknown,
): string {
  if (ndjson) return values.map((value) => `${JSON.stringify(value)}\n`).join('')
  return `${JSON.stringify(whole(values), null, 2)}\n`
}
