import { describe, expect, test } from '@jest/globals'
import { lifecycleEdits, PLACEMENTS, type Placement } from '../../src/domain/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import { parsed, withLifecycle } from './documents.js'

const NS = 'urn:x-virt-lifecycle:domain:1.0'

/** The children of `<domain>` in the order in which libvirt writes them (virDomainDefFormatInternalSetRootName). */
const AS_LIBVIRT_WRITES =
  'name uuid genid hwuuid title description metadata maxMemory memory currentMemory blkiotune memtune memoryBacking vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource sysinfo bootloader bootloader_args os idmap features cpu clock | pm perf devices seclabel keywrap launchSecurity'
const [BEFORE = [], AFTER = []] = AS_LIBVIRT_WRITES.split(' | ').map((names) => names.split(' '))

describe('new elements go where libvirt would write them', () => {
  test.each(BEFORE)('after <%s>', (name) => {
    const rest = AFTER.map((other) => `<${other}/>`).join('')
    expect(withLifecycle(`<domain><${name}/>${rest}</domain>`, { hostStop: 'save' }, 'element')).toBe(
      `<domain><${name}/><on_hoststop>save</on_hoststop>${rest}</domain>`,
    )
  })

  test.each(AFTER)('before <%s>', (name) => {
    expect(withLifecycle(`<domain><${name}/></domain>`, { hostStop: 'save' }, 'element')).toBe(
      `<domain><on_hoststop>save</on_hoststop><${name}/></domain>`,
    )
  })

  test('not after elements of others, whatever their names', () => {
    const others = '<x:on_crash xmlns:x="urn:x"/><x:name xmlns:x="urn:x"/>'
    for (const anchor of ['<name>a</name>', '<on_crash>destroy</on_crash>']) {
      expect(withLifecycle(`<domain>${anchor}${others}</domain>`, { hostStop: 'save' }, 'element')).toBe(
        `<domain>${anchor}<on_hoststop>save</on_hoststop>${others}</domain>`,
      )
    }
  })

  test.each(['name', 'uuid', 'genid', 'hwuuid', 'title', 'description'])('<metadata> after <%s>', (name) => {
    const others = '<memory/><x:name xmlns:x="urn:x"/>'
    expect(withLifecycle(`<domain><${name}/>${others}</domain>`, { hostStop: 'save' }, 'metadata')).toBe(
      `<domain><${name}/><metadata><lifecycle xmlns='${NS}'><on_hoststop>save</on_hoststop></lifecycle></metadata>${others}</domain>`,
    )
  })
})

