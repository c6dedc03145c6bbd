import {
  applySilences,
  type Diagnostic,
  type DiagnosticCode,
  type DocumentsReading,
  explain,
  FORMATS,
  type FormatId,
  fixDomain,
  isDomainMachine,
  leftOutOf,
  type Machine,
  offerCaseFixes,
  parserCheck,
  RULE_HELP,
  type SourceText,
  type ValidateOptions,
  validateDomain,
  writeMachines,
} from '../../src/index.js'
import { isEmptyLifecycle } from '../../src/lifecycle/index.js'
import { type Completions, completionsAt } from '../../src/relaxng/index.js'
import type { Answer, Fixed, Help, Input, Listed, MachineDocument, Position, Question, Written } from '../protocol.js'
import { fix, read, sourceOf } from './read.js'
import type { Checks } from './schemas.js'

/** What a domain becomes unless the user says otherwise, and what all else does. */
const USUAL = { ofDomain: 'powershell', ofOther: 'domain' } as const

const NOTHING: DocumentsReading = { machines: [], diagnostics: [] }

/** Looks at documents: reads and checks their machines, and writes them in another form. What it read last is kept. */
export class Analyst {
  private last: readonly { readonly input: Input; readonly reading: DocumentsReading }[] = []

  constructor(private readonly checks: Checks) {}

  async analyse(question: Question): Promise<Answer> {
    const readings = await this.readAll(question.inputs)
    const machines = readings.flatMap((reading) => reading.machines)
    const listed = listedIn(readings)
    const index = Math.min(question.machine, machines.length - 1)
    const [machine, entry] = [machines[index], listed[index]]
    const saysNothing =
      machines.length > 0 && machines.every((one) => !isDomainMachine(one) && isEmptyLifecycle(one.lifecycle))
    const shown = machine === undefined || entry === undefined ? undefined : { ...entry, explanation: explain(machine) }
    const result =
      machine === undefined || saysNothing
        ? undefined
        : written(machine, machines, formOf(question, readings), question)
    const diagnostics = readings.flatMap((reading) => reading.diagnostics)
    return {
      documents: readings.map(({ format, diagnostics }) => ({
        ...(format === undefined ? {} : { format }),
        diagnostics,
      })),
      machines: listed,
      leftOut: leftOutOf(diagnostics).length,
      saysNothing,
      ...(shown === undefined ? {} : { shown }),
      ...(result === undefined ? {} : { written: result }),
      help: helpFor([...diagnostics, ...(result?.notes ?? [])]),
    }
  }

  /** Every document of a form that has one for each machine. */
  async writeAll(question: Question): Promise<readonly MachineDocument[]> {
    const readings = await this.readAll(question.inputs)
    const machines = readings.flatMap((reading) => reading.machines)
    const to = formOf(question, readings)
    return listedIn(readings).flatMap(({ label, document }, i) => {
      const machine = machines[i]
      const { text, isEdited } = machine === undefined ? {} : written(machine, machines, to, question)
      return text === undefined ? [] : [{ label, text, ...(isEdited ? { edited: document } : {}) }]
    })
  }

  /** The documents with every fix applied that needs no decision. */
  async fixAll(inputs: readonly Input[]): Promise<readonly Fixed[]> {
    const readings = await this.readAll(inputs)
    return Promise.all(
      inputs.map((input, i) => (readings[i]?.format === 'domain' ? this.fixDomain(input) : fix(input))),
    )
  }

  private async fixDomain(input: Input): Promise<Fixed> {
    const document = sourceOf(input)
    const how = await this.howToCheck(document)
    if ('unusable' in how) return { text: input.text, fixes: 0 }
    const { text, fixed } = fixDomain(document, how)
    return { text, fixes: fixed.length }
  }

  /** What the schema allows at an offset of a document. */
  async complete({ input, offset }: Position): Promise<Completions> {
    const document = sourceOf(input)
    const chosen = /^\s*</.test(input.text) ? await this.checks.engines.for(document) : undefined
    const validator = chosen !== undefined && 'engine' in chosen ? chosen.engine.validator : undefined
    return validator === undefined
      ? { start: offset, end: offset, items: [] }
      : completionsAt(validator, input.text, offset)
  }

  private async readAll(inputs: readonly Input[]): Promise<readonly DocumentsReading[]> {
    const read = await Promise.all(inputs.map(async (input, i) => ({ input, reading: await this.read(input, i) })))
    this.last = read
    return read.map(({ reading }) => reading)
  }

