import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { formatDiagnostic } from '../../src/report/text.js'

const wrong = 'WRONG'

/** The two lines of an excerpt with a wrong word in a long line. */
function shown(before: number, behind: number): readonly string[] {
  const text = `${'a'.repeat(before)}${wrong}${'b'.repeat(behind)}\nnext`
  const document = new SourceText('a.xml', text)
  const diagnostic = document.diagnostic({ code: 'VL403', message: 'wrong' }, before, before + wrong.length)
  return formatDiagnostic(diagnostic).split('\n').slice(1, 3)
}

test.each([
  ['at the start', 0, 1000, false],
  ['in the middle', 500, 500, true],
  ['at the end', 1000, 0, true],
  ['of a short line', 10, 10, false],
])('an excerpt shows that its beginning is cut: %s', (_, before, behind, isCut) => {
  const [line = '', carets = ''] = shown(before, behind)
  expect(line.includes('| …')).toBe(isCut)
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe(wrong)
})
