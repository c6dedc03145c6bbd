import { describe, expect, test } from '@jest/globals'
import { applyFixes, type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import { applySilences, fixDomain, type ValidateOptions, validateDomain } from '../../src/validate/index.js'

/** What is found in a domain whose lines are these, as `line CODE`. */
function found(lines: readonly string[], options: ValidateOptions = {}): readonly string[] {
  const domain = ['<domain><name>a</name>', ...lines, '</domain>'].join('\n')
  return said(validateDomain(domain, { review: applySilences, ...options }))
}

const said = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ line, code }) => `${line} ${code}`)

const comment = (words: string): string => `<!-- virt-lifecycle-${words} -->`
const STOP = '<on_hoststop>sav</on_hoststop>' // VL203
const START = '<on_hoststart> start </on_hoststart>' // VL209

describe('a finding is silenced', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['on the next line', [comment('disable-next-line VL203'), STOP], []],
    [
      'on the line after a comment of several lines',
      ['<!-- virt-lifecycle-disable-next-line', ' VL203', '-->', STOP],
      [],
    ],
    ['not two lines below', [comment('disable-next-line VL203'), '', STOP], ['4 VL203', '2 VL425']],
    ['on its own line, after it', [STOP + comment('disable-line VL203')], []],
    ['on its own line, before it', [comment('disable-line VL203') + STOP], []],
    ['in the rest of the document', [comment('disable VL203'), '', STOP, comment('x')], ['5 VL426']],
    ['not before that', [STOP, comment('disable VL203')], ['2 VL203', '3 VL425']],
    ['on the line of the comment that does so, after it', [comment('disable VL203') + STOP], []],
    ['up to where it is enabled', [comment('disable VL209'), START, comment('enable VL209'), STOP], ['5 VL203']],
    ['up to where everything is enabled', [comment('disable VL209'), START, comment('enable'), STOP], ['5 VL203']],
    ['not after that', [comment('disable VL203'), comment('enable VL203'), STOP], ['4 VL203', '2 VL425']],
    [
      'again after that',
      [comment('disable VL203'), comment('enable VL203'), comment('disable VL203'), STOP],
      ['2 VL425'],
    ],
    ['with several codes, after blanks', [comment('disable VL203 VL209'), STOP, START], []],
    ['with several codes, after commas', [comment('disable VL203,VL209'), STOP, START], []],
    ['with both, and lines', [comment('disable VL203,\n VL209'), STOP, START], []],
    [
      'with a reason',
      [comment('disable-next-line VL203: VL209 is not meant'), STOP, START],
      ['5 VL209'].map(() => '4 VL209'),
    ],
    ['without blanks in the comment', [`<!--virt-lifecycle-disable-line VL203-->${STOP}`], []],
    ['not by another code', [comment('disable-line VL209') + STOP], ['2 VL203', '2 VL425']],
    ['not in CDATA', [`<title><![CDATA[${comment('disable VL203')}]]></title>`, STOP], ['3 VL203']],
    ['not in an instruction', [`<?a ${comment('disable VL203')}?>`, STOP], ['3 VL203']],
    ['not by words before it', ['<!-- see virt-lifecycle-disable VL203 -->', STOP], ['3 VL203']],
  ])('%s', (_, lines, left) => {
    expect(found(lines)).toEqual(left)
  })

  test('in the whole document, by a comment before its root', () => {
    const domain = `${comment('disable VL109')}\n<network/>`
    expect(said(validateDomain(domain, { review: applySilences }))).toEqual([])
  })

  test('on the line of a document that begins later in its file', () => {
    const text = `<domain><name>a</name>\n${comment('disable-next-line VL203')}\n${STOP}</domain>`
    expect(said(validateDomain(new SourceText('a', text, 40), { review: applySilences }))).toEqual([])
  })

  test('by lines that end in CR', () => {
    const domain = ['<domain><name>a</name>', comment('disable-next-line VL203'), STOP, '</domain>'].join('\r')
    expect(said(validateDomain(domain, { review: applySilences }))).toEqual([])
  })
})

test('what is silenced is told, with the reason', () => {
  const document = new SourceText(
    'a.xml',
    `<domain><name>a</name>${comment('disable-line VL203 : as agreed ')}${STOP}</domain>`,
  )
  const { diagnostics, silenced } = applySilences(document, validateDomain(document))
  expect(diagnostics).toEqual([])
  expect(silenced).toMatchObject([{ diagnostic: { code: 'VL203' }, reason: 'as agreed' }])
})

