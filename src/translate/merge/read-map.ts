import { type Diagnostic, plural, reportTo, type SourceText } from '../../diagnostics/index.js'
import { type BrokenCsvRow, type CsvRow, csvRows } from '../csv-rows.js'
import type { MapRow } from './map.js'

/** The rows of a map, and what is wrong with the others (VL340). */
export interface MapReading {
  readonly rows: readonly MapRow[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What the columns may be called in a first line that names them; letter case and punctuation do not matter. */
const HEADER = {
  machine: ['old', 'oldname', 'olduuid', 'machine', 'vm', 'vmname', 'source', 'hyperv'],
  domain: ['new', 'newname', 'newuuid', 'domain', 'target', 'libvirt', 'kvm'],
} as const

/** Read one row as `OLD=NEW`. */
export function readMapPair(document: SourceText): MapReading {
  const { text } = document
  const [machine = '', domain = '', ...more] = text.split('=').map((part) => part.trim())
  const range = { start: 0, end: text.length }
  if (more.length === 0 && machine !== '' && domain !== '') {
    return { rows: [{ machine, domain, document, ...range }], diagnostics: [] }
  }
  const diagnostics: Diagnostic[] = []
  const message = more.length > 0 ? 'there is more than one "="' : 'expected OLD=NEW, with a name or UUID on each side'
  const hint = 'a file with two columns takes any name'
  reportTo(diagnostics, document)({ code: 'VL340', message, ...(more.length > 0 ? { hint } : {}) }, range)
  return { rows: [], diagnostics }
}

/** Read a file of two columns, separated by commas, semicolons or tabs; the first line may name the columns. */
export function readMapFile(document: SourceText): MapReading {
  const { text } = document
  const rows: MapRow[] = []
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const [{ length: start }] = BEFORE_ROWS.exec(text) ?? ['']
  let isFirst = true
  for (const row of csvRows(text, { delimiter: delimiterOf(text.slice(start)), start })) {
    const range = { start: row.start, end: row.start + text.slice(row.start, row.end).trimEnd().length }
    if (range.start === range.end) continue
    const fault = faultOf(row)
    if (fault !== undefined) {
      report({ code: 'VL340', message: fault, hint: TWO_COLUMNS }, range)
      // All rows are held to the number of columns of the first, so that all others would be wrong too.
      if (isFirst && !('fields' in row && row.fields.length === 2)) break
    } else if ('fields' in row) {
      const [machine = '', domain = ''] = row.fields.map((field) => field.trim())
      if (!isFirst || !isHeader(machine, domain)) rows.push({ machine, domain, document, ...range })
    }
    isFirst = false
  }
  if (isFirst && diagnostics.length === 0) {
    report({ code: 'VL340', message: 'the map is empty', hint: TWO_COLUMNS }, { start: 0, end: 0 })
  }
  return { rows, diagnostics }
}

/** Blank lines and the type that Export-Csv of PowerShell 5 writes. */
const BEFORE_ROWS = /^[\ufeff\s]*(?:#TYPE [^\r\n]*\s*)?/

const DELIMITERS = ['\t', ';', ',']

/** The delimiter that gives the first line two columns. */
function delimiterOf(text: string): string {
  const [line = ''] = /^[^\r\n]*/.exec(text) ?? []
  const found = DELIMITERS.find((delimiter) => {
    const [row] = csvRows(line, { delimiter })
    return row !== undefined && 'fields' in row && row.fields.length === 2
  })
  return found ?? ','
}

/** What is wrong with a row. */
function faultOf(row: CsvRow | BrokenCsvRow): string | undefined {
  const count = 'broken' in row ? row.broken : row.fields.length
  if (count === 'quotes') return 'a quote is not closed, or text follows the closing quote'
  if (count !== 2) return `${plural(count, 'column')}, not two: a machine and its domain`
  const empty = 'fields' in row ? row.fields.findIndex((field) => field.trim() === '') : -1
  return empty < 0 ? undefined : `the ${empty === 0 ? 'machine' : 'domain'} is empty`
}

const TWO_COLUMNS = 'the old name or UUID, then the new one, on one line: "web01,web01-kvm"'

function isHeader(machine: string, domain: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')
  const [first, second] = [plain(machine), plain(domain)]
  return HEADER.machine.some((name) => name === first) && HEADER.domain.some((name) => name === second)
}
