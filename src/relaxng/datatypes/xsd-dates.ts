import type { XsdType } from './xsd-type.js'

/** A point on the time line: seconds, a fraction of one as digits, and whether its time zone is known. */
export interface Instant {
  readonly seconds: bigint
  readonly fraction: string
  readonly hasZone: boolean
}

const DAY = 86_400n

/** The parts of a date or time that a type has; the others keep their first value. */
const PARTS = {
  year: String.raw`(?<year>-?(?:[1-9]\d{3,}|0\d{3}))`,
  month: '(?<month>0[1-9]|1[0-2])',
  day: String.raw`(?<day>0[1-9]|[12]\d|3[01])`,
  clock: String.raw`(?<hour>[01]\d|2[0-4]):(?<minute>[0-5]\d):(?<second>[0-5]\d)(?:\.(?<fraction>\d+))?`,
  zone: String.raw`(?<zone>Z|[+-](?:0\d|1[0-4]):[0-5]\d)?`,
}

/** Days from 1970-01-01 in the Gregorian calendar, extended to all years; year 0 is the one before year 1. */
function daysOf(year: bigint, month: number, day: number): bigint {
  // Howard Hinnant's "days_from_civil": years begin in March, eras have 400 of them.
  const y = month <= 2 ? year - 1n : year
  const era = (y >= 0n ? y : y - 399n) / 400n
  const yearOfEra = y - era * 400n
  const dayOfYear = BigInt(Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1)
  return era * 146_097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719_468n
}

function isLeap(year: bigint): boolean {
  return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n)
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function parse(pattern: RegExp, text: string): Instant | undefined {
  const groups = pattern.exec(text)?.groups
  if (groups === undefined) return undefined
  const written = BigInt(groups['year'] ?? '2000')
  // XML Schema 1.0 knows no year 0: -0001 is the one before 0001.
  if (written === 0n) return undefined
  const year = written < 0n ? written + 1n : written
  const month = Number(groups['month'] ?? 1)
  const day = Number(groups['day'] ?? 1)
  const [hour, minute, second] = ['hour', 'minute', 'second'].map((part) => Number(groups[part] ?? 0))
  if (hour === undefined || minute === undefined || second === undefined) return undefined
  const length = month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 31)
  const fraction = withoutZeros(groups['fraction'] ?? '')
  if (day > length || (hour === 24 && (minute > 0 || second > 0 || fraction !== ''))) return undefined
  const clock = BigInt((hour * 60 + minute) * 60 + second)
  const { zone } = groups
  const seconds = daysOf(year, month, day) * DAY + clock - BigInt(zone === undefined ? 0 : secondsOfZone(zone))
  return { seconds, fraction, hasZone: zone !== undefined }
}

function secondsOfZone(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60
  return sign === '-' ? -seconds : seconds
}

/** Times without a zone could be up to 14 hours off (3.2.7.4). */
const UNKNOWN = 14n * 3600n

function compareInstants(a: Instant, b: Instant): number | undefined {
  if (a.hasZone !== b.hasZone) {
    const difference = a.seconds - b.seconds
    return difference < -UNKNOWN ? -1 : difference > UNKNOWN ? 1 : undefined
  }
  if (a.seconds !== b.seconds) return a.seconds < b.seconds ? -1 : 1
  return a.fraction === b.fraction ? 0 : a.fraction < b.fraction ? -1 : 1
}

/** A type of dates or times with these parts (3.2.7 to 3.2.14). */
export function dateType(rule: string, ...parts: readonly string[]): XsdType<Instant> {
  const source = parts.map((part) => (part in PARTS ? PARTS[part as keyof typeof PARTS] : part)).join('')
  const pattern = new RegExp(`^${source}${PARTS.zone}$`)
  return {
    whiteSpace: 'collapse',
    rule,
    parse: (text) => (text.length > 200 ? undefined : parse(pattern, text)),
    key: ({ seconds, fraction, hasZone }) => `${seconds}.${fraction}${hasZone ? 'Z' : ''}`,
    compare: compareInstants,
  }
}

/** A duration: months and seconds, which have no fixed relation. The fraction is given as digits after the seconds. */
export interface Duration {
  readonly months: bigint
  readonly seconds: bigint
  readonly fraction: string
  readonly negative: boolean
}

function parseDuration(text: string): Duration | undefined {
  const pattern =
    /^(-)?P(?=[0-9T])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/
  const found = text.length > 200 ? null : pattern.exec(text)
  if (found === null) return undefined
  const [sign, years, months, days, hours, minutes, seconds, fraction = ''] = found.slice(1)
  const number = (digits: string | undefined): bigint => BigInt(digits ?? '0')
  const value = {
    months: number(years) * 12n + number(months),
    seconds: ((number(days) * 24n + number(hours)) * 60n + number(minutes)) * 60n + number(seconds),
    fraction: withoutZeros(fraction),
  }
  const isZero = value.months === 0n && value.seconds === 0n && value.fraction === ''
  return { ...value, negative: sign !== undefined && !isZero }
}

/** The points in time that tell whether one duration is always longer (3.2.6.2), as year and month. */
const REFERENCES: readonly (readonly [bigint, bigint])[] = [
  [1696n, 9n],
  [1697n, 2n],
  [1903n, 3n],
  [1903n, 7n],
]

function compareDurations(a: Duration, b: Duration): number | undefined {
  const orders = new Set(
    REFERENCES.map(([year, month]) => {
      const [left, right] = [a, b].map((duration) => momentAfter(year * 12n + month - 1n, duration))
      if (left === undefined || right === undefined || left === right) return 0
      return left < right ? -1 : 1
    }),
  )
  return orders.size === 1 ? [...orders][0] : undefined
}

/** Nanoseconds from 1970 to the moment a duration after the first of a month. */
function momentAfter(month: bigint, { months, seconds, fraction, negative }: Duration): bigint {
  const sum = negative ? month - months : month + months
  const year = sum / 12n
  const start = daysOf(year, Number(sum - year * 12n) + 1, 1) * DAY
  const nanoseconds = seconds * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return start * 1_000_000_000n + (negative ? -nanoseconds : nanoseconds)
}

/** XML Schema part 2, 3.2.6. */
export const DURATION: XsdType<Duration> = {
  whiteSpace: 'collapse',
  rule: 'a duration, such as P1DT2H30M',
  parse: parseDuration,
  key: ({ months, seconds, fraction, negative }) => `${negative ? '-' : ''}${months} ${seconds}.${fraction}`,
  compare: compareDurations,
}

/** The digits of a fraction without the zeros at its end. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}
