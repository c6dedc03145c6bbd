import { availableParallelism } from 'node:os'

/** What no run looks into. */
export const NOWHERE = ['/node_modules/']

/** The tests of whole systems, which `npm run test:system` runs. */
export const SYSTEM = '/test/(?:peers/(?:guests|migrate)[^/]*|ready-made/[^/]*|site/[^/]*)\\.test\\.ts$'

/** Tests run as ES modules; TypeScript is stripped by swc (`npm run types` checks it). */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [...NOWHERE, SYSTEM],
  // `npm run mutation` has a copy of the project there while it runs.
  modulePathIgnorePatterns: ['<rootDir>/.cache/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // `imports` of package.json lead into dist/.
    '^#write-xml$': '<rootDir>/src/node/write-xml.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  reporters: ['default', '<rootDir>/test/closing-line.mjs'],
  // More than cores: some tests wait for virtual machines. By default a machine with two cores would use one.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testTimeout: 120_000,
}
