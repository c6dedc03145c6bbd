import { attributeRow, type StartAttribute } from '../../lifecycle/index.js'
import { isCimDate, parseCimInterval } from './cim-interval.js'
import { parseIsoDuration } from './iso-duration.js'
import type { Meaning } from './meaning.js'
import { parseTimeSpan } from './time-span.js'

const PADDING = ' \t\r\n'

/** A text without the white space around it, with which tables and lists are padded. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && PADDING.includes(text.charAt(start))) start++
  while (start < end && PADDING.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/** The integer that a text unambiguously is, as in `"3"`: no sign, no leading zero, at most 15 digits. */
export function integerText(text: string): number | undefined {
  const digits = trimmed(text)
  return /^(?:0|[1-9][0-9]{0,14})$/.test(digits) ? Number(digits) : undefined
}

/** Reads an integer, or its text, from 0 to the maximum of an attribute; `what` says in messages what it counts. */
export function integer(attribute: StartAttribute, what: string): (value: unknown) => Meaning<number> {
  const { max } = attributeRow(attribute)
  const impossible = `not an integer from 0 to ${max} (${what})`
  return (value) => {
    const number = typeof value === 'string' ? integerText(value) : value
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max
      ? { value: number }
      : { impossible }
  }
}

/** A tick of a TimeSpan is 100 ns. */
const TICKS_PER_SECOND = 10_000_000

/**
 * Reads an integral number of seconds: a number, as in `Get-VM`; a CIM interval, as in `Get-WmiObject` and CIM-XML; an ISO
 * 8601 duration, as in WS-Management and CLIXML; a TimeSpan as text, as in a CSV; or the object with `Ticks` and
 * `TotalSeconds` that ConvertTo-Json makes of one. A number as text is seconds, though .NET would take it for days.
 */
export function interval(attribute: StartAttribute): (value: unknown) => Meaning<number> {
  const { max } = attributeRow(attribute)
  const impossible = `not a ${attribute} from 0 to ${max} seconds: a number like 90, a TimeSpan like "00:01:30", a CIM interval like "00000000000130.000000:000", or an ISO 8601 duration like "PT90S"`
  return (value) => {
    const length = typeof value === 'string' ? lengthOf(trimmed(value)) : secondsOf(value)
    if (typeof length === 'object') return { impossible, hint: length.hint }
    if (length === undefined || length < 0 || length > max) return { impossible }
    if (!Number.isInteger(length)) return { impossible, hint: `write the ${attribute} in whole seconds` }
    return { value: length }
  }
}

/** The seconds in a text, with their fraction; or what to do about one that has no length. */
function lengthOf(text: string): number | { readonly hint: string } | undefined {
  if (isCimDate(text)) return { hint: 'this is a point in time, not an interval' }
  const duration = parseIsoDuration(text)
  if (duration === 'calendar') return { hint: 'years and months have no fixed length; write days' }
  return integerText(text) ?? duration?.seconds ?? parseCimInterval(text) ?? parseTimeSpan(text)
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null) return undefined
  const { Ticks, TotalSeconds }: { Ticks?: unknown; TotalSeconds?: unknown } = value
  if (typeof Ticks === 'number') return Ticks / TICKS_PER_SECOND
  return Ticks === undefined && typeof TotalSeconds === 'number' ? TotalSeconds : undefined
}