  private async read(input: Input, index: number): Promise<DocumentsReading> {
    if (input.text.trim() === '') return NOTHING
    const last = this.last[index]
    if (last !== undefined && isSame(last.input, input)) return last.reading
    const found = read(input)
    const checked = found.format === 'domain' ? await this.check(sourceOf(input)) : undefined
    return { ...found, diagnostics: joined(checked, found.diagnostics) }
  }

  /** What is wrong with a document of libvirt's. */
  private async check(document: SourceText): Promise<Checked> {
    const how = await this.howToCheck(document)
    if ('unusable' in how) return { diagnostics: how.unusable, isOther: false }
    return { diagnostics: validateDomain(document, how), isOther: how.hasOwnSchema === true }
  }

  private async howToCheck(
    document: SourceText,
  ): Promise<ValidateOptions | { readonly unusable: readonly Diagnostic[] }> {
    const chosen = await this.checks.engines.for(document)
    if ('diagnostics' in chosen) return { unusable: chosen.diagnostics }
    return {
      ...chosen,
      ...(this.checks.isLibvirt ? { parserCheck } : {}),
      review: (text, found) => applySilences(text, offerCaseFixes(text, found), (code) => this.couldFind(code)),
    }
  }

  /** Whether a code can be found here: if not, a comment that silences it may be needed elsewhere. */
  private couldFind(code: DiagnosticCode): boolean {
    return !NEVER_ASKED_FOR.has(code) && (this.checks.isWhole || !code.startsWith('VL4'))
  }
}

/** What `validate` reports only with options that this page does not have. */
const NEVER_ASKED_FOR: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>(['VL214', 'VL215', 'VL216', 'VL405'])

interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Whether the document is of another kind than domains, for which there is a schema. */
  readonly isOther: boolean
}

/** What the checks found, and what the reader found beyond it, in the order of their positions. */
function joined(checked: Checked | undefined, read: readonly Diagnostic[]): readonly Diagnostic[] {
  if (checked === undefined) return read
  if (checked.isOther) return checked.diagnostics
  const keyOf = ({ code, line, column }: Diagnostic): string => `${code} ${line}:${column}`
  const known = new Set(checked.diagnostics.map(keyOf))
  const more = read.filter((diagnostic) => !known.has(keyOf(diagnostic)))
  return [...checked.diagnostics, ...more].sort((a, b) => a.line - b.line || a.column - b.column)
}

function helpFor(diagnostics: readonly Diagnostic[]): Help {
  const codes = new Set(diagnostics.map(({ code }) => code))
  return Object.fromEntries([...codes].map((code) => [code, `${RULE_HELP[code].title}. ${RULE_HELP[code].text}`]))
}

/** The machines of all documents, each with the index of its own. */
function listedIn(readings: readonly DocumentsReading[]): readonly Listed[] {
  const all = readings.flatMap(({ machines }, document) => machines.map((machine) => ({ machine, document })))
  return all.map(({ machine, document }, i) => ({ label: labelOf(machine, i), lifecycle: machine.lifecycle, document }))
}

/** The form to write: the one that is asked for, else the usual one. */
function formOf({ to }: Question, readings: readonly DocumentsReading[]): FormatId {
  const isDomain = readings.every(({ format }) => format === undefined || format === 'domain')
  return to ?? (isDomain ? USUAL.ofDomain : USUAL.ofOther)
}

function written(machine: Machine, machines: readonly Machine[], to: FormatId, { placement }: Question): Written {
  const isOneOfSeveral = FORMATS.some((format) => format.id === to && format.documentPerMachine === true)
  const { documents, diagnostics } = writeMachines(isOneOfSeveral ? [machine] : machines, to, {
    placement: placement ?? machine.placement ?? 'element',
  })
  const [document] = documents
  return {
    to,
    ...(document === undefined ? {} : { text: document.text }),
    notes: diagnostics,
    isOneOfSeveral,
    isEdited: to === 'domain' && isDomainMachine(machine),
  }
}

function labelOf({ name, uuid }: Machine, index: number): string {
  return name ?? uuid ?? `machine ${index + 1}`
}

function isSame(a: Input, b: Input): boolean {
  return (
    a.text === b.text && a.file === b.file && a.encoding === b.encoding && a.from === b.from && a.hyperv === b.hyperv
  )
}
