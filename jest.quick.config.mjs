import config from './jest.config.mjs'

/**
 * The quick tests (`npm run test:quick`): no other program is needed, and none of what takes long: real programs, clean
 * checkouts, bundles, fuzzers. CI runs them with each Node that is supported.
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    '/node_modules/',
    '/test/(?:package|peers|ready-made)/',
    '/test/docs/pages\\.test\\.ts$',
    '/test/relaxng/memory\\.test\\.ts$',
    '/test/schema/libvirt-extension\\.test\\.ts$',
    '/test/translate/values\\.test\\.ts$',
  ],
}
