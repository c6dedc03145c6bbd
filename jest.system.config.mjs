import config, { NOWHERE, SYSTEM } from './jest.config.mjs'

const { testMatch: _, ...shared } = config

/**
 * The tests of whole systems (`npm run test:system`): guests that QEMU runs, the package as others install it, the page in a
 * browser. They take minutes, most of which they wait.
 */
export default { ...shared, testRegex: SYSTEM, testPathIgnorePatterns: NOWHERE }
