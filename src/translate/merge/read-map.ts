import { type Diagnostic, reportTo, type SourceText } from '../../diagnostics/index.js'
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
  const rows: MapRow[] = []
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  let separator: string | undefined
  for (const { index: start, 0: line } of document.text.matchAll(/[^\r\n\ufeff][^\r\n]*/g)) {
    const range = { start, end: start + line.length }
    if (line.trim() === '' || line.startsWith('#TYPE ')) continue
    const isFirst = separator === undefined
    separator ??= SEPARATORS.find((candidate) => line.includes(candidate)) ?? ','
    const cells = cellsOf(line, separator)
    const [machine = '', domain = ''] = cells ?? []
    if (cells === undefined) report({ code: 'VL340', message: 'a quoted value does not end on its line' }, range)
    else if (cells.length !== 2) {
      const count = `${cells.length} column${cells.length === 1 ? '' : 's'}`
      report({ code: 'VL340', message: `${count}, not two: a machine and its domain`, hint: TWO_COLUMNS }, range)
    } else if (isFirst && isHeader(machine, domain)) continue
    else if (machine === '' || domain === '') {
      report(
        { code: 'VL340', message: `the ${machine === '' ? 'machine' : 'domain'} is empty`, hint: TWO_COLUMNS },
        range,
      )
    } else rows.push({ machine, domain, document, ...range })
  }
  if (separator === undefined) {
    report({ code: 'VL340', message: 'the map is empty', hint: TWO_COLUMNS }, { start: 0, end: 0 })
  }
  return { rows, diagnostics }
}

const SEPARATORS = ['\t', ';', ',']

const TWO_COLUMNS = 'the old name or UUID, then the new one, on one line: "web01,web01-kvm"'

function isHeader(machine: string, domain: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')
  const [first, second] = [plain(machine), plain(domain)]
  return HEADER.machine.some((name) => name === first) && HEADER.domain.some((name) => name === second)
}

/** The cells of a line; undefined if a quoted one does not end. */
function cellsOf(line: string, separator: string): readonly string[] | undefined {
  const cell = new RegExp(` *(?:"((?:[^"]|"")*)" *|([^"${separator}][^${separator}]*|))(${separator}|$)`, 'y')
  const cells: string[] = []
  for (let more = true; more; ) {
    const match = cell.exec(line)
    if (match === null) return undefined
    const [, quoted, bare = '', end] = match
    cells.push((quoted?.replaceAll('""', '"') ?? bare).trim())
    more = end !== ''
  }
  return cells
}
