import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PLACEMENTS, type Policy, readLifecycle } from '../../src/domain/index.js'
import { LIFECYCLE_VALUES } from '../../src/lifecycle/index.js'
import { fixDomain } from '../../src/validate/index.js'
import { lifecycles } from '../lifecycles.js'
import { parsed, withLifecycle } from './documents.js'

const fixed = (text: string, policy: Policy = {}): string => fixDomain(text, { engine: 'none', ...policy }).text
const metadata = (content: string): string =>
  `<metadata><l:lifecycle xmlns:l="urn:x-virt-lifecycle:domain:1.0">${content}</l:lifecycle></metadata>`

describe('unambiguous mistakes are fixed', () => {
  test.each([
    ['a letter missing', '<on_hoststop>sav</on_hoststop>', '<on_hoststop>save</on_hoststop>'],
    ['a letter doubled', '<on_hoststop>desttroy</on_hoststop>', '<on_hoststop>destroy</on_hoststop>'],
    ['capitals', '<on_hoststart>Start</on_hoststart>', '<on_hoststart>start</on_hoststart>'],
    [
      'capitals and no hyphens',
      '<on_hoststart>RestartIfActive</on_hoststart>',
      '<on_hoststart>restart-if-active</on_hoststart>',
    ],
    ['white space', '<on_hoststop> save\n\t</on_hoststop>', '<on_hoststop>save</on_hoststop>'],
    [
      'white space and a misspelling',
      '<on_hoststop>\n  shutdwon\n</on_hoststop>',
      '<on_hoststop>shutdown</on_hoststop>',
    ],
    [
      'white space around a number',
      '<on_hoststart delay=" 30 ">start</on_hoststart>',
      '<on_hoststart delay="30">start</on_hoststart>',
    ],
    [
      'an attribute, whose value stays',
      '<on_hoststart dealy = "30" order="1">start</on_hoststart>',
      '<on_hoststart delay = "30" order="1">start</on_hoststart>',
    ],
    [
      'a comment stays',
      '<on_hoststop><!-- why --> sav <!-- so --></on_hoststop>',
      '<on_hoststop><!-- why -->save<!-- so --></on_hoststop>',
    ],
    [
      'a comment before the value stays, too',
      '<on_hoststop>\n<!-- why -->\n sav</on_hoststop>',
      '<on_hoststop><!-- why -->save</on_hoststop>',
    ],
    ['CDATA', '<on_hoststop><![CDATA[ save ]]></on_hoststop>', '<on_hoststop>save</on_hoststop>'],
    [
      'a value in two pieces',
      '<on_hoststop> sa<!-- x -->ve</on_hoststop>',
      '<on_hoststop>save<!-- x --></on_hoststop>',
    ],
    ['metadata', metadata('<l:on_hoststop>savee</l:on_hoststop>'), metadata('<l:on_hoststop>save</l:on_hoststop>')],
  ])('%s', (_, before, after) => {
    expect(fixed(`<domain><name> a </name>${before}<devices/></domain>`)).toBe(
      `<domain><name> a </name>${after}<devices/></domain>`,
    )
  })
})

