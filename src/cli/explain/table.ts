import stringWidth from 'string-width'
import { escapeControls, plural } from '../../diagnostics/index.js'
import {
  autostart,
  HOST_START_ACTIONS,
  type LifecycleProperty,
  ON_HOSTSTART,
  START_ATTRIBUTE_NAMES,
} from '../../lifecycle/index.js'
import { lostSettings, type Machine } from '../../translate/index.js'
import { tableText } from '../console/table.js'

/** A column of the table; a cell is undefined if the machine does not say. */
interface Column {
  readonly title: string
  readonly cell: (machine: Machine) => string | number | undefined
}

const COLUMNS: readonly Column[] = [
  { title: 'MACHINE', cell: ({ name, uuid }) => shortened(escapeControls(name ?? uuid ?? 'unnamed machine')) },
  { title: 'START', cell: ({ lifecycle }) => lifecycle.hostStart },
  ...START_ATTRIBUTE_NAMES.map((name) => ({
    title: name.toUpperCase(),
    cell: ({ lifecycle }: Machine) => lifecycle[name],
  })),
  { title: 'STOP', cell: ({ lifecycle }) => lifecycle.hostStop },
  { title: 'AUTOSTART', cell: ({ lifecycle }) => onOrOff(autostart('always', lifecycle.hostStart, undefined)) },
  { title: 'LOST TODAY', cell: ({ lifecycle }) => lostSettings(lifecycle).map(shortName).join(' ') || undefined },
]

/** The widest name that is shown whole, in columns of a terminal: that of a UUID. */
const WIDEST_NAME = 36

/**
 * One line per machine, aligned on a terminal: its settings, libvirt's autostart (on for "start" only, as libvirt's hyperv
 * driver has it), and the settings that today's libvirt cannot carry out for this machine alone.
 */
export function machineTable(machines: readonly Machine[]): string {
  const rows = [
    COLUMNS.map(({ title }) => title),
    ...machines.map((machine) => COLUMNS.map(({ cell }) => String(cell(machine) ?? '-'))),
  ]
  return tableText(rows)
}

/** What the machines do when the host starts, and how many of them today's libvirt cannot serve, in one line. */
export function summaryOf(machines: readonly Machine[]): string {
  const counts = [...HOST_START_ACTIONS.map(({ value }) => value), undefined].flatMap((value) => {
    const count = machines.filter(({ lifecycle }) => lifecycle.hostStart === value).length
    return count === 0 ? [] : [`${count} ${value === undefined ? 'not set' : `"${value}"`}`]
  })
  const lost = machines.filter(({ lifecycle }) => lostSettings(lifecycle).length > 0).length
  const libvirt = lost === 0 ? 'all their settings' : `only a part of the settings of ${lost}`
  return `${plural(machines.length, 'machine')}: ${ON_HOSTSTART} ${counts.join(', ')}; today's libvirt can carry out ${libvirt}`
}

function onOrOff(flag: boolean | undefined): string | undefined {
  return flag === undefined ? undefined : flag ? 'on' : 'off'
}

function shortName(property: LifecycleProperty): string {
  return property.replace(/^host/, '').toLowerCase()
}

/** A text cut to the widest name. What a terminal shows as one character is kept whole. */
function shortened(text: string): string {
  if (stringWidth(text) <= WIDEST_NAME) return text
  let cut = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) >= WIDEST_NAME) break
    cut += segment
  }
  return `${cut}…`
}
