import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PLACEMENTS, readDomain } from '../../src/domain/index.js'
import { inDomainXml } from '../../src/lifecycle/index.js'
import { anyLifecycle } from '../lifecycles.js'
import { parsed, withLifecycle } from './documents.js'

/** Whether `part` can be had from `whole` by leaving out characters. */
function isKeptIn(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (part.startsWith(character, at)) at += character.length
  return at === part.length
}

const LAYOUTS: readonly (readonly [string, string])[] = [
  ['one empty tag', '<domain/>'],
  ['one empty tag with attributes and space', '<domain type="kvm" />'],
  ['nothing in it', '<domain></domain>'],
  ['a line end in it', '<domain>\n</domain>'],
  ['blank lines in it', '<domain>\r\n\r\n\r\n</domain>\r\n'],
  ['one line', "<domain type='kvm'><name>a</name><on_crash>destroy</on_crash><devices/></domain>"],
  ['one line with spaces', "<domain type='kvm'> <name>a</name> <on_crash>destroy</on_crash> <devices/> </domain>"],
  [
    'as libvirt writes it',
    "<domain type='kvm'>\n  <name>a</name>\n  <os>\n    <type>hvm</type>\n  </os>\n  <on_crash>destroy</on_crash>\n  <devices/>\n</domain>\n",
  ],
  [
    'CRLF',
    "<domain type='kvm'>\r\n  <name>a</name>\r\n  <on_crash>destroy</on_crash>\r\n  <devices/>\r\n</domain>\r\n",
  ],
  ['CR alone', "<domain type='kvm'>\r  <name>a</name>\r  <devices/>\r</domain>\r"],
  ['tabs', '<domain>\n\t<name>a</name>\n\t<devices/>\n</domain>\n'],
  ['byte order mark', '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<domain>\n  <name>ä</name>\n</domain>\n'],
  [
    'a comment after the anchor',
    '<domain>\n  <name>a</name>\n  <on_crash>destroy</on_crash> <!-- why --> <!-- more -->  \n  <devices/>\n</domain>\n',
  ],
  ['only a comment', '<domain>\n  <!-- nothing here -->\n</domain>\n'],
  [
    'events in a strange order',
    '<domain>\n  <devices/>\n  <on_crash>destroy</on_crash>\n  <name>a</name>\n</domain>\n',
  ],
  [
    'metadata of others',
    "<domain>\n  <name>a</name>\n  <metadata>\n    <x:a xmlns:x='urn:x'>\n      <x:b/>\n    </x:a>\n  </metadata>\n</domain>\n",
  ],
  ['metadata of others on one line', "<domain><name>a</name><metadata><x:a xmlns:x='urn:x'/></metadata></domain>"],
  ['empty metadata', '<domain>\n  <name>a</name>\n  <metadata></metadata>\n</domain>\n'],
  ['metadata in one tag', '<domain>\n  <name>a</name>\n  <metadata/>\n</domain>\n'],
  ['metadata of white space', '<domain>\n  <name>a</name>\n  <metadata>\n  </metadata>\n</domain>\n'],
  ['metadata of a comment', '<domain>\n  <name>a</name>\n  <metadata>\n    <!-- c -->\n  </metadata>\n</domain>\n'],
  ['metadata of text', '<domain>\n  <name>a</name>\n  <metadata>text\n  more\n  </metadata>\n</domain>\n'],
  ['metadata that starts its line only', '<domain>\n<metadata><a/>\n</metadata></domain>'],
  [
    'CDATA, references and instructions',
    '<domain>\n  <name><![CDATA[a<b]]></name>\n  <title>x &amp; &#233; &lt;</title><?pi x?>\n  <description>a > b</description>\n</domain>\n',
  ],
  [
    'namespaces',
    "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <name>a</name>\n  <devices/>\n  <qemu:commandline>\n    <qemu:arg value='-s'/>\n  </qemu:commandline>\n</domain>\n",
  ],
  [
    'domstatus',
    "<domstatus state='running' reason='booted' pid='1'>\n  <domain type='kvm' id='3'>\n    <name>a</name>\n    <on_crash>destroy</on_crash>\n  </domain>\n</domstatus>\n",
  ],
  ['an end tag with space', '<domain>\n  <metadata><a/></metadata >\n</domain >\n'],
]

describe('adding the lifecycle and removing it gives back the same text', () => {
  test.each(LAYOUTS)('%s', (_, text) => {
    fc.assert(
      fc.property(anyLifecycle(), fc.constantFrom(...PLACEMENTS), (lifecycle, placement) => {
        const added = withLifecycle(text, lifecycle, placement)
        expect(isKeptIn(text, added)).toBe(true)
        const reading = readDomain(parsed(added))
        expect(reading.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(reading.lifecycle).toEqual(inDomainXml(lifecycle))
        expect(withLifecycle(added, lifecycle, placement)).toBe(added)
        expect(withLifecycle(added, {}, placement)).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  test.each(LAYOUTS)('by way of other settings and placements: %s', (_, text) => {
    const step = fc.record({ lifecycle: anyLifecycle(), placement: fc.constantFrom(...PLACEMENTS) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        let now = text
        for (const { lifecycle, placement } of steps) {
          now = withLifecycle(now, lifecycle, placement)
          expect(readDomain(parsed(now)).lifecycle).toEqual(inDomainXml(lifecycle))
        }
        expect(withLifecycle(now, {}, 'element')).toBe(text)
      }),
      { numRuns: 60 },
    )
  })
})
