/**
 * CIM datetime values of the interval variant, `ddddddddHHMMSS.mmmmmm:000` (DSP0004): the type of
 * AutomaticStartupActionDelay. 90 seconds are `00000000000130.000000:000`.
 */
const INTERVAL = /^([0-9]{8})([0-9]{2})([0-9]{2})([0-9]{2})\.([0-9]{6}):000$/

/** The point-in-time variant, `yyyymmddHHMMSS.mmmmmm+UUU`, which is not a delay. */
const DATE = /^[0-9]{14}\.[0-9]{6}[+-][0-9]{3}$/

/** Whether a text is a CIM datetime that names a point in time. */
export function isCimDate(text: string): boolean {
  return DATE.test(text)
}

/** The seconds of an interval, with their fraction; undefined for any other text. */
export function parseCimInterval(text: string): number | undefined {
  const [, days, hours, minutes, seconds, micros] = INTERVAL.exec(text) ?? []
  if (days === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return Number(micros) === 0 ? whole : whole + Number(micros) / 1_000_000
}

/** An integral number of seconds, 0 to 2147483647, as an interval. */
export function formatCimInterval(seconds: number): string {
  const digits = (value: number, length: number): string => String(value).padStart(length, '0')
  const days = Math.floor(seconds / 86_400)
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
  return `${digits(days, 8)}${clock.map((part) => digits(part, 2)).join('')}.000000:000`
}
