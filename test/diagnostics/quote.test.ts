import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { type Diagnostic, escapeControls, quote, SourceText } from '../../src/diagnostics/index.js'
import { compactLine } from '../../src/report/compact.js'
import { formatDiagnostic } from '../../src/report/text.js'

/** Invisible and reordering characters, by their names in Unicode. */
const HIDDEN: Readonly<Record<string, string>> = {
  'RIGHT-TO-LEFT OVERRIDE': '\u202e',
  'LEFT-TO-RIGHT ISOLATE': '\u2066',
  'ARABIC LETTER MARK': '\u061c',
  'ZERO WIDTH SPACE': '\u200b',
  'ZERO WIDTH JOINER': '\u200d',
  'ZERO WIDTH NO-BREAK SPACE': '\ufeff',
  'WORD JOINER': '\u2060',
  'SOFT HYPHEN': '\u00ad',
  'COMBINING GRAPHEME JOINER': '\u034f',
  'HANGUL FILLER': '\u3164',
  'HALFWIDTH HANGUL FILLER': '\uffa0',
  'MONGOLIAN VOWEL SEPARATOR': '\u180e',
  'VARIATION SELECTOR-16': '\ufe0f',
  'VARIATION SELECTOR-17': '\u{e0100}',
  'TAG LATIN SMALL LETTER A': '\u{e0061}',
  'INVISIBLE TIMES': '\u2062',
  'INTERLINEAR ANNOTATION ANCHOR': '\ufff9',
}

test('no diagnostic can control a terminal, mislead, or end in half a character, whatever made it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 1200 })
  fc.assert(
    fc.property(text, text, text, (message, hint, path) => {
      const found = new SourceText('a.xml', '<a/>').diagnostic({ code: 'VL101', message, hint, path }, 0)
      for (const said of [found.message, found.hint, found.path]) {
        expect(said).toBe(escapeControls(said ?? ''))
        expect(said?.isWellFormed()).toBe(true)
      }
    }),
  )
})

describe.each(Object.entries(HIDDEN))('%s', (_, character) => {
  const shown = `\\u{${character.codePointAt(0)?.toString(16)}}`

  test('is shown escaped in messages', () => {
    expect(quote(`a${character}b`)).toBe(`"a${shown}b"`)
    expect(escapeControls(character)).toBe(shown)
  })

  test('is shown escaped in excerpts, with the fault underlined where it is', () => {
    const text = `\t<a>${character}fault</a>`
    const start = text.indexOf('fault')
    const excerpt = { text, start, end: start + 'fault'.length }
    const diagnostic: Diagnostic = {
      code: 'VL203',
      severity: 'error',
      message: 'm',
      file: 'f',
      line: 1,
      column: 5,
      excerpt,
    }
    const [, line = '', marks = ''] = formatDiagnostic(diagnostic).split('\n')
    expect(line).toContain(`<a>${shown}fault</a>`)
    const column = (whole: string, part: string): number =>
      stringWidth(whole.slice(0, whole.indexOf(part)).replace('\t', ' '))
    expect(column(marks, '^^^^^')).toBe(column(line, 'fault'))
    expect(compactLine({ ...diagnostic, file: character })).toContain(shown)
  })
})

test('what is visible is shown as it is', () => {
  const text = 'Wéb 01 \u4e2d\u6587 \u05d0\u05d1 e\u0301 \ud83d\udda5 <>&"'
  expect(escapeControls(text)).toBe(text)
})
