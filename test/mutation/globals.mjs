/** What stands for `@jest/globals` in the bundle of the tests: the same functions, without jest around them. */
export { expect } from 'expect'
export { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'jest-circus'
