import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { spawnVirtLifecycle, virtLifecycle } from './program.js'

/** What a process of its own proves beyond all other tests: that the bundle is whole, and that main.ts is wired right. */
describe('the built program, in a process of its own', () => {
  const DOMAIN = '<domain type="kvm"><name>a</name><on_hoststop>save</on_hoststop></domain>'

  test.each([
    [['convert', '--to', 'json'], DOMAIN],
    [['convert', '--to', 'domain', '--placement', 'both'], DOMAIN],
    [['validate', '--schema', 'embedded'], DOMAIN],
    [['validate', '--schema', 'embedded'], '<domain><on_hoststop>sav</on_hoststop></domain>'],
    [['explain'], DOMAIN],
    [['schema', 'config'], ''],
    [['schema', 'nonsense'], ''],
    [['formats'], ''],
    [['convert', '--into', 'examples/domains', '--diff', 'examples/hyperv-synthetic/get-vm.json'], ''],
    [['--version'], ''],
    [['validate', '--help'], ''],
    [['convrt'], ''],
  ] as const)('does what it does in this one: %j', async (args, input) => {
    expect(spawnVirtLifecycle(args, { input })).toEqual(await virtLifecycle(args, { input }))
  })

  test('its version is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(spawnVirtLifecycle(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })
})