describe('only what changes is changed', () => {
  test('nothing, if the domain is up to date', () => {
    for (const text of ['<domain></domain >', '<domain/>', '<domain><metadata/></domain>']) {
      for (const placement of PLACEMENTS) expect(lifecycleEdits(parsed(text), {}, placement)).toEqual([])
    }
    const elements = '<on_hoststart delay="5">start</on_hoststart><on_hoststop>save</on_hoststop>'
    const both = `<domain><metadata><lifecycle xmlns="${NS}">${elements}</lifecycle></metadata>${elements}</domain>`
    expect(lifecycleEdits(parsed(both), { hostStart: 'start', delay: 5, hostStop: 'save' }, 'both')).toEqual([])
  })

  const start = '<on_hoststart delay = "090"\n  order="1">start</on_hoststart>'
  test.each<[string, string, Lifecycle, Placement, string]>([
    ['a number that is the same', start, { hostStart: 'start', delay: 90, order: 1 }, 'element', start],
    [
      'another number, between its quotes',
      start,
      { hostStart: 'start', delay: 9, order: 1 },
      'element',
      '<on_hoststart delay = "9"\n  order="1">start</on_hoststart>',
    ],
    [
      'a number that goes, with the white space before it',
      start,
      { hostStart: 'start', delay: 90 },
      'element',
      '<on_hoststart delay = "090">start</on_hoststart>',
    ],
    ['both go', start, { hostStart: 'restart-if-active' }, 'element', '<on_hoststart>restart-if-active</on_hoststart>'],
    [
      'a 0 goes where "ignore" makes it useless',
      '<on_hoststart delay="0" order="&#9;0">start</on_hoststart>',
      { hostStart: 'ignore' },
      'element',
      '<on_hoststart>ignore</on_hoststart>',
    ],
    [
      'else it stays, for it says the same as none',
      '<on_hoststart delay="0" order="00">start</on_hoststart>',
      { hostStart: 'restart-if-active' },
      'element',
      '<on_hoststart delay="0" order="00">restart-if-active</on_hoststart>',
    ],
    [
      'a number more, in the quotes of the one before',
      '<on_hoststart delay="9">start</on_hoststart>',
      { hostStart: 'start', delay: 9, order: 3 },
      'element',
      '<on_hoststart delay="9" order="3">start</on_hoststart>',
    ],
    [
      'the first one, in the quotes of an element around',
      '<on_hoststart>start</on_hoststart>',
      { hostStart: 'start', order: 3 },
      'element',
      "<on_hoststart order='3'>start</on_hoststart>",
    ],
    [
      'an element instead of the other one',
      '<on_hoststart>start</on_hoststart>',
      { hostStop: 'save' },
      'element',
      '<on_hoststop>save</on_hoststop>',
    ],
    [
      'one element less',
      `${start}<on_hoststop>save</on_hoststop>`,
      { hostStop: 'save' },
      'element',
      '<on_hoststop>save</on_hoststop>',
    ],
    [
      'in the metadata, with its prefix',
      `<metadata><l:lifecycle xmlns:l="${NS}"><l:on_hoststart>start</l:on_hoststart></l:lifecycle></metadata>`,
      { hostStart: 'ignore', hostStop: 'save' },
      'metadata',
      `<metadata><l:lifecycle xmlns:l="${NS}"><l:on_hoststart>ignore</l:on_hoststart><l:on_hoststop>save</l:on_hoststop></l:lifecycle></metadata>`,
    ],
    [
      'the shorthand that says the same',
      '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>',
      { hostStart: 'restart-if-active', hostStop: 'shutdown' },
      'element',
      '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>',
    ],
    [
      'a value that is the same, however it is written',
      '<on_hoststart> <![CDATA[start]]></on_hoststart><on_hoststop>save</on_hoststop>',
      { hostStart: 'start', hostStop: 'destroy' },
      'element',
      '<on_hoststart> <![CDATA[start]]></on_hoststart><on_hoststop>destroy</on_hoststop>',
    ],
    [
      'an empty lifecycle in the metadata goes',
      `<metadata><lifecycle xmlns="${NS}"/></metadata><on_hoststop>save</on_hoststop>`,
      { hostStop: 'save' },
      'element',
      '<on_hoststop>save</on_hoststop>',
    ],
    [
      'metadata with text',
      `<metadata>text <lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle></metadata>`,
      {},
      'element',
      '<metadata>text </metadata>',
    ],
    [
      'metadata that only had the lifecycle',
      `<metadata> <lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle> </metadata>`,
      {},
      'element',
      '',
    ],
    [
      'metadata with something else',
      `<metadata><lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle><!-- c --></metadata>`,
      {},
      'element',
      '<metadata><!-- c --></metadata>',
    ],
    [
      "another application's <lifecycle> in the metadata stays as it is",
      '<metadata><x:lifecycle xmlns:x="urn:x"><x:on_hoststop>destroy</x:on_hoststop></x:lifecycle></metadata>',
      { hostStop: 'save' },
      'metadata',
      `<metadata><x:lifecycle xmlns:x="urn:x"><x:on_hoststop>destroy</x:on_hoststop></x:lifecycle><lifecycle xmlns='${NS}'><on_hoststop>save</on_hoststop></lifecycle></metadata>`,
    ],
  ])('%s', (_, before, lifecycle, placement, after) => {
    const around = (content: string): string => `<domain type='kvm'><name>a</name>${content}<devices/></domain>`
    expect(withLifecycle(around(before), lifecycle, placement)).toBe(around(after))
  })
})

test('what is new has the quotes of the element around it', () => {
  const start = '<on_hoststart>start</on_hoststart>'
  expect(withLifecycle(`<domain type="kvm">${start}</domain>`, { hostStart: 'start', order: 3 }, 'both')).toBe(
    `<domain type="kvm"><metadata><lifecycle xmlns="${NS}"><on_hoststart order="3">start</on_hoststart></lifecycle></metadata><on_hoststart order="3">start</on_hoststart></domain>`,
  )
})

