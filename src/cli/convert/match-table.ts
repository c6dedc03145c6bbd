import stringWidth from 'string-width'
import { escapeControls } from '../../diagnostics/index.js'
import type { Machine, Match, MatchedBy } from '../../translate/index.js'

/** How the table says what a machine and its domain have in common. */
const WORDS: Readonly<Record<Exclude<MatchedBy, 'uuid'>, string>> = {
  map: '--map',
  name: 'name',
  'name-without-case': 'name, apart from letter case',
}

/** The lines of a table of the machines that were matched to a domain with another UUID or none; none if there are none. */
export function matchTable(matches: readonly Match<Machine, Machine>[]): readonly string[] {
  const rows = matches.flatMap(({ machine, domain, by }) =>
    by === 'uuid' ? [] : [[labelOf(machine), labelOf(domain), WORDS[by]] as const],
  )
  if (rows.length === 0) return []
  const table = [['machine', 'domain', 'matched by'] as const, ...rows]
  const widths = [0, 1].map((column) => table.reduce((most, row) => Math.max(most, stringWidth(row[column] ?? '')), 0))
  const padded = (cell: string, column: number): string => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell))
  return table.map(([machine, domain, by]) => `${padded(machine, 0)}  ${padded(domain, 1)}  ${by}`)
}

function labelOf({ name, uuid }: Machine): string {
  return escapeControls(name ?? uuid ?? '')
}
