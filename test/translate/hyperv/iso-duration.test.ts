import { expect, test } from '@jest/globals'
import { parseIsoDuration } from '../../../src/translate/hyperv/iso-duration.js'

test.each([
  ['PT90S', 90],
  ['PT1.5S', 1.5],
  ['PT1,5S', 1.5],
  ['PT2M', 120],
  ['PT0.5H', 1800],
  ['PT36H', 129_600],
  ['P10D', 864_000],
  ['P1.5D', 129_600],
  ['P2W', 1_209_600],
  ['P1W2DT3H4M5.25S', 788_645.25],
  ['P0DT0H1M40S', 100],
  ['P0Y0M1D', 86_400],
  ['P00Y', 0],
  ['-P1DT1S', -86_401],
])('%s is %d seconds', (text, seconds) => {
  expect(parseIsoDuration(text)).toEqual({ seconds })
})

test.each(['P1Y', 'P12M', 'P0Y10M', 'P1Y0M1DT1S', '-P1M'])('the length of %s is not fixed', (text) => {
  expect(parseIsoDuration(text)).toBe('calendar')
})

test.each([
  '',
  'P',
  '-P',
  'PT',
  'P1DT',
  'P1S',
  'P1H',
  'PT1D',
  'PT1Y',
  'P1D1W',
  'PT1S1M',
  'P1.5Y',
  'PT.5S',
  'PT1.S',
  'PT-1S',
  '+PT1S',
  'pt1s',
  'PT1',
  'T1S',
  ' PT1S',
  'PT1S ',
])('%j is not a duration', (text) => {
  expect(parseIsoDuration(text)).toBeUndefined()
})
