import Papa from 'papaparse'
import {
  type Diagnostic,
  type Finding,
  plural,
  quote,
  type Range,
  reportTo,
  type SourceText,
} from '../../diagnostics/index.js'
import { type BrokenCsvRow, csvRows, fieldEdit, fieldRange } from '../csv-rows.js'
import { type ReadResult, type TextFormat, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { type CsvHead, csvHead } from './csv-head.js'
import { identifyObject } from './identify.js'
import { byName, type IdentifiedInstance, type Instance, machinesAmong, type Property } from './instance.js'
import type { HypervReadOptions } from './options.js'
import { POWERSHELL_SETTINGS, settingNames } from './properties.js'
import { knowsAny, textValue, withClass } from './text-instances.js'
import { POWERSHELL_NAMES } from './vocabulary.js'
import { writtenSettings } from './write-settings.js'

/** The columns that are written. */
const COLUMNS = ['VMName', 'VMId', 'State', ...settingNames(POWERSHELL_SETTINGS)]

/** `Get-VM | Select-Object … | Export-Csv`, and the same of other objects of Hyper-V's. */
export const csvFormat = {
  id: 'csv',
  description: 'Get-VM | Select-Object … | Export-Csv',
  syntax: 'text',
  continuable: true,
  recognises,
  read: readCsv,
  write: writeCsv,
} as const satisfies TextFormat

/** A text that says so, that has a column of Hyper-V's, or whose first two rows have several columns, as many each. */
function recognises(text: string): boolean {
  const head = csvHead(text)
  if (head === undefined) return false
  if (head.typeLine !== undefined || knowsAny(head.columns)) return true
  if (head.columns.length < 2) return false
  const rows = csvRows(text, head)
  return [rows.next(), rows.next()].every(({ value }) => typeof value === 'object' && !('broken' in value))
}

function readCsv(document: SourceText, options: HypervReadOptions): ReadResult {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const head = csvHead(document.text)
  if (head === undefined) {
    report(UNCLOSED_HEAD, { start: 0, end: 0 })
    return { machines: [], diagnostics }
  }
  const fault = faultOf(head)
  if (fault !== undefined) {
    report(fault, head)
    return { machines: [], diagnostics }
  }
  const context = { document, format: 'csv', onReserved: options.onReserved ?? 'error', report }
  const indexes = byName([...head.columns.entries()], ([, name]) => name)
  const found: IdentifiedInstance[] = []
  let isEmpty = true
  for (const row of csvRows(document.text, head)) {
    if (row.start === head.start) continue
    isEmpty = false
    const range = { start: row.start, end: row.start + document.text.slice(row.start, row.end).trimEnd().length }
    if ('broken' in row) {
      report({ ...broken(document, row, range, head), leavesOut: {} }, range)
      continue
    }
    const valueAt = (index: number): Property =>
      textValue(
        row.fields[index] ?? '',
        () => fieldRange(document.text, row, index, head.delimiter),
        (written) => fieldEdit(document.text, row, index, head.delimiter, written),
      )
    const named: Instance['named'] = (name) => (indexes.get(name.toLowerCase()) ?? []).map(([index]) => valueAt(index))
    const names = (): readonly string[] => head.columns
    const instance = withClass({ className: undefined, range, named, names }, head.typeLine)
    found.push({ instance, identity: identifyObject(instance, options) })
  }
  if (isEmpty) report(NO_ROWS, head)
  return { machines: machinesAmong(context, found), diagnostics }
}

const NO_ROWS: Finding = {
  code: 'VL306',
  message: 'this document contains no machines',
  hint: 'were you allowed to see the machines when you exported them?',
}

const UNCLOSED_HEAD: Finding = {
  code: 'VL327',
  message: 'a quote in the line with the names of the columns is not closed',
  hint: 'close it, or export the machines again',
}

/** Most columns that a message names. */
const SHOWN_COLUMNS = 8

/** Why the columns cannot be used. */
function faultOf({ columns }: CsvHead): Finding | undefined {
  const [again] = [...byName(columns, (name) => name).values()].flatMap(([name, second]) =>
    name === '' || second === undefined ? [] : [second],
  )
  if (again !== undefined) {
    return { code: 'VL327', message: `duplicate column ${quote(again)}`, hint: 'keep one of them' }
  }
  if (knowsAny(columns)) return undefined
  const shown = columns.slice(0, SHOWN_COLUMNS).map((name) => quote(name))
  const more = columns.length > SHOWN_COLUMNS ? ` and ${columns.length - SHOWN_COLUMNS} more` : ''
  return {
    code: 'VL327',
    message: `none of the columns is known: ${shown.join(', ')}${more}`,
    hint: `the first line must name them, such as ${COLUMNS.join(', ')}`,
  }
}

function broken(document: SourceText, row: BrokenCsvRow, { end }: Range, { columns }: CsvHead): Finding {
  const [first, last] = [row.start, end].map((offset) => document.position(offset).line)
  const which = first === last ? 'this row' : `lines ${first} to ${last}`
  const leftOut = first === last ? 'it is left out' : 'they are left out'
  if (row.broken === 'quotes') {
    return {
      code: 'VL326',
      message: `${which}: a quote is not closed, or text follows the closing quote; ${leftOut}`,
      hint: 'write a quote within a field twice',
    }
  }
  return {
    code: 'VL326',
    message: `${which}: found ${plural(row.broken, 'field')}, expected ${columns.length} as in the first line; ${leftOut}`,
    hint: 'put a field that contains the delimiter or a line break between quotes',
  }
}

/**
 * A row per machine, with enumerations by name. All fields are between quotes, so that every name comes back as it is. A name that
 * a spreadsheet would take for a formula is not changed, because the file is for Import-Csv, but reported (VL329).
 */
function writeCsv(machines: readonly Machine[], { continued = false }: WriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const rows = machines.map((machine) => {
    const { settings, diagnostics: lost } = writtenSettings(machine, 'csv', POWERSHELL_SETTINGS)
    for (const diagnostic of lost) diagnostics.push(diagnostic)
    const { name, uuid, running } = machine
    const values: Readonly<Record<string, unknown>> = {
      VMName: name,
      VMId: uuid,
      ...(running === undefined ? {} : { State: running ? 'Running' : 'Off' }),
      ...Object.fromEntries(
        settings.map(({ setting, value }) => [setting.name, POWERSHELL_NAMES.get(value) ?? setting.write(value)]),
      ),
    }
    return COLUMNS.map((column) => values[column] ?? '')
  })
  for (const diagnostic of formulas(machines)) diagnostics.push(diagnostic)
  const lines = continued ? rows : [COLUMNS, ...rows]
  const text = lines.length === 0 ? '' : `${Papa.unparse(lines, { quotes: true, newline: LINE_END })}${LINE_END}`
  return writtenTogether('csv', text, machines, diagnostics)
}

/** Of RFC 4180, and of Export-Csv on Windows. */
const LINE_END = '\r\n'

/** Says which names a spreadsheet would take for a formula. */
function formulas(machines: readonly Machine[]): readonly Diagnostic[] {
  const risky = machines.filter(({ name = '' }) => /^[=+\-@\t\r]/.test(name))
  const [first] = risky
  if (first === undefined) return []
  const others = risky.length > 1 ? ` (and ${risky.length - 1} more)` : ''
  const finding: Finding = {
    code: 'VL329',
    message: `${machineLabel(first)}${others}: a spreadsheet takes this name for a formula`,
    hint: 'read the file with Import-Csv, or import the column as text; do not open it in a spreadsheet',
  }
  return [machineDiagnostic(first, finding)]
}
