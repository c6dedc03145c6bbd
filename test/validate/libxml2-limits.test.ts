import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { createEngine, fixDomain } from '../../src/validate/index.js'
import { describeWithPeer, LIBVIRT_SCHEMAS } from '../peers/programs.js'

const DOMAIN = `<domain type="kvm">
  <name>a</name>
  <memory unit='KiB'> 1048576
  </memory>
  <!-- an identity -->
  <uuid>5ff2a1d4-7a06-4ba3-8a3a-1d3f0c7b7a11</uuid>
  <vcpu>1</vcpu>
  <on_crash>destroy</on_crash>
  <os><type>hvm</type></os>
  <on_reboot>restart</on_reboot>
  <currentMemory>1048576</currentMemory>
</domain>
`

const FIXED = `<domain type="kvm">
  <name>a</name>
  <uuid>5ff2a1d4-7a06-4ba3-8a3a-1d3f0c7b7a11</uuid>
  <memory unit='KiB'>1048576</memory>
  <!-- an identity -->
  <vcpu>1</vcpu>
  <on_crash>destroy</on_crash>
  <on_reboot>restart</on_reboot>
  <os><type>hvm</type></os>
  <currentMemory>1048576</currentMemory>
</domain>
`

describeWithPeer(['libvirt-schemas'], "the limits of libvirt's own validator", () => {
  test('an order and a spelling beyond them are errors, which are fixed', async () => {
    const path = join(LIBVIRT_SCHEMAS, 'domain.rng')
    const read = (url: URL): SourceText => new SourceText(url.href, readFileSync(url, 'utf8'))
    const url = pathToFileURL(path)
    const created = await createEngine('builtin', { source: read(url), url: url.href }, read)
    if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
    const { before, after, text } = fixDomain(DOMAIN, { engine: created.engine })
    expect(before.diagnostics).toMatchObject([
      { code: 'VL407', severity: 'error', line: 3, message: expect.stringMatching(/white space .*: write "1048576"$/) },
      {
        code: 'VL406',
        severity: 'error',
        line: 6,
        message:
          "libvirt's own validator refuses this order: put <uuid> next to <name>, <on_reboot> next to <on_crash>",
      },
    ])
    expect(text).toBe(FIXED)
    expect(after.diagnostics).toEqual([])
  })
})
