import { attributeRow, type StartAttribute } from '../../lifecycle/index.js'
import { isCimDate, parseCimInterval } from './cim-interval.js'
import { parseIsoDuration } from './iso-duration.js'
import type { Meaning } from './meaning.js'

/** Reads an integer from 0 to the maximum of an attribute; `what` says in messages what it counts. */
export function integer(attribute: StartAttribute, what: string): (value: unknown) => Meaning<number> {
  const { max } = attributeRow(attribute)
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
      ? { value }
      : { impossible: `not an integer from 0 to ${max} (${what})` }
}

/** A tick of a TimeSpan is 100 ns. */
const TICKS_PER_SECOND = 10_000_000

/**
 * Reads an integral number of seconds: a CIM interval, as in `Get-WmiObject` and CIM-XML; an ISO 8601 duration, as in
 * WS-Management and CLIXML; or the object with `Ticks` and `TotalSeconds` that ConvertTo-Json makes of a TimeSpan.
 */
export function interval(attribute: StartAttribute): (value: unknown) => Meaning<number> {
  const { max } = attributeRow(attribute)
  const impossible = `not a ${attribute} from 0 to ${max} seconds: a CIM interval like "00000000000130.000000:000" (90 s), an ISO 8601 duration like "PT90S", or a TimeSpan with Ticks`
  return (value) => {
    if (typeof value === 'string' && isCimDate(value)) {
      return { impossible, hint: 'this is a point in time, not an interval' }
    }
    const duration = typeof value === 'string' ? parseIsoDuration(value) : undefined
    if (duration === 'calendar') return { impossible, hint: 'years and months have no fixed length; write days' }
    const seconds =
      duration?.seconds ?? (typeof value === 'string' ? parseCimInterval(value) : secondsOfTimeSpan(value))
    if (seconds === undefined || seconds < 0 || seconds > max) return { impossible }
    if (!Number.isInteger(seconds)) return { impossible, hint: `write the ${attribute} in whole seconds` }
    return { value: seconds }
  }
}

function secondsOfTimeSpan(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { Ticks, TotalSeconds }: { Ticks?: unknown; TotalSeconds?: unknown } = value
  if (typeof Ticks === 'number') return Ticks / TICKS_PER_SECOND
  return Ticks === undefined && typeof TotalSeconds === 'number' ? TotalSeconds : undefined
}
