import { expect } from '@jest/globals'
import type { Log } from 'sarif'
import { type SaxesAttributeNS, SaxesParser } from 'saxes'
import { Parser } from 'tap-parser'
import type { Severity } from '../../src/diagnostics/index.js'
import type { ReportFormatName } from '../../src/report/index.js'
import type { KnownFinding } from './repository.js'
import { workflowCommands } from './runner.js'

/** A finding as it appears in a report. */
export interface ReadFinding {
  readonly file: string
  readonly line: number
  /** Absent if the format has no columns. */
  readonly column?: number | undefined
  readonly severity: Severity | undefined
  readonly code: string | undefined
  readonly message: string
}

/** A reader for each format, which returns the findings in a report. */
export const CONSUMERS: Readonly<Record<ReportFormatName, (report: string) => readonly ReadFinding[]>> = {
  text: (report) => headLines(report, /^(?! )(.+):(\d+):(\d+) (error|warning|note) (VL\d{3}) (.+)$/gm, [5, 6]),
  // The form that editors expect: Vim's errorformat "%f:%l:%c: %t%*[a-z]: %m".
  compact: (report) => headLines(report, /^(.+):(\d+):(\d+): (error|warning|note): (.+) \[(VL\d{3})\]$/gm, [6, 5]),
  json: (report) => (JSON.parse(report) as { readonly diagnostics: readonly ReadFinding[] }).diagnostics.map(told),
  sarif: (report) =>
    (JSON.parse(report) as Log).runs.flatMap(({ results = [], tool }) =>
      results.map(({ level, message, locations, ruleId, ruleIndex = -1 }) => {
        const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {}
        expect(tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId)
        return {
          file: decodeURIComponent(artifactLocation?.uri ?? ''),
          line: region?.startLine ?? 0,
          column: region?.startColumn,
          severity: level as Severity, // 'none' would not be equal to one
          code: ruleId,
          message: plainText(message.text ?? ''),
        }
      }),
    ),
  junit: (report) =>
    testCases(report).flatMap(({ file, texts }) => {
      const found = texts.flatMap((text) => CONSUMERS.text(text))
      for (const finding of found) expect(finding.file).toBe(file)
      return found
    }),
  tap: (report) =>
    testPoints(report).flatMap(({ name, findings }) => findings.map((finding) => told({ ...finding, file: name }))),
  github: (report) =>
    workflowCommands(report).map(({ name, properties, data }) => ({
      file: properties['file'] ?? '',
      line: Number(properties['line']),
      column: Number(properties['col']),
      severity: ({ error: 'error', warning: 'warning', notice: 'note' } as const)[name],
      code: properties['title'],
      message: data,
    })),
  gitlab: (report) =>
    (JSON.parse(report) as readonly CodeQualityIssue[]).map(({ description, check_name, severity, location }) => ({
      file: location.path,
      line: location.lines.begin,
      severity: ({ major: 'error', minor: 'warning', info: 'note' } as const)[severity],
      code: check_name,
      message: description,
    })),
  markdown: (report) =>
    [...report.matchAll(/^\| \S+ (error|warning|note) \| (VL\d{3}) \| (.*):(\d+):(\d+) \| (.*) \|$/gm)].map(
      (match) => ({
        file: unescaped(match[3] ?? ''),
        line: Number(match[4]),
        column: Number(match[5]),
        severity: match[1] as Severity, // the pattern knows no other words
        code: match[2],
        message: unescaped((match[6] ?? '').split('<br>')[0] ?? ''),
      }),
    ),
}

/** A test point of a TAP report. */
export interface TestPoint {
  readonly ok: boolean
  readonly name: string
  readonly skip: string | boolean
  readonly findings: readonly ReadFinding[]
}

/** The test points in a TAP report, read by a strict parser. */
export function testPoints(report: string): readonly TestPoint[] {
  const points: TestPoint[] = []
  const parser = new Parser({ strict: true })
  parser.on('assert', ({ ok, name, skip, diag }) => points.push({ ok, name, skip, findings: diag?.findings ?? [] }))
  parser.end(report)
  const { results } = parser
  for (const failure of parser.failures) expect(failure.tapError ?? '').toBe('')
  expect(results?.count).toBe(points.length)
  if (results?.bailout === false) expect(results.plan.end ?? 0).toBe(points.length)
  return points
}

/** The characters that the references in a text of Markdown stand for. */
function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

/** The fields that GitLab reads from a finding. */
export interface CodeQualityIssue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/** A JSON Schema of what GitLab documents in "Code Quality report format". */
export const CODE_QUALITY_SCHEMA = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the root of the repository.
          path: { type: 'string', pattern: '^(?!/|\\./)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
} as const

/** A test case of a JUnit report. */
export interface TestCase {
  readonly name: string
  readonly file: string
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped'
  /** The type of the failure. */
  readonly message?: string
  readonly type?: string
  /** Its contents: first the failure, then the output. */
  readonly texts: readonly string[]
}

/** The test cases in a JUnit report, read by a strict parser. */
export function testCases(report: string): readonly TestCase[] {
  const cases: (TestCase & { texts: string[] })[] = []
  const parser = new SaxesParser({ xmlns: true })
  let text = ''
  parser.on('error', (error) => {
    throw error
  })
  parser.on('text', (piece) => {
    text += piece
  })
  parser.on('opentag', ({ name, attributes }) => {
    text = ''
    const value = (attribute: string): string => attributeOf(attributes, attribute)
    const last = cases.at(-1)
    if (name === 'testcase') cases.push({ name: value('name'), file: value('file'), outcome: 'passed', texts: [] })
    else if (last !== undefined && (name === 'failure' || name === 'error' || name === 'skipped')) {
      cases[cases.length - 1] = { ...last, outcome: name, message: value('message'), type: value('type') }
    }
  })
  parser.on('closetag', ({ name }) => {
    if (['failure', 'error', 'system-out'].includes(name)) cases.at(-1)?.texts.push(text)
  })
  parser.write(report).close()
  return cases
}

/** Expect a report to contain exactly the known findings, each at its position. */
export function expectFindings(format: ReportFormatName, report: string, known: readonly KnownFinding[]): void {
  const expected = known.map(({ says, schema: _, column, ...finding }) => ({
    ...finding,
    ...(format === 'gitlab' ? {} : { column }),
    message: expect.stringContaining(says),
  }))
  // A test case lists its errors first.
  const found = CONSUMERS[format](report)
  expect(format === 'junit' ? [...found].sort(byPlace) : found).toEqual(expected)
}

function byPlace(a: ReadFinding, b: ReadFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
}

/** @param groups the groups that capture the code and the message */
function headLines(report: string, pattern: RegExp, [code, message]: readonly [number, number]): ReadFinding[] {
  return [...report.matchAll(pattern)].map((match) => ({
    file: match[1] ?? '',
    line: Number(match[2]),
    column: Number(match[3]),
    severity: match[4] as Severity, // the patterns know no other words
    code: match[code],
    message: match[message] ?? '',
  }))
}

/** A SARIF message without the escapes that keep brackets from forming a link (3.11.6). */
function plainText(message: string): string {
  return message.includes('\\](') ? message.replace(/\\([[\]])/g, '$1') : message
}

function told({ file, line, column, severity, code, message }: ReadFinding): ReadFinding {
  return { file, line, column, severity, code, message }
}

function attributeOf(attributes: Readonly<Record<string, SaxesAttributeNS>>, name: string): string {
  return attributes[name]?.value ?? ''
}
