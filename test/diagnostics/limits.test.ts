import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clip, FindingList, SourceText, tooMany } from '../../src/diagnostics/index.js'

const document = new SourceText('a.xml', 'x')
const finding = (code: 'VL203' | 'VL208') => document.diagnostic({ code, message: code }, 0)

test('a list keeps the first findings, counts the others, and always keeps an error if there is one', () => {
  const severities = fc.array(fc.boolean(), { maxLength: 20 })
  fc.assert(
    fc.property(severities, fc.integer({ min: 1, max: 25 }), (areErrors, most) => {
      const all = areErrors.map((isError) => finding(isError ? 'VL203' : 'VL208'))
      const list = new FindingList(most).add(all)
      expect(list.listed).toHaveLength(Math.min(most, all.length))
      expect(list.listed.length + list.more).toBe(all.length)
      expect(list.listed.some(({ severity }) => severity === 'error')).toBe(areErrors.includes(true))
      expect(tooMany(document, list).map(({ code }) => code)).toEqual(list.more > 0 ? ['VL120'] : [])
    }),
  )
})

test('a message is cut wherever it quotes without an end, and is left as it is otherwise', () => {
  const short = 'the value is not one of: a, b, c'
  expect(clip(short)).toBe(short)
  const long = `<${'n'.repeat(10_000_000)}> is not allowed`
  expect(clip(long)).toBe(`${long.slice(0, 400)}…${long.slice(-400)}`)
  expect(clip('ab '.repeat(1_000_000)).length).toBeLessThan(1000)
})

test('every diagnostic is cut', () => {
  const long = 'n'.repeat(1_000_000)
  const { message, hint, path } = document.diagnostic(
    { code: 'VL203', message: long, hint: long, path: `$.${long}` },
    0,
  )
  for (const text of [message, hint, path]) expect(text?.length).toBeLessThan(1000)
})
