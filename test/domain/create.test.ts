import { expect, test } from '@jest/globals'
import { createDomain, type NewDomain, type Placement } from '../../src/domain/index.js'

const NS = 'urn:x-virt-lifecycle:domain:1.0'
const WHOLE = { hostStart: 'start', delay: 30, order: 2, hostStop: 'save' } as const

test.each<[string, NewDomain, Placement, string]>([
  [
    'in <domain>',
    { name: 'a&b', uuid: 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03', lifecycle: WHOLE },
    'element',
    `<domain type="hyperv">
  <name>a&amp;b</name>
  <uuid>b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03</uuid>
  <os>
    <type>hvm</type>
  </os>
  <on_hoststart delay="30" order="2">start</on_hoststart>
  <on_hoststop>save</on_hoststop>
</domain>
`,
  ],
  [
    'in <metadata>',
    { name: 'a', lifecycle: WHOLE },
    'metadata',
    `<domain type="hyperv">
  <name>a</name>
  <metadata>
    <lifecycle xmlns="${NS}">
      <on_hoststart delay="30" order="2">start</on_hoststart>
      <on_hoststop>save</on_hoststop>
    </lifecycle>
  </metadata>
  <os>
    <type>hvm</type>
  </os>
</domain>
`,
  ],
  [
    'in both, with what domain XML can express',
    { name: 'a', lifecycle: { delay: 5, hostStop: 'destroy' } },
    'both',
    `<domain type="hyperv">
  <name>a</name>
  <metadata>
    <lifecycle xmlns="${NS}">
      <on_hoststop>destroy</on_hoststop>
    </lifecycle>
  </metadata>
  <os>
    <type>hvm</type>
  </os>
  <on_hoststop>destroy</on_hoststop>
</domain>
`,
  ],
  [
    'without a lifecycle',
    { name: 'a', lifecycle: { delay: 5 } },
    'both',
    `<domain type="hyperv">
  <name>a</name>
  <os>
    <type>hvm</type>
  </os>
</domain>
`,
  ],
])('a new domain with its lifecycle %s', (_, domain, placement, text) => {
  expect(createDomain(domain, placement)).toBe(text)
})
