import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compile } from 'xspattern'
import { plainPattern } from '../../src/relaxng/datatypes/plain-pattern.js'
import { withRepetitionsWrittenOut } from '../../src/relaxng/datatypes/repetitions.js'

/** The verdict of a matcher that follows all ways at once. */
const slow = (pattern: string) => compile(withRepetitionsWrittenOut(pattern), { language: 'xsd' })

describe('what is left to the regular expressions of JavaScript', () => {
  test.each([
    '[0-9]+',
    '(/|[a-zA-Z]:\\\\).+',
    '[a-fA-F0-9]{32}|[a-fA-F0-9]{8}\\-([a-fA-F0-9]{4}\\-){3}[a-fA-F0-9]{12}',
    '(0x)?[0-1]?[0-9a-fA-F]',
    '(((25[0-5])|(2[0-4][0-9])|(1[0-9]{2})|([1-9][0-9])|([0-9]))\\.){3}[0-9]',
    '[^,]{0,12}',
    '[+\\-a]?|^$',
  ])('%s', (pattern) => expect(plainPattern(pattern)).toBeInstanceOf(RegExp))
})

describe('what is not, because it may take long, or is not plain, or is wrong', () => {
  test.each([
    '(a+)+b',
    '(a|a)*b',
    'a*a*b',
    '([a-z]+[0-9]*)*!',
    '(a|ab|b){20}',
    '[a-z]{0,301}',
    '(a{1,20}b){1,20}',
    '((a?)?)?',
    '\\d+',
    '\\p{L}',
    '\\i\\c*',
    '[a-z-[aeiou]]',
    '(',
    ')',
    '[]',
    '[b-a]',
    'a{2,1}',
    'a{,2}',
    '*a',
    'a**',
    '\\q',
    `${'('.repeat(60)}a${')'.repeat(60)}`,
    'a'.repeat(1001),
  ])('%s', (pattern) => expect(plainPattern(pattern)).toBeUndefined())
})

const character = fc.constantFrom(...'ab01-^$./:é😀 \n\r\\', '\\-', '\\.', '\\n', '\\\\')
const inClass = fc.oneof(character, fc.constantFrom('a-z', '0-9', 'a-a', '-', '😀-😂'))
const atom = fc.oneof(
  character,
  fc.constantFrom('.', '\\^', '\\$', '\\('),
  fc
    .tuple(fc.boolean(), fc.array(inClass, { minLength: 1, maxLength: 3 }))
    .map(([isNegated, each]) => `[${isNegated ? '^' : ''}${each.join('')}]`),
)
const quantifier = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,3}', '{2,}')
const { expression } = fc.letrec<{ expression: string; piece: string }>((tie) => ({
  expression: fc
    .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((branches) => branches.map((pieces) => pieces.join('')).join('|')),
  piece: fc
    .tuple(
      fc.oneof(
        { maxDepth: 2 },
        atom,
        tie('expression').map((inside) => `(${inside})`),
      ),
      quantifier,
    )
    .map(([one, times]) => one + times),
}))
const text = fc.array(fc.constantFrom(...'ab01-^$./:é😀 \n\r\\(z9😁'), { maxLength: 6 }).map((all) => all.join(''))

test('both say the same of every text, and what is taken is a regular expression of XML Schema', () => {
  let taken = 0
  fc.assert(
    fc.property(expression, fc.array(text, { minLength: 5, maxLength: 5 }), (pattern, texts) => {
      const plain = plainPattern(pattern)
      if (plain === undefined) return
      taken++
      const matches = slow(pattern)
      expect(texts.map((each) => [each, plain.test(each)])).toEqual(texts.map((each) => [each, matches(each)]))
    }),
    { numRuns: 3000 },
  )
  expect(taken).toBeGreaterThan(300)
})

test('the time of a match does not grow with the square of the text: its steps are few for each character', () => {
  const long = 'a'.repeat(10_000)
  for (const pattern of ['[a-z]+', '([a-z]{2},?)*', '(a|b)+', '[^\\nx]*x|a*']) {
    const plain = plainPattern(pattern)
    expect([pattern, plain?.test(long), plain?.test(`${long}!`)]).toEqual([
      pattern,
      slow(pattern)(long),
      slow(pattern)(`${long}!`),
    ])
  }
})

const SCHEMAS = '/usr/share/libvirt/schemas'
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  text
    .replace(/&#x([0-9A-Fa-f]+);/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&([a-z]+);/g, (_, name) => NAMED[name] ?? '')
const patterns = (existsSync(SCHEMAS) ? readdirSync(SCHEMAS) : []).flatMap((name) =>
  [...readFileSync(join(SCHEMAS, name), 'utf8').matchAll(/<param name=["']pattern["']>([^<]*)</g)].map(([, pattern]) =>
    unescaped(pattern ?? ''),
  ),
)

test("nearly all of libvirt's patterns are plain, and mean the same", () => {
  const all = [...new Set(patterns)]
  const plain = all.filter((pattern) => plainPattern(pattern) !== undefined)
  expect(all.filter((pattern) => plainPattern(pattern) === undefined).length).toBeLessThanOrEqual(all.length / 10)
  for (const pattern of plain) {
    const [plainly, slowly] = [plainPattern(pattern), slow(pattern)]
    fc.assert(
      fc.property(
        fc.stringMatching(new RegExp(`^(?:${pattern.replaceAll('$', '\\$')})$`)),
        fc.nat(),
        fc.constantFrom(...'aG09-:._/ xX'),
        (matching, at, other) => {
          expect([pattern, matching, slowly(matching)]).toEqual([pattern, matching, true])
          const i = matching.length === 0 ? 0 : at % matching.length
          const changed = matching.slice(0, i) + other + matching.slice(i + 1)
          expect([changed, plainly?.test(changed)]).toEqual([changed, slowly(changed)])
        },
      ),
      { numRuns: 5 },
    )
  }
})
