import fc from 'fast-check'
import { HOST_START_ACTIONS, HOST_STOP_ACTIONS, type Lifecycle, normalise } from '../src/lifecycle/index.js'

/** Every lifecycle in normal form: all pairs of actions, delay and order at and between their limits, absent values. */
export function lifecycles(): fc.Arbitrary<Lifecycle> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })
  return fc
    .record({
      hostStart: maybe(fc.constantFrom(...HOST_START_ACTIONS.map(({ value }) => value))),
      delay: maybe(fc.oneof(fc.constantFrom(1, 90, 2147483647), fc.integer({ min: 1, max: 2147483647 }))),
      order: maybe(fc.oneof(fc.constantFrom(1, 65535), fc.integer({ min: 1, max: 65535 }))),
      hostStop: maybe(fc.constantFrom(...HOST_STOP_ACTIONS.map(({ value }) => value))),
    })
    .map(normalise)
}