describe('new elements are laid out as what is around them', () => {
  const lifecycle = `<lifecycle xmlns='${NS}'>`
  test.each<[string, string, Placement, string]>([
    [
      'four spaces, and metadata one step deeper each',
      '<domain>\n    <name>a</name>\n</domain>',
      'metadata',
      `<domain>\n    <name>a</name>\n    <metadata>\n        ${lifecycle}\n            <on_hoststop>save</on_hoststop>\n        </lifecycle>\n    </metadata>\n</domain>`,
    ],
    [
      'in a domain that is indented itself',
      '<domstatus>\r\n\t<domain>\r\n\t\t<name>a</name>\r\n\t</domain>\r\n</domstatus>',
      'metadata',
      `<domstatus>\r\n\t<domain>\r\n\t\t<name>a</name>\r\n\t\t<metadata>\r\n\t\t\t${lifecycle}\r\n\t\t\t\t<on_hoststop>save</on_hoststop>\r\n\t\t\t</lifecycle>\r\n\t\t</metadata>\r\n\t</domain>\r\n</domstatus>`,
    ],
    [
      'children as deep as the domain: two spaces',
      '<domain>\n<name>a</name>\n</domain>',
      'metadata',
      `<domain>\n<name>a</name>\n<metadata>\n  ${lifecycle}\n    <on_hoststop>save</on_hoststop>\n  </lifecycle>\n</metadata>\n</domain>`,
    ],
    [
      'children less deep than the domain: two spaces',
      '<domstatus>\n    <domain>\n\t<name>a</name>\n    </domain></domstatus>',
      'metadata',
      `<domstatus>\n    <domain>\n\t<name>a</name>\n\t<metadata>\n\t  ${lifecycle}\n\t    <on_hoststop>save</on_hoststop>\n\t  </lifecycle>\n\t</metadata>\n    </domain></domstatus>`,
    ],
    [
      'children indented by other characters than the domain: two spaces',
      '<domstatus>\n  <domain>\n\t  <name>a</name>\n  </domain></domstatus>',
      'metadata',
      `<domstatus>\n  <domain>\n\t  <name>a</name>\n\t  <metadata>\n\t    ${lifecycle}\n\t      <on_hoststop>save</on_hoststop>\n\t    </lifecycle>\n\t  </metadata>\n  </domain></domstatus>`,
    ],
    [
      'after a blank line none is added',
      '<domain>\n\n  <name>a</name>\n\n  <devices/>\n</domain>',
      'element',
      '<domain>\n\n  <name>a</name>\n  <on_hoststop>save</on_hoststop>\n\n  <devices/>\n</domain>',
    ],
    [
      'lines that end in CR',
      '<domain>\r <name>a</name>\r <devices/>\r</domain>',
      'element',
      '<domain>\r <name>a</name>\r <on_hoststop>save</on_hoststop>\r <devices/>\r</domain>',
    ],
    [
      'before the first element, if none comes before',
      '<domain>\n  <!-- c -->\n   <devices/>\n</domain>',
      'element',
      '<domain>\n   <on_hoststop>save</on_hoststop>\n  <!-- c -->\n   <devices/>\n</domain>',
    ],
    [
      'after the comments on the line',
      '<domain>\n  <name>a</name> <!-- b --><!-- c -->\t<!---->  \n  <!-- d -->\n</domain>',
      'element',
      '<domain>\n  <name>a</name> <!-- b --><!-- c -->\t<!---->\n  <on_hoststop>save</on_hoststop>  \n  <!-- d -->\n</domain>',
    ],
    [
      'not after a comment that ends on another line',
      '<domain>\n  <name>a</name> <!-- b\n c -->\n</domain>',
      'element',
      '<domain>\n  <name>a</name>\n  <on_hoststop>save</on_hoststop> <!-- b\n c -->\n</domain>',
    ],
    [
      'not after a comment before something else',
      '<domain>\n  <name>a</name> <!-- b --> <devices/>\n</domain>',
      'element',
      '<domain>\n  <name>a</name>\n  <on_hoststop>save</on_hoststop> <!-- b --> <devices/>\n</domain>',
    ],
    [
      'on one line',
      '<domain><name>a</name><!-- b -->\n</domain>',
      'element',
      '<domain><name>a</name><on_hoststop>save</on_hoststop><!-- b -->\n</domain>',
    ],
    [
      'metadata of others, after their last element',
      '<domain>\n  <metadata>\n     <x:a xmlns:x="urn:x"/>\n  </metadata>\n</domain>',
      'metadata',
      `<domain>\n  <metadata>\n     <x:a xmlns:x="urn:x"/>\n     ${lifecycle}\n        <on_hoststop>save</on_hoststop>\n     </lifecycle>\n  </metadata>\n</domain>`,
    ],
    [
      'metadata of text and CDATA, with the mark that it was there',
      '<domain><metadata>x<![CDATA[y]]></metadata></domain>',
      'metadata',
      `<domain><metadata>${lifecycle}<on_hoststop>save</on_hoststop></lifecycle >x<![CDATA[y]]></metadata></domain>`,
    ],
    [
      'metadata that is empty, with that mark',
      '<domain>\n  <metadata>\n  </metadata>\n</domain>',
      'metadata',
      `<domain>\n  <metadata>${lifecycle}<on_hoststop>save</on_hoststop></lifecycle >\n  </metadata>\n</domain>`,
    ],
    [
      'an element instead of the other one, before the comment on its line',
      '<domain>\n  <on_hoststart>start</on_hoststart> <!-- b -->\n</domain>',
      'element',
      '<domain>\n  <on_hoststop>save</on_hoststop> <!-- b -->\n</domain>',
    ],
    ['a tag that is empty', '<domain />', 'element', '<domain ><on_hoststop>save</on_hoststop></domain >'],
  ])('%s', (_, before, placement, after) => {
    expect(withLifecycle(before, { hostStop: 'save' }, placement)).toBe(after)
  })
})
