import { describe, expect, test } from '@jest/globals'
import { applyFixes, type Edit, SourceText } from '../../src/diagnostics/index.js'

const TEXT = 'one\ntwo\nthree\n'
const document = new SourceText('a.txt', TEXT)

/** A finding whose fix has these edits. */
const finding = (message: string, ...fix: readonly Edit[]) => document.diagnostic({ code: 'VL203', message, fix }, 0)

const replace = (word: string, content: string): Edit => ({ offset: TEXT.indexOf(word), length: word.length, content })

function applied(...findings: readonly ReturnType<typeof finding>[]) {
  const { text, fixed } = applyFixes(TEXT, findings)
  return { text, fixed: fixed.map(({ message }) => message) }
}

describe('the fixes of several findings', () => {
  test('are applied in any order', () => {
    expect(applied(finding('a', replace('three', '3')), finding('b', replace('one', '1')))).toEqual({
      text: '1\ntwo\n3\n',
      fixed: ['a', 'b'],
    })
  })

  test('are applied as a whole or not at all: of two that touch, the first', () => {
    const both = finding('both', replace('one', '1'), replace('two', '2'))
    expect(applied(finding('first', replace('two', 'zwei')), both)).toEqual({
      text: 'one\nzwei\nthree\n',
      fixed: ['first'],
    })
    // Insertions at one offset would depend on their order.
    const [start, end] = [TEXT.indexOf('two'), TEXT.indexOf('\nthree')]
    const insertion = (offset: number): Edit => ({ offset, length: 0, content: '!' })
    expect(applied(finding('word', replace('two', '2')), finding('after', insertion(end))).fixed).toEqual(['word'])
    expect(applied(finding('x', insertion(start)), finding('y', insertion(start))).fixed).toEqual(['x'])
  })

  test('change nothing if there is none', () => {
    expect(applied(document.diagnostic({ code: 'VL203', message: 'no fix' }, 0), finding('empty'))).toEqual({
      text: TEXT,
      fixed: [],
    })
  })
})

test('an edit says its lines and columns too', () => {
  expect(finding('a', { offset: 4, length: 9, content: '' }).fix).toEqual([
    { offset: 4, length: 9, content: '', line: 2, column: 1, endLine: 3, endColumn: 6 },
  ])
})
