import { outcomeOfRestart, RESTART_CASES, RESTART_OUTCOMES } from '../../src/guests/restart.js'
import { HOST_START_ACTIONS, HOST_STOP_ACTIONS, type Lifecycle } from '../../src/lifecycle/index.js'
import { make } from './elements.js'

/** How each outcome looks, beside its words. */
const SIGNS = { resumes: '↻', boots: '▶', kept: '◼', off: '◼' } as const

/** The pair that has a word of its own. */
const PAIR = { start: 'restart-if-active', stop: 'shutdown', shorthand: 'stop-and-restart-on-next-boot' } as const

/** Draw every pair of settings, and what becomes of a machine with it across a restart of its host. */
export function drawMatrix(table: HTMLTableElement): void {
  const head = HOST_START_ACTIONS.map(({ value }) =>
    make('th', { scope: 'col' }, make('small', {}, '<on_hoststart>'), make('code', {}, value)),
  )
  const rows = HOST_STOP_ACTIONS.map((stop) => {
    const name = make('th', { scope: 'row' }, make('small', {}, '<on_hoststop>'), make('code', {}, stop.value))
    const cells = HOST_START_ACTIONS.map((start) => {
      const lifecycle = { hostStart: start.value, hostStop: stop.value }
      const cell = make('td', {}, make('ul', {}, ...RESTART_CASES.map((each) => outcomeItem(lifecycle, each))))
      if (start.value === PAIR.start && stop.value === PAIR.stop)
        cell.append(make('small', {}, 'as with <on_hoststop> ', make('code', {}, PAIR.shorthand)))
      cell.dataset['pair'] = `${start.value} ${stop.value}`
      return cell
    })
    return make('tr', {}, name, ...cells)
  })
  table.append(make('thead', {}, make('tr', {}, make('td'), ...head)), make('tbody', {}, ...rows))
}

function outcomeItem(lifecycle: Lifecycle, each: (typeof RESTART_CASES)[number]): HTMLElement {
  const outcome = outcomeOfRestart(lifecycle, each)
  const sign = make('span', { ariaHidden: 'true' }, `${SIGNS[outcome]} `)
  const result = make('span', { className: `outcome ${outcome}` }, sign, RESTART_OUTCOMES[outcome])
  return make('li', {}, make('small', {}, `${each.title}: `), result)
}

/** Light the pair of a machine; none if it does not set both. */
export function lightPair(table: HTMLTableElement, machine: { label: string; lifecycle: Lifecycle } | undefined): void {
  for (const cell of table.querySelectorAll<HTMLTableCellElement>('td[data-pair]')) {
    cell.querySelector('.here')?.remove()
    const pair = `${machine?.lifecycle.hostStart} ${machine?.lifecycle.hostStop}`
    const isLit = machine !== undefined && cell.dataset['pair'] === pair
    cell.classList.toggle('lit', isLit)
    if (!isLit) continue
    cell.prepend(make('strong', { className: 'here' }, machine.label))
    // On a narrow screen it may be beyond the edge of what the table scrolls in, or below the names of the rows.
    const names = table.querySelector('th[scope="row"]')?.clientWidth ?? 0
    const spacing = Number.parseFloat(getComputedStyle(table).borderSpacing)
    table.parentElement?.scrollTo({ left: cell.offsetLeft - names - spacing })
  }
}