describe('a value that could mean several things, or nothing, is left unchanged', () => {
  test.each([
    // "start" by letters, "restart-if-active" by its beginning.
    ['<on_hoststart>restart</on_hoststart>'],
    ['<on_hoststop>suspend</on_hoststop>'],
    // A negation, another word, or two words are no slips of the fingers.
    ...['no-start', 'nostart', 'restart-if-inactive', 'restart-if-not-active', 'stard'].map((value) => [
      `<on_hoststart>${value}</on_hoststart>`,
    ]),
    ...['no-save', 'non-destroy', 'save-shutdown', 'safe', 'destroi', 'stop-and-dont-restart-on-next-boot'].map(
      (value) => [`<on_hoststop>${value}</on_hoststop>`],
    ),
    ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((name) => [metadata(`<l:${name}>x</l:${name}>`)]),
    [metadata('<on_hoststop xmlns="urn:other">sav</on_hoststop>')],
    ['<on_hoststop></on_hoststop>'],
    ['<on_hoststop>  </on_hoststop>'],
    ['<on_hoststart delay="1 min">start</on_hoststart>'],
    ['<on_hoststart delay="-1">start</on_hoststart>'],
    ['<on_hoststop>save</on_hoststop><on_hoststop>save</on_hoststop>'],
    ['<on_hoststop foo="1">save</on_hoststop>'],
    ['<on_hoststart delay="1" dealy="2">start</on_hoststart>'],
    ['<on_hoststop>&#115;ave</on_hoststop>'],
    ['<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'],
    [`${metadata('<l:on_hoststop>save</l:on_hoststop>')}<on_hoststop>destroy</on_hoststop>`],
  ])('%s', (content) => {
    const text = `<domain><name>a</name>${content}</domain>`
    expect(fixed(text)).toBe(text)
    // Where the lifecycle cannot be read, nothing is moved either.
    const readable = readLifecycle(parsed(text)).lifecycle !== undefined
    expect(fixed(text, { placement: 'both', expandShorthand: true }) === text).toBe(!readable)
  })

  test('a mistake is fixed even if another one cannot be', () => {
    expect(
      fixed('<domain><on_hoststart delay="soon">start</on_hoststart><on_hoststop>sav</on_hoststop></domain>'),
    ).toBe('<domain><on_hoststart delay="soon">start</on_hoststart><on_hoststop>save</on_hoststop></domain>')
  })
})

describe('placement, when it is asked for', () => {
  const element = '<on_hoststop>save</on_hoststop>'
  const both = `<domain><name>a</name>${metadata('<l:on_hoststop>save</l:on_hoststop>')}${element}</domain>`

  test('if both placements are equal, the expected one is kept', () => {
    expect(fixed(both, { placement: 'element' })).toBe(`<domain><name>a</name>${element}</domain>`)
    expect(fixed(both, { placement: 'metadata' })).toBe(
      `<domain><name>a</name>${metadata('<l:on_hoststop>save</l:on_hoststop>')}</domain>`,
    )
    expect(fixed(both, { placement: 'both' })).toBe(both)
    expect(fixed(both)).toBe(both)
  })

  test('a misspelling is fixed on the way', () => {
    expect(fixed(both.replace('>save<', '>sav<'), { placement: 'element' })).toBe(
      `<domain><name>a</name>${element}</domain>`,
    )
  })

  test('a lifecycle with a comment in it is not moved', () => {
    for (const words of ['<!-- ticket 4711: ask Ann -->', '<?note ask Ann?>']) {
      const text = `<domain>${metadata(`${words}<l:on_hoststop>save</l:on_hoststop>`)}</domain>`
      expect(fixed(text, { placement: 'element' })).toBe(text)
      const inside = `<domain><on_hoststop>save${words}</on_hoststop></domain>`
      expect(fixed(inside, { placement: 'metadata' })).toBe(inside)
    }
  })

  test('a comment in the copy that stays is no obstacle', () => {
    const words = '<!-- ticket 4711: ask Ann -->'
    const inElement = both.replace('<on_hoststop>', `<on_hoststop>${words}`)
    expect(fixed(inElement, { placement: 'element' })).toBe(
      `<domain><name>a</name><on_hoststop>${words}save</on_hoststop></domain>`,
    )
    const inMetadata = both.replace('<l:on_hoststop>', `<l:on_hoststop>${words}`)
    expect(fixed(inMetadata, { placement: 'metadata' })).toBe(
      `<domain><name>a</name>${metadata(`<l:on_hoststop>${words}save</l:on_hoststop>`)}</domain>`,
    )
  })

  test('a snapshot records the past', () => {
    const text = '<domainsnapshot><domain><on_hoststop>sav</on_hoststop></domain></domainsnapshot>'
    expect(fixed(text, { placement: 'metadata' })).toBe(text)
  })

  test('a domain without a lifecycle is left alone', () => {
    const text = '<domain>\n  <name>a</name>\n</domain>\n'
    for (const placement of PLACEMENTS) expect(fixed(text, { placement, expandShorthand: true })).toBe(text)
  })
})

