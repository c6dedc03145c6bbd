import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { parseDomain, readDomain } from '../../src/domain/index.js'

const NS = 'urn:x-virt-lifecycle:domain:1.0'

/** Reads a domain and shows the findings as `line:column-endLine:endColumn code`, warnings with a `?`. */
function read(text: string) {
  const located = parseDomain(new SourceText('vm.xml', text))
  if ('diagnostic' in located) return { lifecycle: undefined, found: [show(located.diagnostic)], reading: undefined }
  const reading = readDomain(located.found)
  return { lifecycle: reading.lifecycle, found: reading.diagnostics.map(show), reading }
}

function show(d: {
  code: string
  severity: string
  line: number
  column: number
  endLine?: number
  endColumn?: number
}) {
  return `${d.line}:${d.column}-${d.endLine ?? d.line}:${d.endColumn ?? d.column} ${d.code}${d.severity === 'warning' ? '?' : ''}`
}

const inDomain = (content: string): string => `<domain>\n${content}\n</domain>`
const inMetadata = (content: string): string => inDomain(`<metadata>${content}</metadata>`)

describe('reading a domain', () => {
  test('the elements', () => {
    const { lifecycle, found } = read(
      inDomain('<on_hoststart delay=\'90\' order="7">start</on_hoststart><on_hoststop>save</on_hoststop>'),
    )
    expect(lifecycle).toEqual({ hostStart: 'start', delay: 90, order: 7, hostStop: 'save' })
    expect(found).toEqual([])
  })

  test('the metadata, with a prefix', () => {
    const { lifecycle, reading } = read(
      inMetadata(`<v:lifecycle xmlns:v='${NS}'><v:on_hoststop>destroy</v:on_hoststop></v:lifecycle>`),
    )
    expect(lifecycle).toEqual({ hostStop: 'destroy' })
    expect(reading?.placements).toEqual({ metadata: { hostStop: 'destroy' } })
  })

  test('nothing', () => {
    expect(read(inDomain('<name>a</name>')).lifecycle).toEqual({})
    expect(read(inMetadata(`<lifecycle xmlns='${NS}'/>`)).lifecycle).toEqual({})
  })

  test('CDATA, comments and character references in a value', () => {
    const text = '<on_hoststart><![CDATA[sta]]><!-- and -->rt</on_hoststart><on_hoststop>s&#97;ve</on_hoststop>'
    expect(read(inDomain(text))).toMatchObject({ lifecycle: { hostStart: 'start', hostStop: 'save' }, found: [] })
  })

  test('both placements, equal', () => {
    const { lifecycle, reading } = read(
      `<domain><metadata><lifecycle xmlns='${NS}'><on_hoststop>save</on_hoststop></lifecycle></metadata><on_hoststop>save</on_hoststop></domain>`,
    )
    expect(lifecycle).toEqual({ hostStop: 'save' })
    expect(reading?.placements).toEqual({ element: { hostStop: 'save' }, metadata: { hostStop: 'save' } })
  })

  test.each([
    ['<domstatus state="running"><domain id="3"><name>a</name></domain></domstatus>', true],
    ['<domstatus state="paused"><domain id="3"><name>a</name></domain></domstatus>', true],
    ['<domstatus state="shutoff"><domain><name>a</name></domain></domstatus>', false],
    ['<domstatus state="crashed"><domain id="3"><name>a</name></domain></domstatus>', false],
    ['<domain state="shutoff" id="12"><name>a</name></domain>', true],
    ['<domain id="12a"><name>a</name></domain>', undefined],
    ['<domaincheckpoint><domain id="1"><name>a</name></domain></domaincheckpoint>', undefined],
    ['<domain id="12"><name>a</name></domain>', true],
    ['<domain id="-1"><name>a</name></domain>', undefined],
    ['<domain><name>a</name></domain>', undefined],
    ['<domainsnapshot><state>running</state><domain id="1"><name>a</name></domain></domainsnapshot>', undefined],
  ])('whether it runs: %s', (text, running) => {
    expect(read(text).reading?.running).toBe(running)
  })

  test.each([
    ['B3F5AD3E-7C0B-4A68-9F2A-9AD1C2D0AA03', 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'],
    ['\n b3f5ad3e7c0b4a689f2a9ad1c2d0aa03 ', 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'],
    ['b3f5ad3e', undefined],
    ['b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03f', undefined],
    ['xb3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03', undefined],
  ])('its UUID, in any form libvirt accepts: %j', (written, uuid) => {
    expect(read(inDomain(`<name>a &amp; b</name><uuid>${written}</uuid>`)).reading).toMatchObject({ name: 'a & b' })
    expect(read(inDomain(`<uuid>${written}</uuid>`)).reading?.uuid).toBe(uuid)
  })
})

test("the name and the UUID are libvirt's elements, wherever they are", () => {
  const others =
    '<x:uuid xmlns:x="urn:x">b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa04</x:uuid><x:name xmlns:x="urn:x">b</x:name>'
  const uuid = 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'
  expect(read(`<domain>${others}<memory/><uuid>${uuid}</uuid><name>a</name></domain>`).reading).toMatchObject({
    name: 'a',
    uuid,
  })
})

test('what a domain does not say is absent', () => {
  expect(read('<domain><name/><x:name xmlns:x="urn:x">b</x:name><uuid>x</uuid></domain>').reading).toStrictEqual({
    lifecycle: {},
    placements: {},
    diagnostics: [],
  })
})

test('of what is not allowed nothing is read', () => {
  const text = inMetadata(`<l:lifecycle xmlns:l="${NS}"><on_hoststop>save</on_hoststop></l:lifecycle>`)
  expect(read(text).reading?.placements).toStrictEqual({})
})

describe('what is wrong, and exactly where', () => {
  test.each([
    ['a near miss', inDomain('  <on_hoststop>sav</on_hoststop>'), ['2:16-2:19 VL203']],
    ['a value in CRLF lines', '<domain>\r\n\t<on_hoststop>x</on_hoststop>\r\n</domain>', ['2:15-2:16 VL203']],
    ['a value behind a byte order mark', '\ufeff<domain><on_hoststop>x</on_hoststop></domain>', ['1:22-1:23 VL203']],
    ['a value behind an emoji', '<domain><title>😀</title><on_hoststop>x</on_hoststop></domain>', ['1:39-1:40 VL203']],
    ['an empty value', inDomain('<on_hoststop/>'), ['2:1-2:15 VL202']],
    ['white space only', inDomain('<on_hoststop> \n </on_hoststop>'), ['2:1-3:16 VL202']],
    ['white space around', inDomain('<on_hoststop> save\n</on_hoststop>'), ['2:15-2:19 VL209?']],
    ['an unknown attribute', inDomain('<on_hoststop delay="3">save</on_hoststop>'), ['2:14-2:19 VL201']],
    ['a misspelt attribute', inDomain('<on_hoststart  dely = "3">start</on_hoststart>'), ['2:16-2:20 VL201']],
    ['a delay that is none', inDomain('<on_hoststart delay = "1 min">start</on_hoststart>'), ['2:24-2:29 VL207']],
    ['an empty delay', inDomain('<on_hoststart delay="">start</on_hoststart>'), ['2:15-2:23 VL202']],
    ['an order of 0', inDomain('<on_hoststart order="0">start</on_hoststart>'), ['2:22-2:23 VL207']],
    [
      'the second of two attributes',
      inDomain('<on_hoststart delay="5" order="0">start</on_hoststart>'),
      ['2:32-2:33 VL207'],
    ],
    ['a delay of no use', inDomain('<on_hoststart delay="5">ignore</on_hoststart>'), ['2:22-2:23 VL208?']],
    [
      'one element twice',
      inDomain('<on_hoststop>save</on_hoststop>\n<on_hoststop>save</on_hoststop>'),
      ['3:1-3:32 VL204'],
    ],
    ['an element in it', inDomain('<on_hoststop>save<b/></on_hoststop>'), ['2:18-2:22 VL205']],
    ['itself in it', inDomain('<on_hoststop>save<on_hoststop>save</on_hoststop></on_hoststop>'), ['2:18-2:31 VL205']],
    ['in the wrong place', inDomain('<devices><on_hoststop>save</on_hoststop></devices>'), ['2:10-2:23 VL206']],
    ['of our namespace, in the metadata', inMetadata(`<l:other xmlns:l="${NS}"/>`), ['2:11-2:63 VL206']],
    [
      'two in each other',
      inDomain(`<devices><l:x xmlns:l="${NS}"><on_hoststop>save</on_hoststop></l:x></devices>`),
      ['2:10-2:57 VL206', '2:57-2:70 VL206'],
    ],
    [
      'of a name that only a snapshot has',
      inDomain('<inactiveDomain><on_hoststop/></inactiveDomain>'),
      ['2:17-2:31 VL206'],
    ],
    [
      'in a snapshot, beside its domain',
      '<domainsnapshot><domain/><x><on_hoststop/></x></domainsnapshot>',
      ['1:29-1:43 VL206'],
    ],
    ['without its namespace in the metadata', inMetadata('<on_hoststop>save</on_hoststop>'), ['2:11-2:24 VL206']],
    [
      'our namespace outside the metadata',
      inDomain(`<on_hoststop xmlns="${NS}">save</on_hoststop>`),
      [`2:1-2:${NS.length + 23} VL206`],
    ],
    ['text in the lifecycle', inMetadata(`<l:lifecycle xmlns:l="${NS}"> oops </l:lifecycle>`), ['2:67-2:71 VL205']],
    [
      'an unknown element in the lifecycle',
      inMetadata(`<lifecycle xmlns="${NS}"><on_hoststp/></lifecycle>`),
      ['2:62-2:75 VL205'],
    ],
    ['an attribute of the lifecycle', inMetadata(`<lifecycle version="1" xmlns="${NS}"/>`), ['2:22-2:29 VL201']],
    [
      'the contradiction',
      inDomain('<on_hoststart>ignore</on_hoststart>\n<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'),
      ['3:14-3:43 VL210'],
    ],
    [
      'the redundancy',
      inDomain('<on_hoststart>start</on_hoststart>\n<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'),
      ['3:14-3:43 VL211?'],
    ],
    [
      'two placements that differ',
      `<domain><metadata><lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle></metadata>\n<on_hoststop>destroy</on_hoststop></domain>`,
      ['1:19-1:70 VL212'],
    ],
  ])('%s', (_, text, found) => {
    expect(read(text).found).toEqual(found)
  })

  test('the metadata of another application is not checked', () => {
    const text = inMetadata(
      `<x:backup xmlns:x='urn:x'><on_hoststop>zzz</on_hoststop><l:lifecycle xmlns:l='${NS}'/></x:backup>`,
    )
    expect(read(text).found).toEqual([])
  })

  test('elements of the same name in another namespace are not ours', () => {
    expect(read(inDomain('<x:on_hoststop xmlns:x="urn:x">zzz</x:on_hoststop>')).found).toEqual([])
  })

  test("a snapshot's inactive definition is not the one that is read", () => {
    const text =
      '<domainsnapshot><domain/><inactiveDomain><on_hoststop>save</on_hoststop></inactiveDomain></domainsnapshot>'
    expect(read(text)).toMatchObject({ lifecycle: {}, found: [] })
  })

  test('an error leaves no lifecycle: nothing is guessed', () => {
    const { lifecycle } = read(inDomain('<on_hoststart>start</on_hoststart><on_hoststop>sav</on_hoststop>'))
    expect(lifecycle).toBeUndefined()
  })
})

describe('documents that are not domains', () => {
  test.each([
    ['nothing at all', '', ['1:1-1:1 VL102']],
    ['white space', ' \n\t', ['1:1-1:1 VL102']],
    ['a tag left open', '<domain>\n <name>a</nam>\n</domain>', ['2:9-2:15 VL101']],
    ['an end too early', '<domain>\n <name>a', ['2:9-2:9 VL101']],
    ['a bare ampersand', '<domain><name>a & b</name></domain>', ['1:17-1:18 VL101']],
    ['an unknown entity', '<domain><name>&nbsp;</name></domain>', ['1:15-1:21 VL101']],
    ['a bare ampersand in an attribute', '<domain><a b="x & y" c="1; 2"/></domain>', ['1:17-1:18 VL101']],
    ['an undeclared prefix', '<domain><x:a/></domain>', ['1:9-1:13 VL101']],
    ['a DOCTYPE', '<!DOCTYPE domain [<!ENTITY x "y">]>\n<domain>&x;</domain>', ['1:1-1:36 VL103']],
    ['another root', '<network><name>default</name></network>', ['1:1-1:9 VL109']],
    ['a domain in something else', '<recipe><domain/></recipe>', ['1:1-1:8 VL109']],
    ['a domain of another namespace', "<domain xmlns='urn:x'/>", ['1:1-1:8 VL109']],
    ['a domstatus without a domain', '<domstatus/>', ['1:1-1:11 VL109']],
    ['text', 'hello', ['1:1-1:6 VL101']],
  ])('%s', (_, text, found) => {
    expect(read(text).found).toEqual(found)
  })

  test.each([
    ['<network/>', true],
    ['<network><name>', true],
    ['<recipe/>', true],
    ['<x:network xmlns:x="urn:x"/>', true],
    ['<domainsnapshot/>', true],
    ['<domstatus/>', false],
    ['<domain><name>', false],
    ['<domian/>', false],
    ['<domain xmlns="urn:x"/>', false],
    ['', false],
  ])('%s: whether it is of another kind: %s', (text, isOther) => {
    expect(parseDomain(text)).toMatchObject({ isOther })
  })

  test.each(
    'capabilities device domainCapabilities domainbackup filter filterbinding interface network networkport pool secret storagepoolCapabilities volume'.split(
      ' ',
    ),
  )('<%s> is described', (name) => {
    const parsed = parseDomain(`<${name}/>`)
    const { message, file } = 'diagnostic' in parsed ? parsed.diagnostic : { message: '', file: '' }
    expect(message).toMatch(new RegExp(`^this describes (a|the) [a-z].* \\(<${name}>\\), not a <domain>$`))
    expect(file).toBe('domain.xml')
  })

  test('nesting 100,000 deep', () => {
    const text = `<domain>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</domain>`
    expect(read(text).found).toEqual(['1:3006-1:3009 VL104'])
  })
})
