import { escapeControls } from '../../diagnostics/index.js'
import type { Machine, Match, MatchedBy } from '../../translate/index.js'
import { tableLines } from '../console/table.js'

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
  return rows.length === 0 ? [] : tableLines([['machine', 'domain', 'matched by'], ...rows])
}

function labelOf({ name, uuid }: Machine): string {
  return escapeControls(name ?? uuid ?? '')
}
