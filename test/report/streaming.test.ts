import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { REPORT_FORMAT_NAMES } from '../../src/report/formats.js'
import { JSON_SCHEMAS } from '../../src/schemas/index.js'
import { CODE_QUALITY_SCHEMA, CONSUMERS, type CodeQualityIssue, testCases } from './consumers.js'
import { reportedDocuments } from './diagnostics.js'
import { workflowCommands } from './runner.js'
import { STREAMS, type Stream } from './streams.js'
import { piecesOfReport, wholeReport } from './whole-report.js'

const ajv = new Ajv({ allErrors: true })
const isValidationReport = ajv.compile(JSON_SCHEMAS['validation-report'])
const isCodeQuality = ajv.compile(CODE_QUALITY_SCHEMA)

describe.each(Object.entries(STREAMS))('a report of %s', (_, { documents, run }: Stream) => {
  const findings = documents.flatMap(({ diagnostics }) => diagnostics)
  const { unchecked, findings: ofTheRun = [] } = run

  test('is a JSON document that follows its schema', async () => {
    const report: unknown = JSON.parse(await wholeReport('json', documents, run))
    isValidationReport(report)
    expect(isValidationReport.errors).toBeNull()
    expect(report).toEqual({
      version: 1,
      schema: 'the embedded schema',
      diagnostics: [...findings, ...ofTheRun].map(({ excerpt: _, ...diagnostic }) => diagnostic),
      documents: documents
        .filter(({ outcome }) => outcome === 'valid' || outcome === 'invalid')
        .map(({ file, outcome }) => ({ file, valid: outcome === 'valid' })),
      ...(unchecked === undefined ? {} : { unchecked }),
      ...(run.interrupted ? { interrupted: true } : {}),
    })
  })

  test('is a SARIF log that says whether the run was complete', async () => {
    const log: Log = JSON.parse(await wholeReport('sarif', documents, run))
    expect(log.runs).toHaveLength(1)
    const [{ results, invocations, tool } = {} as never] = log.runs
    expect(results).toHaveLength(findings.length)
    const whole = !run.interrupted && documents.every(({ outcome }) => outcome !== 'unread')
    const notifications = ofTheRun.map(({ code, severity }) =>
      expect.objectContaining({ descriptor: { id: code }, level: severity }),
    )
    expect(invocations).toEqual([
      {
        executionSuccessful: whole,
        ...(notifications.length === 0 ? {} : { toolConfigurationNotifications: notifications }),
      },
    ])
    expect(tool.driver.rules?.map(({ id }) => id)).toEqual([...new Set(findings.map(({ code }) => code))])
  })

  test('is a Code Quality report', async () => {
    const report: unknown = JSON.parse(await wholeReport('gitlab', documents, run))
    isCodeQuality(report)
    expect(isCodeQuality.errors).toBeNull()
    expect(report).toHaveLength(findings.length)
  })

  test('is a JUnit report with one case per document, and one per finding about the run', async () => {
    const outcomes = { valid: 'passed', invalid: 'failure', unread: 'error', other: 'skipped' } as const
    expect(testCases(await wholeReport('junit', documents, run)).map(({ outcome }) => outcome)).toEqual([
      ...documents.map(({ outcome }) => outcomes[outcome]),
      ...ofTheRun.map(({ severity }) => (severity === 'error' ? 'error' : 'passed')),
    ])
  })

  test('has one line per finding', async () => {
    const lines = async (format: 'compact' | 'github') => (await wholeReport(format, documents, run)).match(/\n/g) ?? []
    expect(await lines('compact')).toHaveLength(findings.length)
    expect(await lines('github')).toHaveLength(findings.length + ofTheRun.length)
  })

  test('ends with the summary in formats for people', async () => {
    expect((await wholeReport('text', documents, run)).split('\n').slice(-2)).toEqual([run.summary, ''])
  })
})

// In JUnit the counts come before the cases, in Markdown the summary before the table.
test.each(REPORT_FORMAT_NAMES.filter((name) => name !== 'junit' && name !== 'markdown'))(
  'a finding is written before the next document is known: %s',
  async (format) => {
    const { documents, run } = STREAMS['two documents with findings, and one without']
    const [first] = await piecesOfReport(format, documents, run)
    expect(first).toContain('misspelt')
  },
)

describe('whatever is found', () => {
  test('JSON contains it', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const report = JSON.parse(await wholeReport('json', documents)) as { readonly diagnostics: unknown }
        expect(isValidationReport(report)).toBe(true)
        expect(report.diagnostics).toEqual(
          documents.flatMap(({ diagnostics }) => diagnostics.map(({ excerpt: _, ...diagnostic }) => diagnostic)),
        )
      }),
    )
  })

  test('SARIF contains it', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const found = CONSUMERS.sarif(await wholeReport('sarif', documents))
        expect(found).toEqual(
          documents.flatMap(({ diagnostics }) =>
            diagnostics.map(({ file, line, column, severity, code, message }) => ({
              file,
              line,
              column,
              severity,
              code,
              message: expect.stringContaining(message),
            })),
          ),
        )
      }),
    )
  })

  test('GitLab receives it, with a unique fingerprint', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const issues = JSON.parse(await wholeReport('gitlab', documents)) as readonly CodeQualityIssue[]
        expect(issues).toMatchObject(
          documents.flatMap(({ diagnostics }) =>
            diagnostics.map(({ file, line, code, message }) => ({
              description: expect.stringContaining(message),
              check_name: code,
              location: { path: file, lines: { begin: line } },
            })),
          ),
        )
        expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
      }),
    )
  })

  test("GitHub's runner sees one command for each, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const commands = workflowCommands(await wholeReport('github', documents))
        expect(commands.map(({ properties, data }) => [properties['file'], properties['title'], data])).toEqual(
          documents.flatMap(({ diagnostics }) =>
            diagnostics.map(({ file, code, message, hint }) => [
              file,
              code,
              hint === undefined ? message : `${message}\n${hint}`,
            ]),
          ),
        )
      }),
    )
  })

  test('JUnit is well-formed, with one case per document', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        expect(testCases(await wholeReport('junit', documents))).toHaveLength(documents.length)
      }),
    )
  })
})
