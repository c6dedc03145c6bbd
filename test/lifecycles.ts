import fc from 'fast-check'
import {
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  type Lifecycle,
  normalise,
  START_ATTRIBUTES,
} from '../src/lifecycle/index.js'

/** Every lifecycle: all pairs of actions, attributes at and between their limits, an explicit 0, absent values. */
export function anyLifecycle(): fc.Arbitrary<Lifecycle> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })
  const attributes = START_ATTRIBUTES.map(
    ({ name, max }) => [name, maybe(fc.oneof(fc.constantFrom(0, 1, max), fc.integer({ min: 1, max })))] as const,
  )
  return fc
    .record({
      hostStart: maybe(fc.constantFrom(...HOST_START_ACTIONS.map(({ value }) => value))),
      ...Object.fromEntries(attributes),
      hostStop: maybe(fc.constantFrom(...HOST_STOP_ACTIONS.map(({ value }) => value))),
    })
    .map(normalise)
}

/** The same without an explicit 0. */
export function lifecycles(): fc.Arbitrary<Lifecycle> {
  return anyLifecycle().map((lifecycle) =>
    normalise(Object.fromEntries(Object.entries(lifecycle).filter(([, value]) => value !== 0))),
  )
}
