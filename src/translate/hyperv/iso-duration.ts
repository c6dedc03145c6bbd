/** An ISO 8601 duration: seconds, or `calendar` if its length is not fixed (years, months). */
export type IsoDuration = { readonly seconds: number } | 'calendar'

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`
const DURATION = new RegExp(
  `^(-)?P(?:(\\d+)Y)?(?:(\\d+)M)?(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
)

/**
 * Read an ISO 8601 duration (`P0DT0H1M40S`, `PT100S`, `P1DT2H`), which is how WS-Management and CLIXML write intervals.
 *
 * @returns the seconds, with their fraction, negative after a minus sign; undefined for any other text
 */
export function parseIsoDuration(text: string): IsoDuration | undefined {
  const found = DURATION.exec(text)
  if (found === null || !/\d/.test(text)) return undefined
  const [sign, years, months, weeks, days, hours, minutes, seconds] = found.slice(1)
  const value = (digits: string | undefined): number => Number((digits ?? '0').replace(',', '.'))
  if (value(years) > 0 || value(months) > 0) return 'calendar'
  const inDays = value(weeks) * 7 + value(days)
  const total = ((inDays * 24 + value(hours)) * 60 + value(minutes)) * 60 + value(seconds)
  return { seconds: sign === undefined ? total : -total }
}
