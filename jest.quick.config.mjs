import config from './jest.config.mjs'

/**
 * The quick tests (`npm run test:quick`): no other program is needed, and none of what takes long: real programs, clean
 * checkouts, bundles, fuzzers, scripts in shells. CI runs them with each Node that is supported.
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    '/test/(?:package|packaging|peers|proposal)/',
    '/test/docs/pages\\.test\\.ts$',
    '/test/relaxng/memory\\.test\\.ts$',
    '/test/schema/libvirt-extension\\.test\\.ts$',
    '/test/torture/kinds\\.test\\.ts$',
    '/test/translate/libvirt/virsh\\.test\\.ts$',
    '/test/translate/values\\.test\\.ts$',
  ],
}
