import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { createEngine, fixDomain, offerCaseFixes, validateDomain } from '../../src/validate/index.js'

const MAC = '<data type="string"><param name="pattern">[0-9a-f]{2}(:[0-9a-f]{2})+</param></data>'
const SCHEMA = `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="type"><choice><value>kvm</value><value>qemu</value></choice></attribute>
  <optional><attribute name="id"/></optional>
  <optional><element name="name"><text/></element></optional>
  <optional><element name="devices"><zeroOrMore><element name="disk"><attribute name="bus"><choice><value>virtio</value><value>sata</value></choice></attribute></element></zeroOrMore></element></optional>
  <optional><element name="mac"><optional><attribute name="address">${MAC}</attribute></optional>${MAC}</element></optional>
  <optional><element name="os"><choice><value>hvm</value><value>linux</value></choice></element></optional>
</element>`

const created = createEngine('builtin', { source: new SourceText('own.rng', SCHEMA) }, () => undefined)

async function fixed(domain: string): Promise<string> {
  const result = await created
  if ('diagnostics' in result) throw new Error('the schema cannot be used')
  const review = (document: SourceText, found: Parameters<typeof offerCaseFixes>[1]) => ({
    diagnostics: offerCaseFixes(document, found),
    silenced: [],
  })
  return fixDomain(domain, { engine: result.engine, review }).text
}

describe('a slip of letter case is fixed', () => {
  test.each<[string, string, string]>([
    ['an element', '<domain type="kvm"><Name>a</Name></domain>', '<domain type="kvm"><name>a</name></domain>'],
    ['an element of one tag', '<domain type="kvm"><Devices/></domain>', '<domain type="kvm"><devices/></domain>'],
    [
      'an element with blanks in its tags, and others in it',
      '<domain type="kvm"><DEVICES ><disk bus="sata"/></DEVICES ></domain>',
      '<domain type="kvm"><devices ><disk bus="sata"/></devices ></domain>',
    ],
    ['an attribute', '<domain Type="kvm"/>', '<domain type="kvm"/>'],
    ['the value of an attribute', '<domain type="KVM"/>', '<domain type="kvm"/>'],
    ['the value of an element', '<domain type="kvm"><os>HVM</os></domain>', '<domain type="kvm"><os>hvm</os></domain>'],
    [
      'all of them',
      '<domain Type="Kvm"><Devices><Disk Bus="VirtIO"></Disk></Devices></domain>',
      '<domain type="kvm"><devices><disk bus="virtio"></disk></devices></domain>',
    ],
    ['after a byte order mark', '\ufeff<domain type="KVM"/>', '\ufeff<domain type="kvm"/>'],
  ])('%s', async (_, before, after) => {
    expect(await fixed(before)).toBe(after)
  })
})

describe('white space that the schema does not allow around a value is removed', () => {
  const domain = (mac: string): string => `<domain type="kvm">${mac}</domain>`

  test.each([
    ['<mac address=" 52:54 ">52:54</mac>', '<mac address="52:54">52:54</mac>'],
    ['<mac>\n  52:54\n</mac>', '<mac>52:54</mac>'],
    ['<mac address="52:54\t">52:54 </mac>', '<mac address="52:54">52:54</mac>'],
    // The value itself is wrong.
    ['<mac> 52:5 </mac>', '<mac> 52:5 </mac>'],
    // There is more than white space.
    ['<mac> 52:54<!-- a --></mac>', '<mac> 52:54<!-- a --></mac>'],
    ['<mac>52:54&#32;</mac>', '<mac>52:54&#32;</mac>'],
  ])('%j', async (before, after) => {
    expect(await fixed(domain(before))).toBe(domain(after))
  })
})

describe('nothing else is', () => {
  test.each<[string, string]>([
    ['an attribute that is there in the right case, too', '<domain type="kvm" Type="kvm"/>'],
    ['another letter', '<domain type="kwm"/>'],
    ['a misspelt element', '<domain type="kvm"><devics/></domain>'],
    ['a document that is right', '<domain type="kvm"><name>KVM</name></domain>'],
  ])('%s', async (_, domain) => {
    expect(await fixed(domain)).toBe(domain)
  })
})

test.each([
  [
    'a slip of the fingers',
    '<on_hoststart dealy="3">start</on_hoststart>',
    '<on_hoststart delay="3">start</on_hoststart>',
  ],
  ['letter case', '<on_hoststart Order="3">start</on_hoststart>', '<on_hoststart order="3">start</on_hoststart>'],
  ['no other', '<on_hoststart prio="3">start</on_hoststart>', '<on_hoststart prio="3">start</on_hoststart>'],
  [
    'none that is there already',
    '<on_hoststart delay="3" dealy="4">start</on_hoststart>',
    '<on_hoststart delay="3" dealy="4">start</on_hoststart>',
  ],
])('an attribute of a lifecycle element is fixed: %s', (_, before, after) => {
  const domain = (content: string): string => `<domain type="kvm"><name>a</name>${content}</domain>`
  expect(fixDomain(domain(before)).text).toBe(domain(after))
  expect(validateDomain(domain(before)).map(({ code }) => code)).toContain('VL201')
})