describe('the shorthand, when it is asked for', () => {
  const shorthand = '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'
  test.each([
    [
      'alone',
      `<domain>\n  <on_crash>destroy</on_crash>\n  ${shorthand}\n</domain>`,
      '<domain>\n  <on_crash>destroy</on_crash>\n  <on_hoststop>shutdown</on_hoststop>\n  <on_hoststart>restart-if-active</on_hoststart>\n</domain>',
    ],
    [
      'with what it means',
      `<domain><on_hoststart order="2">restart-if-active</on_hoststart>${shorthand}</domain>`,
      '<domain><on_hoststart order="2">restart-if-active</on_hoststart><on_hoststop>shutdown</on_hoststop></domain>',
    ],
    [
      'with start, which is more',
      `<domain><on_hoststart>start</on_hoststart>${shorthand}</domain>`,
      '<domain><on_hoststart>start</on_hoststart><on_hoststop>shutdown</on_hoststop></domain>',
    ],
    [
      'in the metadata',
      `<domain>${metadata('<l:on_hoststop>stop-and-restart-on-next-boot</l:on_hoststop>')}</domain>`,
      `<domain>${metadata('<l:on_hoststop>shutdown</l:on_hoststop><l:on_hoststart>restart-if-active</l:on_hoststart>')}</domain>`,
    ],
    [
      'with ignore, which it contradicts',
      `<domain><on_hoststart>ignore</on_hoststart>${shorthand}</domain>`,
      undefined,
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(before, { expandShorthand: true })).toBe(after ?? before)
  })

  test('a misspelt one is fixed, and expanded', () => {
    expect(
      fixed('<domain><on_hoststop>stop-and-restart-on-nextboot</on_hoststop></domain>', { expandShorthand: true }),
    ).toBe('<domain><on_hoststop>shutdown</on_hoststop><on_hoststart>restart-if-active</on_hoststart></domain>')
  })
})

describe('laws', () => {
  const options = fc.record(
    { placement: fc.constantFrom(...PLACEMENTS), expandShorthand: fc.boolean() },
    { requiredKeys: [] },
  )
  const frame = fc.constantFrom(
    "<domain type='kvm'><name>a</name><on_crash>destroy</on_crash><devices/></domain>",
    "<domain type='kvm'>\r\n\t<name>ä</name>\r\n\t<metadata>\r\n\t\t<x:a xmlns:x='urn:x'/>\r\n\t</metadata>\r\n</domain>\r\n",
  )
  const written = fc
    .record({ frame, lifecycle: lifecycles(), placement: fc.constantFrom(...PLACEMENTS) })
    .map(({ frame, lifecycle, placement }) => withLifecycle(frame, lifecycle, placement))

  test('fixing twice is the same as fixing once, and does not change the meaning', () => {
    fc.assert(
      fc.property(written, options, (text, how) => {
        const once = fixed(text, how)
        expect(fixed(once, how)).toBe(once)
        expect(readLifecycle(parsed(once)).lifecycle).toEqual(readLifecycle(parsed(text)).lifecycle)
      }),
    )
  })

  test('a valid domain is left unchanged to the last byte, unless a placement is asked for', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(fixed(text)).toBe(text)
      }),
    )
  })

  test('of a misspelt value only its characters change, to one of the vocabulary', () => {
    const misspelt = fc
      .tuple(
        fc.constantFrom(
          ...(['on_hoststart', 'on_hoststop'] as const).flatMap((name) =>
            LIFECYCLE_VALUES[name].map((value) => [name, value] as const),
          ),
        ),
        fc.nat(),
        fc.constantFrom('', 'x', ' ', 'E'),
      )
      .map(([[name, value], at, letter]) => {
        const place = at % (value.length + 1)
        return { name, value: value.slice(0, place) + letter + value.slice(place + 1) }
      })
    fc.assert(
      fc.property(misspelt, ({ name, value }) => {
        const [head, tail] = [`<!-- ${value} --><domain><${name}>`, `</${name}><title>${value}</title></domain>`]
        const after = fixed(`${head}${value}${tail}`)
        expect(after.startsWith(head) && after.endsWith(tail)).toBe(true)
        const now = after.slice(head.length, after.length - tail.length)
        expect(now === value || LIFECYCLE_VALUES[name].includes(now)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
