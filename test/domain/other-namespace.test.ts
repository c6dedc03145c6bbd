import { describe, expect, test } from '@jest/globals'
import { LIFECYCLE_NAMESPACE } from '../../src/lifecycle/index.js'
import { validateDomain } from '../../src/validate/index.js'

const domain = (namespace: string, name = 'lifecycle'): string =>
  `<domain><name>a</name><metadata><v:${name} xmlns:v="${namespace}"><v:on_hoststop>save</v:on_hoststop></v:${name}></metadata></domain>`
const said = (text: string) => validateDomain(text, { engine: 'none' })

describe('a lifecycle in a namespace that is nearly ours', () => {
  test.each([
    ` ${LIFECYCLE_NAMESPACE}`,
    `${LIFECYCLE_NAMESPACE}&#10;`,
    'urn:x-virt-lifecycle:domain:1',
    'urn:x-virt-lifecycle:domain:2.0',
    'URN:x-virt-lifecycle:domain:1.0',
    'urn:x-virt-lifecycel:domain:1.0',
  ])('is said not to be read: %j', (namespace) => {
    expect(said(domain(namespace))).toMatchObject([
      {
        code: 'VL217',
        severity: 'warning',
        column: 33,
        endColumn: 45,
        message: expect.stringMatching(/^<v:lifecycle> is in the namespace ".*", so it is not read$/),
        hint: 'the namespace must be "urn:x-virt-lifecycle:domain:1.0"',
      },
    ])
  })

  test('is our own, or that of another application', () => {
    expect(said(domain(LIFECYCLE_NAMESPACE))).toEqual([])
    expect(said(domain('http://example.org/lifecycle'))).toEqual([])
    expect(said(domain('urn:example:lifecycle:1.0'))).toEqual([])
    expect(said(domain('urn:x-virt-lifecycle:domain:2.0', 'other'))).toEqual([])
  })

  test('may be written without a prefix', () => {
    const text =
      '<domain><name>a</name><metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:2"/></metadata></domain>'
    expect(said(text)).toMatchObject([
      {
        message: '<lifecycle> is in the namespace "urn:x-virt-lifecycle:domain:2", so it is not read',
        hint: 'the namespace must be "urn:x-virt-lifecycle:domain:1.0"',
      },
    ])
  })
})
