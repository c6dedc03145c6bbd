import { describe, expect, test } from '@jest/globals'
import type { Log } from 'sarif'
import { type Diagnostic, type DiagnosticCode, SourceText } from '../../src/diagnostics/index.js'
import type { CodeQualityIssue } from './consumers.js'
import { documentWith, wholeReport } from './whole-report.js'

/** Functions that extract the fingerprints from a report, by format. */
const FINGERPRINTS = {
  sarif: (report: string) =>
    (JSON.parse(report) as Log).runs.flatMap(({ results = [] }) =>
      results.map(({ partialFingerprints }) => partialFingerprints?.['virtLifecycle/v1'] ?? ''),
    ),
  gitlab: (report: string) => (JSON.parse(report) as readonly CodeQualityIssue[]).map(({ fingerprint }) => fingerprint),
} as const

/** One finding for each `sav` in a text. */
function savs(text: string, file = 'a.xml', code: DiagnosticCode = 'VL203'): readonly Diagnostic[] {
  const document = new SourceText(file, text)
  return [...text.matchAll(/sav/g)].map(({ index }) =>
    document.diagnostic({ code, message: 'that is no value' }, index, index + 3),
  )
}

const ONE = '<a>\n  <b>sav</b>\n</a>\n'

describe.each(['sarif', 'gitlab'] as const)('fingerprints in %s', (format) => {
  const of = async (...found: readonly (readonly Diagnostic[])[]): Promise<readonly string[]> =>
    FINGERPRINTS[format](
      await wholeReport(
        format,
        found.map((list) => documentWith(list[0]?.file ?? 'empty.xml', list)),
      ),
    )

  test('exist for each finding, and are long enough', async () => {
    expect(await of(savs(ONE))).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)])
  })

  test.each([
    ['lines are added above', `<!-- 1\n2\n3 -->\n${ONE}`],
    ['lines are added below', `${ONE}<!-- 1\n2 -->\n`],
    ['the line is indented differently', ONE.replace('  <b>', '\t\t<b>')],
    ['line endings change', ONE.replaceAll('\n', '\r\n')],
    ['a finding on another line comes before it', ONE.replace('<a>', '<a c="sav">')],
  ])('stay the same when %s', async (_, changed) => {
    const before = await of(savs(ONE))
    const after = await of(savs(changed))
    expect(after).not.toEqual([])
    expect(after.slice(-1)).toEqual(before)
  })

  test.each<[string, readonly (readonly Diagnostic[])[]]>([
    ['two equal lines in a file', [savs('<b>sav</b>\n<b>sav</b>\n')]],
    ['two equal parts of a line', [savs('<b>sav</b><b>sav</b>\n')]],
    ['two files with the same text', [savs(ONE), savs(ONE, 'b.xml')]],
    ['two files with the same name', [savs(ONE, 'x/a.xml'), savs(ONE, 'y/a.xml')]],
    ['two rules at the same position', [[...savs(ONE), ...savs(ONE, 'a.xml', 'VL209')]]],
    ['different text on the line', [[...savs(ONE), ...savs(ONE.replace('</b>', ' </b>'))]]],
  ])('differ for %s', async (_, found) => {
    const fingerprints = await of(...found)
    expect(fingerprints).toHaveLength(2)
    expect(new Set(fingerprints).size).toBe(2)
  })

  test('belong to the marked part of the line, regardless of the order of findings', async () => {
    const text = '<b>sav</b>'
    const document = new SourceText('a.xml', text)
    const parts = ['<b>', 'sav'].map((part) => {
      const at = text.indexOf(part)
      return document.diagnostic({ code: 'VL203', message: part }, at, at + part.length)
    })
    expect(await of([...parts].reverse())).toEqual([...(await of(parts))].reverse())
  })

  test('differ for findings in a file that have no line to show', async () => {
    const { excerpt: _, ...bare } = savs(ONE)[0] as Diagnostic // ONE has one
    expect(new Set(await of([bare, bare, bare])).size).toBe(3)
  })
})

test('GitLab and GitHub receive the same fingerprint', async () => {
  const documents = [documentWith('a.xml', savs(ONE)), documentWith('b.xml', savs(`${ONE}${ONE}`, 'b.xml'))]
  expect(FINGERPRINTS.sarif(await wholeReport('sarif', documents))).toEqual(
    FINGERPRINTS.gitlab(await wholeReport('gitlab', documents)),
  )
})
