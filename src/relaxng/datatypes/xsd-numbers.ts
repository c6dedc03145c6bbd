import type { XsdType } from './xsd-type.js'

/** A decimal number: `unscaled` divided by ten to the power of `scale`, without zeros at its end. */
export interface Decimal {
  readonly unscaled: bigint
  readonly scale: number
}

/** Longest number that is read: the cost of arithmetic grows with the square of its length. */
const LONGEST = 10_000

function parseDecimal(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]*))?$/.exec(text) ?? []
  if (whole + fraction === '' || text.length > LONGEST) return undefined
  const decimals = withoutZeros(fraction)
  const digits = BigInt(`0${whole}${decimals}`)
  return { unscaled: sign === '-' ? -digits : digits, scale: decimals.length }
}

/** Without the zeros at the end. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [a, b].map(({ unscaled, scale: own }) => unscaled * 10n ** BigInt(scale - own))
  if (left === undefined || right === undefined || left === right) return 0
  return left < right ? -1 : 1
}

/** XML Schema part 2, 3.2.3. */
export const DECIMAL: XsdType<Decimal> = {
  whiteSpace: 'collapse',
  rule: 'a decimal number',
  parse: parseDecimal,
  key: ({ unscaled, scale }) => `${unscaled}e-${scale}`,
  compare: compareDecimals,
  digits: ({ unscaled, scale }) => ({
    total: Math.max(String(unscaled).replace('-', '').length, scale, 1),
    fraction: scale,
  }),
}

/** A type of whole numbers (3.3.13 and those derived from it), with bounds or open. */
export function integerType(min?: bigint, max?: bigint): XsdType<Decimal> {
  return {
    ...DECIMAL,
    rule: rangeRule(min, max),
    // A bound is a value of the type, so it is never wider.
    ruleWithin: (least, greatest) => rangeRule(least?.unscaled ?? min, greatest?.unscaled ?? max),
    parse: (text) => {
      const value = /^[+-]?[0-9]+$/.test(text) ? parseDecimal(text) : undefined
      if (value === undefined || (min !== undefined && value.unscaled < min)) return undefined
      return max !== undefined && value.unscaled > max ? undefined : value
    },
  }
}

function rangeRule(min: bigint | undefined, max: bigint | undefined): string {
  if (min !== undefined && max !== undefined) return `an integer from ${min} to ${max}`
  if (min !== undefined) return `an integer of ${min} or more`
  return max === undefined ? 'an integer' : `an integer of ${max} or less`
}

/** `float` and `double` (3.2.4, 3.2.5). */
export function floatType(round: (value: number) => number): XsdType<number> {
  return {
    whiteSpace: 'collapse',
    rule: 'a number, such as 1.5 or 2e10',
    parse: (text) => {
      if (text === 'INF') return Number.POSITIVE_INFINITY
      if (text === '-INF') return Number.NEGATIVE_INFINITY
      if (text === 'NaN') return Number.NaN
      return /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?$/.test(text) ? round(Number(text)) : undefined
    },
    key: (value) => String(value === 0 ? 0 : value),
    compare: (a, b) => {
      if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : undefined
      return a === b ? 0 : a < b ? -1 : 1
    },
  }
}
