import { describe, expect, test } from '@jest/globals'
import { inDomainXml, mergeLifecycle, normalise, sameLifecycle } from '../../src/lifecycle/index.js'

describe('two lifecycles become one', () => {
  const base = { hostStart: 'start', delay: 30, order: 2, hostStop: 'save' } as const
  test.each([
    ['nothing is said', {}, base],
    ['one value', { hostStop: 'destroy' }, { ...base, hostStop: 'destroy' }],
    ['a delay', { delay: 5 }, { ...base, delay: 5 }],
    ['an explicit 0', { delay: 0 }, { ...base, delay: 0 }],
    [
      'all',
      { hostStart: 'ignore', delay: 0, order: 0, hostStop: 'shutdown' },
      { hostStart: 'ignore', delay: 0, order: 0, hostStop: 'shutdown' },
    ],
  ] as const)('%s', (_, over, expected) => {
    expect(mergeLifecycle(base, over)).toEqual(expected)
  })

  test('an explicit 0 and an absent attribute have the same effect', () => {
    expect(sameLifecycle({ hostStart: 'start', delay: 0 }, { hostStart: 'start' })).toBe(true)
    expect(sameLifecycle({ hostStart: 'start', delay: 1 }, { hostStart: 'start' })).toBe(false)
  })
})

test('what is not said is absent', () => {
  expect(normalise({ hostStart: 'start', delay: undefined, hostStop: undefined })).toStrictEqual({ hostStart: 'start' })
  expect(inDomainXml({ hostStart: 'start' })).toStrictEqual({ hostStart: 'start' })
  expect(inDomainXml({ hostStop: 'save' })).toStrictEqual({ hostStop: 'save' })
})
