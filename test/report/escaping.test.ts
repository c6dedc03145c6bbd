import { describe, expect, test } from '@jest/globals'
import type { Log } from 'sarif'
import type { Diagnostic } from '../../src/diagnostics/index.js'
import { REPORT_FORMAT_NAMES } from '../../src/report/formats.js'
import { CONSUMERS, type CodeQualityIssue, testCases } from './consumers.js'
import { workflowCommands } from './runner.js'
import { UNUSUAL, unusualFinding } from './unusual.js'
import { COMPLETE, documentWith, wholeReport } from './whole-report.js'

/** Characters that XML 1.0 cannot represent are replaced; everything else must come back. */
function inXml(text: string): string {
  return [...text].map((c) => (/[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(c) ? c : '\ufffd')).join('')
}

describe.each(Object.entries(UNUSUAL))('%s', (_, text) => {
  const finding = unusualFinding(text)
  const other: Diagnostic = { ...unusualFinding('x'), severity: 'note' }
  const documents = [documentWith(finding.file, [finding]), documentWith(other.file, [other])]

  test('JSON round-trips it', async () => {
    const report: { readonly diagnostics: unknown } = JSON.parse(await wholeReport('json', documents))
    const told = [finding, other].map(({ excerpt: _, ...diagnostic }) => diagnostic)
    expect(report.diagnostics).toEqual(told)
  })

  test('SARIF round-trips it', async () => {
    const log: Log = JSON.parse(await wholeReport('sarif', documents))
    const results = log.runs[0]?.results ?? []
    expect(results).toHaveLength(2)
    const { message, locations } = results[0] ?? {}
    expect(message?.text).toBe(`${finding.message}. Hint: ${finding.hint}.`)
    expect(locations?.[0]?.physicalLocation?.region?.snippet?.text).toBe(finding.excerpt?.text)
    const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''
    // A URI contains only what RFC 3986 allows; a code point that is not a character cannot be encoded.
    expect(uri).toMatch(/^(?:[A-Za-z0-9._~!'()*/-]|%[0-9A-F]{2})+$/)
    expect(decodeURIComponent(uri)).toBe(finding.file.toWellFormed())
  })

  test('GitLab receives it unchanged', async () => {
    const issues: readonly CodeQualityIssue[] = JSON.parse(await wholeReport('gitlab', documents))
    expect(issues).toMatchObject([
      { description: `${finding.message} (${finding.hint})`, location: { path: finding.file } },
      { location: { path: other.file } },
    ])
  })

  test("GitHub's runner sees one command per finding, with the text unchanged", async () => {
    const report = await wholeReport('github', documents)
    expect(report.split(/\r\n|\r|\n/)).toHaveLength(3) // the last is what follows the last line end
    expect(workflowCommands(report)).toMatchObject([
      {
        name: 'error',
        properties: { file: finding.file, line: '3', endLine: '3', col: '5', endColumn: '6', title: 'VL203' },
        data: `${finding.message}\n${finding.hint}`,
      },
      { name: 'notice', properties: { file: other.file } },
    ])
  })

  test('JUnit is well-formed XML, and round-trips what XML can represent', async () => {
    const cases = testCases(await wholeReport('junit', documents))
    const file = inXml(finding.file)
    const told = await Promise.all(documents.map((document) => wholeReport('text', [document])))
    const [failure, note] = told.map((report) => [inXml(report.replace(`${COMPLETE.summary}\n`, ''))])
    expect(cases).toEqual([
      { name: file, file, outcome: 'failure', message: inXml(`3:5 ${finding.message}`), type: 'VL203', texts: failure },
      { name: other.file, file: other.file, outcome: 'passed', texts: note },
    ])
  })

  test('as the name of a schema, it does not break JUnit', async () => {
    expect(testCases(await wholeReport('junit', documents, COMPLETE, text))).toHaveLength(2)
  })

  test.each(['text', 'compact'] as const)('%s has no extra lines', async (format) => {
    const lines = async (list: typeof documents): Promise<number> =>
      (await wholeReport(format, list)).split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/).length
    const plain = documentWith('x', [unusualFinding('x')])
    expect(await lines(documents)).toBe(await lines([plain, documents[1] ?? plain]))
  })
})

test.each(REPORT_FORMAT_NAMES.filter((format) => format !== 'junit'))(
  'a multi-line finding without a hint or an end column: %s',
  async (format) => {
    const { hint: _, endColumn: __, excerpt: ___, ...rest } = unusualFinding('x')
    const finding: Diagnostic = { ...rest, endLine: 7 }
    const found = CONSUMERS[format](await wholeReport(format, [documentWith(finding.file, [finding])]))
    expect(found).toMatchObject([{ file: finding.file, line: 3, code: 'VL203' }])
    expect(found[0]?.message).toMatch(/^message x/)
  },
)

test('a multi-line annotation for GitHub has no columns', async () => {
  const finding: Diagnostic = { ...unusualFinding('x'), endLine: 7 }
  expect(workflowCommands(await wholeReport('github', [documentWith(finding.file, [finding])]))).toEqual([
    {
      name: 'error',
      properties: { file: finding.file, line: '3', endLine: '7', title: 'VL203' },
      data: `${finding.message}\n${finding.hint}`,
    },
  ])
})

test('text from a document never becomes a link in SARIF', async () => {
  const text = '[click](https://example.org) \\[x]'
  const diagnostic = { code: 'VL403', severity: 'error', message: text, file: 'a.xml', line: 1, column: 1 } as const
  const log = await wholeReport('sarif', [{ file: 'a.xml', outcome: 'invalid', diagnostics: [diagnostic] }])
  expect(JSON.parse(log).runs[0].results[0].message.text).toBe('\\[click\\](https://example.org) \\\\[x\\].')
  expect(CONSUMERS.sarif(log).map(({ message }) => message)).toEqual([`${text}.`])
})
