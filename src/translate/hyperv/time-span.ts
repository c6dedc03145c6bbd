/** A .NET TimeSpan in its constant form, `[-][d.]hh:mm:ss[.fffffff]`; a spreadsheet leaves out the first zero of the hours. */
const TIME_SPAN = /^(-)?(?:([0-9]{1,8})\.)?([0-9]{1,2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,7})?)$/

/**
 * The seconds of a TimeSpan as text: `00:01:30` is 90, `1.00:00:30` a day more than 30.
 *
 * @returns the seconds, with their fraction, negative after a minus sign; undefined for any other text
 */
export function parseTimeSpan(text: string): number | undefined {
  const found = TIME_SPAN.exec(text)
  if (found === null) return undefined
  const [, sign, days = '0', ...clock] = found
  const [hours = 0, minutes = 0, seconds = 0] = clock.map(Number)
  if (hours > 23 || minutes > 59 || seconds >= 60) return undefined
  const total = ((Number(days) * 24 + hours) * 60 + minutes) * 60 + seconds
  return sign === undefined ? total : -total
}
