import { expect, test } from '@jest/globals'
import { memberOf } from '../../../src/translate/hyperv/enumeration.js'

const OFF = { number: 2, name: 'Off' }
const SAVED = { number: 3, name: 'Saved State' }
/** Its number is not known. */
const OTHER = { name: 'Other' }
const MEMBERS = [OTHER, OFF, SAVED]

test.each([
  [2, OFF],
  ['2', OFF],
  ['\t3 ', SAVED],
  ['off', OFF],
  [' SAVED state\r\n', SAVED],
  ['other', OTHER],
  [{ value: 3, Value: 'Saved State' }, SAVED],
  [{ Value: 'OFF', value: 2 }, OFF],
  [{ value: 2, Value: '2' }, OFF],
  [{ value: 7, Value: 'Other' }, OTHER],
])('%j is a member', (value, member) => {
  expect(memberOf(value, MEMBERS)).toBe(member)
})

test.each([
  { value: 3, Value: 'Off' },
  { value: 7, Value: 'Off' },
  { value: 2, Value: '3' },
])('%j contradicts itself', (value) => {
  expect(memberOf(value, MEMBERS)).toBe('contradiction')
})

test.each([
  7,
  '7',
  2.5,
  '02',
  '2.0',
  '',
  'Of',
  'Saved  State',
  true,
  null,
  undefined,
  [2],
  {},
  { value: 2 },
  { value: 2, Value: 'x' },
  { value: '2', Value: 'Off' },
  { value: 2, Value: 2 },
  { value: 2, Value: 'Off', more: 1 },
  { number: 2, name: 'Off' },
])('%j is none', (value) => {
  expect(memberOf(value, MEMBERS)).toBeUndefined()
})
