import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escapeControls } from '../../src/diagnostics/index.js'
import { CONSUMERS } from './consumers.js'
import { reportedDocuments } from './diagnostics.js'
import { STREAMS } from './streams.js'
import { UNUSUAL, unusualFinding } from './unusual.js'
import { documentWith, wholeReport } from './whole-report.js'

const LIMIT = 1 << 20

test('is the summary, and a table of the findings', async () => {
  const { documents, run } = STREAMS['two documents with findings, and one without']
  expect(await wholeReport('markdown', documents.slice(0, 2), run)).toBe(`### virt-lifecycle

that was all

| | code | where | finding |
|---|---|---|---|
| ❌ error | VL203 | a.xml:2:17 | it is misspelt<br>did you mean "save"? |
| ⚠️ warning | VL209 | a.xml:2:16 | white space around it |

`)
})

test('has no table if nothing was found', async () => {
  expect(await wholeReport('markdown', [documentWith('a.xml', [])])).toBe('### virt-lifecycle\n\nthat was all\n\n')
})

/** What is Markdown or HTML, once the references and the table's own marks are taken away. */
function markupIn(report: string): readonly string[] {
  return report
    .split('\n')
    .filter((line) => line.startsWith('| ❌'))
    .flatMap(
      (line) =>
        line
          .replace(/&#\d+;/g, '')
          .replace('<br>', ' ')
          .split(' | ')
          .slice(2)
          .join('')
          .replace(/ \|$/, '')
          .replace(/:\d+:\d+/, '')
          .replace(/(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])|:(?= |$)/gu, '')
          .match(/[\\`*_{}[\]<>#+!|~$@&^:]|www\./gi) ?? [],
    )
}

describe('no text of a document is Markdown', () => {
  test.each([
    ...Object.values(UNUSUAL),
    '| a | b',
    '[click](https://example.org) ![x](y) <https://example.org> www.example.org',
    '<img src=x onerror=alert(1)> <!-- --> </td>',
    '`code` **bold** _it_ ~~no~~ $x$ :smile: @octocat #1 \\| \\',
    '<details><summary>',
  ])('%j', async (text) => {
    const finding = unusualFinding(text)
    const report = await wholeReport('markdown', [documentWith(finding.file, [finding])])
    expect(markupIn(report)).toEqual([])
    expect(report.split('\n')).toHaveLength(9)
    expect(CONSUMERS.markdown(report)).toEqual([
      {
        file: escapeControls(finding.file),
        line: 3,
        column: 5,
        severity: 'error',
        code: 'VL203',
        message: escapeControls(finding.message),
      },
    ])
  })

  test('nor is a colon at the end of a path, before that of the line', async () => {
    const finding = unusualFinding('a message:')
    const report = await wholeReport('markdown', [documentWith('of sm7H:4K:', [{ ...finding, file: 'of sm7H:4K:' }])])
    expect(markupIn(report)).toEqual([])
    expect(CONSUMERS.markdown(report).map(({ file }) => file)).toEqual(['of sm7H:4K:'])
  })

  test('whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const report = await wholeReport('markdown', documents)
        expect(markupIn(report)).toEqual([])
        expect(CONSUMERS.markdown(report).map(({ message }) => message)).toEqual(
          documents.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => escapeControls(message))),
        )
      }),
      { numRuns: 50 },
    )
  })

  test('nor is one in the summary, which names paths', async () => {
    const summary = 'checked against <b>[x](y)</b>\nand a second line'
    const report = await wholeReport('markdown', [], { interrupted: false, summary })
    expect(report).not.toMatch(/<b>|\[x\]/)
    expect(report).toContain('\n\nand a second line\n')
  })
})

test('more than there is room for is counted', async () => {
  const finding = unusualFinding('&'.repeat(1000))
  const documents = Array.from({ length: 200 }, (_, i) => documentWith(`${i}.xml`, Array(10).fill(finding)))
  const report = await wholeReport('markdown', documents)
  const size = Buffer.byteLength(report)
  expect(size).toBeLessThanOrEqual(LIMIT)
  expect(size).toBeGreaterThan(LIMIT * 0.9)
  const shown = CONSUMERS.markdown(report).length
  expect(report).toContain(`\n\n${2000 - shown} more findings: see the log\n`)
})
