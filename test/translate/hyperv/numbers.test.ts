import { describe, expect, test } from '@jest/globals'
import { integer, integerText, interval, trimmed } from '../../../src/translate/hyperv/numbers.js'

test.each([
  ['0', 0],
  ['7', 7],
  ['10', 10],
  [' \t7\r\n', 7],
  ['123456789012345', 123_456_789_012_345],
])('%j is the integer %d', (text, number) => {
  expect(integerText(text)).toBe(number)
})

test.each(['', ' ', '00', '01', '+1', '-1', '1.0', '1e3', '0x1', '1 2', 'x1', '1x', '\u00a01', '1234567890123456'])(
  '%j is no integer',
  (text) => {
    expect(integerText(text)).toBeUndefined()
  },
)

test('only the white space of tables and lists is padding', () => {
  expect([' \t\r\na b\n\r\t ', ' \n ', '', '\u00a0a\u00a0', '\va'].map(trimmed)).toEqual([
    'a b',
    '',
    '',
    '\u00a0a\u00a0',
    '\va',
  ])
})

describe('what is taken and refused', () => {
  const order = integer('order', 'the position')
  test.each([0, 65_535, '65535', ' 3 '])('an order of %j', (value) => {
    expect(order(value)).toEqual({ value: Number(value) })
  })

  test.each([-1, 65_536, '65536', 1.5, Number.NaN, true, null, {}, [3], '', 'x'])('no order: %j', (value) => {
    expect(order(value)).toEqual({ impossible: 'not an integer from 0 to 65535 (the position)' })
  })

  const delay = interval('delay')
  const impossible =
    'not a delay from 0 to 2147483647 seconds: a number like 90, a TimeSpan like "00:01:30", a CIM interval like "00000000000130.000000:000", or an ISO 8601 duration like "PT90S"'

  test.each([
    [0, 0],
    [2_147_483_647, 2_147_483_647],
    ['90', 90],
    [' PT90S\r\n', 90],
    ['00000000000130.000000:000', 90],
    ['00:01:30', 90],
    [{ Ticks: 900_000_000 }, 90],
    [{ Ticks: 0, TotalSeconds: 90 }, 0],
    [{ TotalSeconds: 90 }, 90],
  ])('a delay of %j', (value, seconds) => {
    expect(delay(value)).toEqual({ value: seconds })
  })

  test.each([
    [-1, undefined],
    [2_147_483_648, undefined],
    ['2147483648', undefined],
    ['-PT0.5S', undefined],
    ['soon', undefined],
    [null, undefined],
    [true, undefined],
    [{}, undefined],
    [{ Ticks: '900000000', TotalSeconds: 90 }, undefined],
    [{ Ticks: null, TotalSeconds: 90 }, undefined],
    [{ TotalSeconds: '90' }, undefined],
    [0.5, 'write the delay in whole seconds'],
    [{ Ticks: 15_000_000 }, 'write the delay in whole seconds'],
    ['PT0.5S', 'write the delay in whole seconds'],
    ['00000000000130.500000:000', 'write the delay in whole seconds'],
    ['20260101000000.000000+060', 'this is a point in time, not an interval'],
    ['P1Y', 'years and months have no fixed length; write days'],
    ['P1M', 'years and months have no fixed length; write days'],
  ])('no delay: %j', (value, hint) => {
    expect(delay(value)).toEqual(hint === undefined ? { impossible } : { impossible, hint })
  })
})
