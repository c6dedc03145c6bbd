import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatCimInterval, isCimDate, parseCimInterval } from '../../../src/translate/hyperv/cim-interval.js'

test.each([
  ['00000000000000.000000:000', 0],
  ['00000000000130.000000:000', 90],
  ['00000001000000.000000:000', 86_400],
  ['00024855031407.000000:000', 2_147_483_647],
  ['00000000000000.500000:000', 0.5],
])('%s is %d seconds', (text, seconds) => {
  expect(parseCimInterval(text)).toBe(seconds)
  if (Number.isInteger(seconds)) expect(formatCimInterval(seconds)).toBe(text)
})

test.each([
  '00000000240000.000000:000',
  '00000000006000.000000:000',
  '00000000000060.000000:000',
  '00000000000130.******:000',
  '00000000000130.000000:060',
  '0000000000130.000000:000',
  ' 00000000000130.000000:000',
  '',
])('%j is not an interval', (text) => {
  expect(parseCimInterval(text)).toBeUndefined()
})

test('a point in time is not an interval', () => {
  expect(['20260101000000.000000+060', '00000000000130.000000:000'].map(isCimDate)).toEqual([true, false])
})

test('every delay reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_147_483_647 }), (seconds) => {
      expect(parseCimInterval(formatCimInterval(seconds))).toBe(seconds)
    }),
  )
})
