import { PACKAGING } from '../../generated/packaging.js'
import type { System } from '../io.js'

/** The unit that stops the guests when the host stops. */
export const STOP_UNIT = 'virt-lifecycle-guests.service'

/** The unit that starts the guests after the host has started. */
export const START_UNIT = 'virt-lifecycle-guests-start.service'

/** What the units of a host differ in from those in packaging/. */
export interface UnitOptions {
  readonly program: System['program']
  /** The arguments after `guests stop`. */
  readonly stop: readonly string[]
  /** The arguments after `guests start`. */
  readonly start: readonly string[]
  /** Seconds that the stop may take. */
  readonly timeoutStop: number
  /** A directory for the records that is not the usual one; absolute. */
  readonly record?: string
}

/** The texts of the units, by name. */
export function unitTexts({
  program,
  stop,
  start,
  timeoutStop,
  record,
}: UnitOptions): Readonly<Record<typeof STOP_UNIT | typeof START_UNIT, string>> {
  const writable = record === undefined ? {} : { ReadWritePaths: quoteWord(record) }
  return {
    [STOP_UNIT]: withSettings(PACKAGING[STOP_UNIT], {
      ExecStop: commandLine(program, ['guests', 'stop', ...stop]),
      TimeoutStopSec: String(timeoutStop),
      ...writable,
    }),
    [START_UNIT]: withSettings(PACKAGING[START_UNIT], {
      ExecStart: commandLine(program, ['guests', 'start', ...start]),
      ...writable,
    }),
  }
}

/** The time that a unit has to stop, in seconds; undefined unless it is written as a number of seconds. */
export function timeoutStopIn(unit: string): number | undefined {
  const values = [...unit.matchAll(/^TimeoutStopSec=([0-9]+)[ \t]*$/gm)]
  const last = values.at(-1)?.[1]
  return last === undefined ? undefined : Number(last)
}

/** A unit with other values; a setting that it does not have goes to the end of its section `[Service]`. */
function withSettings(unit: string, settings: Readonly<Record<string, string>>): string {
  let text = unit
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^${name}=.*$`, 'm')
    // A function, because a replacement text gives `$` a meaning.
    if (line.test(text)) text = text.replace(line, () => `${name}=${value}`)
    else text = text.replace(/\n\n\[Install\]/, (next) => `\n${name}=${value}${next}`)
  }
  return text
}

/**
 * A command line as systemd.service(5) wants it. systemd replaces variables in arguments, but not in the path of the
 * program, which it does not allow to contain quotes.
 */
function commandLine([node, file]: System['program'], args: readonly string[]): string {
  return [quoteWord(node), ...[file, ...args].map((word) => quoteWord(word).replaceAll('$', '$$$$'))].join(' ')
}

/** What needs no quotes in any setting. */
const PLAIN = /^[A-Za-z0-9_@+=:,./-]+$/

/** A word of a setting: quoted if it must be, with the escapes of systemd.syntax(7), and `%` doubled (systemd.unit(5)). */
function quoteWord(word: string): string {
  if (PLAIN.test(word)) return word
  const escaped = word
    .replace(/["\\]/g, (character) => `\\${character}`)
    .replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('%', '%%')
  return `"${escaped}"`
}