describe('what is wrong with a comment is a warning', () => {
  test.each<[string, string, string, string | undefined]>([
    [
      'disable-line VL203',
      'VL425',
      'there is no VL203 on line 2 to silence',
      'remove it from the comment, or the comment',
    ],
    [
      'disable-next-line VL203',
      'VL425',
      'there is no VL203 on line 3 to silence',
      'remove it from the comment, or the comment',
    ],
    [
      'disable VL203',
      'VL425',
      'there is no VL203 after this comment to silence',
      'remove it from the comment, or the comment',
    ],
    ['enable', 'VL425', 'no code is disabled here', 'remove the comment'],
    ['enable VL203', 'VL425', 'VL203 is not disabled here', 'remove the comment'],
    [
      'disable-nextline VL203',
      'VL426',
      '"virt-lifecycle-disable-nextline" is not an instruction for this program',
      'did you mean "virt-lifecycle-disable-next-line"?',
    ],
    [
      'frobnicate VL203',
      'VL426',
      '"virt-lifecycle-frobnicate" is not an instruction for this program',
      'known are: virt-lifecycle-disable-next-line, virt-lifecycle-disable-line, virt-lifecycle-disable, virt-lifecycle-enable',
    ],
    [' disable-line VL203', 'VL426', 'this comment gives no instruction', undefined],
    ['disable-line vl203', 'VL427', '"vl203" is not a code of this program', 'did you mean VL203?'],
    ['disable-line VL2033', 'VL427', '"VL2033" is not a code of this program', 'did you mean VL203?'],
    [
      'disable-line VL999',
      'VL427',
      '"VL999" is not a code of this program',
      '"virt-lifecycle validate --list-rules" lists the codes',
    ],
    [
      'disable-line because it is right',
      'VL427',
      '"because" is not a code of this program',
      'if it is a reason, put a colon before it, as in "VL403: known"',
    ],
    [
      'disable-line VL101',
      'VL428',
      'VL101 cannot be silenced',
      'anything could be wrong after it: correct the document, or exclude it',
    ],
    ['disable-line VL501', 'VL428', 'VL501 cannot be silenced', 'only what is found in a document can be'],
    ['disable-line VL425', 'VL428', 'VL425 cannot be silenced', 'only what is found in a document can be'],
    [
      'disable-line',
      'VL429',
      'this comment does not say which code it silences',
      'name it, as in "virt-lifecycle-disable-line VL403"',
    ],
    [
      'disable: everything',
      'VL429',
      'this comment does not say which code it silences',
      'name it, as in "virt-lifecycle-disable VL403"',
    ],
  ])('%s', (words, code, message, hint) => {
    const domain = `<domain><name>a</name>\n${comment(words)}</domain>`
    expect(validateDomain(domain, { review: applySilences })).toMatchObject([
      { code, severity: 'warning', message, line: 2, ...(hint === undefined ? {} : { hint }) },
    ])
  })

  test('at the word concerned', () => {
    const domain = `<domain><name>a</name>\n${comment('disable-line VL203 vl209 VL101')}</domain>`
    const document = new SourceText('a', domain)
    const marked = validateDomain(document, { review: applySilences }).map(
      ({ code, excerpt }) => `${code} ${excerpt?.text.slice(excerpt.start, excerpt.end)}`,
    )
    expect(marked).toEqual(['VL425 VL203', 'VL427 vl209', 'VL428 VL101'])
  })

  test('said once for a code that is named twice', () => {
    expect(found([comment('disable-line VL203 VL203')])).toEqual(['2 VL425'])
    expect(found([comment('disable VL203'), comment('disable VL203'), STOP])).toEqual(['3 VL425'])
  })

  test('unless the code could not have been found', () => {
    const lines = [comment('disable VL403 VL203')]
    const review: ValidateOptions['review'] = (document, all) =>
      applySilences(document, all, (code) => code !== 'VL403')
    expect(found(lines, { review })).toEqual(['2 VL425'])
    expect(found(lines)).toEqual(['2 VL425', '2 VL425'])
  })

  test('unless the check of the document ended early', () => {
    expect(found([comment('disable VL203'), '<broken>'])).toEqual([expect.stringMatching(/VL101$/)])
    expect(said(validateDomain(`${comment('disable VL203')}<network/>`, { review: applySilences }))).toEqual([
      '1 VL109',
    ])
  })
})

describe('the fix', () => {
  test.each([
    ['of an instruction', 'disable-nextline VL203', 'disable-next-line VL203'],
    ['of a code', 'disable-next-line vl203', 'disable-next-line VL203'],
  ])('%s makes it silence', (_, wrong, right) => {
    const domain = (words: string) => `<domain><name>a</name>\n${comment(words)}\n${STOP}</domain>`
    const { text, after } = fixDomain(domain(wrong), {
      review: (document, all) =>
        applySilences(
          document,
          all.map(({ fix: _, ...rest }) => rest),
        ),
    })
    expect(text).toBe(domain(right))
    expect(after.diagnostics).toEqual([])
  })

  test('of a silenced finding is not applied', () => {
    const domain = `<domain><name>a</name>\n${comment('disable-next-line VL203')}\n${STOP}</domain>`
    expect(fixDomain(domain, { review: applySilences }).text).toBe(domain)
    expect(fixDomain(domain).text).toContain('>save<')
  })

  test('is none where only a guess is possible', () => {
    const domain = `<domain><name>a</name>${comment('disable-line VL2033')}</domain>`
    expect(applyFixes(domain, validateDomain(domain, { review: applySilences })).text).toBe(domain)
  })
})

test('of many ranges, each silences what is in it and nothing else', () => {
  const pieces = Array.from(
    { length: 500 },
    (_, i) => `${comment('disable VL203')}${i}${comment('enable VL203')}${i}\n`,
  )
  const document = new SourceText('a.xml', `<domain>\n${pieces.join('')}</domain>`)
  const found = [...document.text.matchAll(/>(\d+)(?=[<\n])/g)].map(({ index, 1: number = '' }) =>
    document.diagnostic({ code: 'VL203', message: number }, index + 1, index + 1 + number.length),
  )
  expect(found).toHaveLength(1000)
  const { diagnostics, silenced } = applySilences(document, found.toReversed())
  expect(silenced.map(({ diagnostic }) => diagnostic)).toEqual(found.filter((_, i) => i % 2 === 0).toReversed())
  expect(diagnostics).toEqual(found.filter((_, i) => i % 2 === 1).toReversed())
})
