import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { error, notice, warning } from '@actions/core'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Ajv } from 'ajv'
import type { Log } from 'sarif'
import type { Diagnostic } from '../../src/diagnostics/index.js'
import { REPORT_FORMAT_NAMES } from '../../src/report/formats.js'
import type { ReportFormatName } from '../../src/report/index.js'
import { JSON_SCHEMAS } from '../../src/schemas/index.js'
import { type Run, virtLifecycle } from '../cli/program.js'
import { CODE_QUALITY_SCHEMA, CONSUMERS, type CodeQualityIssue, expectFindings, testCases } from './consumers.js'
import { DOCUMENTS, findingsWith, makeRepository, NO_SERVICE, SUMMARY } from './repository.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-formats-'))
const repository = join(scratch, 'repository')
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const KNOWN = findingsWith('embedded')
const WRONG_FILES = [...new Set(KNOWN.filter(({ severity }) => severity === 'error').map(({ file }) => file))]

const validate = (args: readonly string[], cwd = repository, env: NodeJS.ProcessEnv = {}): Promise<Run> =>
  virtLifecycle(['validate', '--schema', 'embedded', ...args], { cwd, env: { ...NO_SERVICE, ...env } })

/** The program's output, by format. */
const printed = {} as Record<ReportFormatName, string> // filled before the tests
let runs: readonly (readonly [ReportFormatName, Run])[] = []
let filesOnly: Run

beforeAll(async () => {
  makeRepository(repository)
  const entries: (readonly [ReportFormatName, Run])[] = []
  for (const format of REPORT_FORMAT_NAMES) entries.push([format, await validate(['--format', format, '.'])])
  runs = entries
  for (const [format, { stdout }] of runs) printed[format] = stdout
  const outputs = REPORT_FORMAT_NAMES.flatMap((format) => ['--output', `${format}=${join(scratch, format)}`])
  filesOnly = await validate([...outputs, '.'])
})

describe.each(REPORT_FORMAT_NAMES)('a repository of forty domains, validated: %s', (format) => {
  test('reports exactly the known findings, with file, line and column', () => {
    expectFindings(format, printed[format], KNOWN)
  })

  test('is byte-identical on standard output and in a file', () => {
    // The summary is part of the text report, but is not printed to standard output.
    const end = format === 'text' ? SUMMARY : ''
    expect(readFileSync(join(scratch, format), 'utf8')).toBe(`${printed[format]}${end}`)
  })
})

test('each run ends with the same status, and with a summary in formats for people', () => {
  for (const [format, { status, stderr }] of runs) {
    expect([format, status, stderr]).toEqual([format, 1, format === 'text' ? SUMMARY : ''])
  }
  expect(filesOnly).toEqual({ status: 1, stdout: printed.text, stderr: SUMMARY })
})

describe('text', () => {
  test('starts with the position, the problem, the source line and a suggestion', () => {
    expect(printed.text.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(
        /^hosts\/alpha\/web\.xml:21:15 error VL203 on_hoststop is "shutdwn", not one of: destroy, /,
      ),
      '   21 | \t<on_hoststop>shutdwn</on_hoststop>',
      '      | \t             ^^^^^^^  did you mean "shutdown"?',
    ])
  })
})

describe('compact', () => {
  test('is one line per finding and nothing else', () => {
    expect(printed.compact.match(/\n/g)).toHaveLength(KNOWN.length)
  })
})

describe('json', () => {
  test('follows its schema and lists all documents', () => {
    const report: unknown = JSON.parse(printed.json)
    const check = new Ajv({ allErrors: true }).compile(JSON_SCHEMAS['validation-report'])
    check(report)
    expect(check.errors).toBeNull()
    const { documents } = report as {
      readonly documents: readonly { readonly file: string; readonly valid: boolean }[]
    }
    expect(documents).toHaveLength(DOCUMENTS)
    expect(documents.filter(({ valid }) => !valid).map(({ file }) => file)).toEqual(WRONG_FILES)
  })
})

describe('sarif', () => {
  test('names files below the root by URIs that resolve to them', () => {
    const { runs: found } = JSON.parse(printed.sarif) as Log
    const places = found.flatMap(({ results = [] }) => results.map(({ locations }) => locations?.[0]?.physicalLocation))
    expect(places).toHaveLength(KNOWN.length)
    for (const place of places) {
      const { uri = '', uriBaseId } = place?.artifactLocation ?? {}
      expect(uriBaseId).toBe('%SRCROOT%')
      expect(existsSync(new URL(uri, `file://${repository}/`))).toBe(true)
    }
  })

  test('explains each rule it refers to, once', () => {
    const rules = (JSON.parse(printed.sarif) as Log).runs[0]?.tool.driver.rules ?? []
    expect(rules.map(({ id }) => id).sort()).toEqual([...new Set(KNOWN.map(({ code }) => code))].sort())
    for (const { help, shortDescription } of rules) {
      expect(help?.text).toMatch(/\w/)
      expect(shortDescription?.text).toMatch(/\w\.$/)
    }
  })
})

describe('junit', () => {
  test('has one case per document, which fails if the document is invalid', () => {
    const cases = testCases(printed.junit)
    expect(cases).toHaveLength(DOCUMENTS)
    expect(new Set(cases.map(({ name }) => name)).size).toBe(DOCUMENTS)
    const failed = cases.filter(({ outcome }) => outcome !== 'passed')
    expect(failed.map(({ file, outcome }) => [file, outcome])).toEqual(WRONG_FILES.map((file) => [file, 'failure']))
    expect(printed.junit).toContain(`tests="${DOCUMENTS}" failures="${WRONG_FILES.length}" errors="0" skipped="0"`)
  })

  test('gives the first error of each failure, with its position', () => {
    for (const { file, message, type } of testCases(printed.junit).filter(({ outcome }) => outcome === 'failure')) {
      const first = KNOWN.find((known) => known.file === file && known.severity === 'error')
      expect(type).toBe(first?.code)
      expect(message).toMatch(new RegExp(`^${first?.line}:${first?.column} `))
      expect(message).toContain(first?.says)
    }
  })
})

describe('github', () => {
  /** What `@actions/core` prints, which JavaScript actions use to issue commands. */
  function printedByActions({ severity, code, message, hint, ...place }: Diagnostic): string {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      const { file, line: startLine, column: startColumn, endLine = startLine, endColumn } = place
      const end = endColumn === undefined ? {} : { endColumn }
      const say = { error, warning, note: notice }[severity]
      const text = hint === undefined ? message : `${message}\n${hint}`
      say(text, { title: code, file, startLine, endLine, startColumn, ...end })
      return write.mock.calls.map(([piece]) => String(piece)).join('')
    } finally {
      write.mockRestore()
    }
  }

  /** A command with its properties sorted by name; their order has no meaning. */
  function ordered(line: string): string {
    const [, name, properties = '', data] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
    return name === undefined ? line : `::${name} ${properties.split(',').sort().join(',')}::${data}`
  }

  test('prints what @actions/core prints for the same findings', () => {
    const { diagnostics } = JSON.parse(printed.json) as { readonly diagnostics: readonly Diagnostic[] }
    const lines = (text: string): readonly string[] => text.trimEnd().split('\n').map(ordered)
    expect(lines(printed.github)).toEqual(lines(diagnostics.map(printedByActions).join('')))
  })
})

describe('gitlab', () => {
  test('has the fields that GitLab documents, and unique fingerprints', () => {
    const issues = JSON.parse(printed.gitlab) as readonly CodeQualityIssue[]
    const check = new Ajv({ allErrors: true }).compile(CODE_QUALITY_SCHEMA)
    check(issues)
    expect(check.errors).toBeNull()
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(KNOWN.length)
  })
})

describe('the root that paths in reports are relative to', () => {
  const bad = 'hosts/alpha/web.xml'
  const services: readonly ReportFormatName[] = ['sarif', 'junit', 'github', 'gitlab']

  /** The file of the first finding, as named in a format. */
  const named = async (
    format: ReportFormatName,
    cwd: string,
    file: string,
    env: NodeJS.ProcessEnv,
  ): Promise<string | undefined> => {
    const { stdout } = await validate(['--format', format, file], cwd, env)
    return format === 'junit' ? testCases(stdout)[0]?.file : CONSUMERS[format](stdout)[0]?.file
  }

  test.each<[string, string, string, NodeJS.ProcessEnv, string]>([
    ['the root of the repository, from a subdirectory', 'repository/sites', '../hosts/alpha/web.xml', {}, bad],
    ["GitHub's workspace", 'repository', bad, { GITHUB_WORKSPACE: scratch }, `repository/${bad}`],
    ["GitLab's project", 'repository', bad, { CI_PROJECT_DIR: join(repository, 'hosts') }, 'alpha/web.xml'],
  ])('%s', async (_, cwd, file, env, expected) => {
    for (const format of services) {
      expect([format, await named(format, join(scratch, cwd), file, env)]).toEqual([format, expected])
    }
  })

  test('a file outside it is named by its absolute path, in SARIF as a URI', async () => {
    const outside = join(scratch, 'out side.xml')
    writeFileSync(outside, readFileSync(join(repository, bad)))
    for (const format of services) {
      const expected = format === 'sarif' ? `file://${outside}` : outside
      expect([format, await named(format, repository, '../out side.xml', {})]).toEqual([format, expected])
    }
  })

  test('text, compact and JSON name files as they were named on the command line', async () => {
    for (const format of ['text', 'compact', 'json'] as const) {
      expect(await named(format, join(repository, 'sites'), '../hosts/alpha/web.xml', {})).toBe(
        '../hosts/alpha/web.xml',
      )
    }
  })
})
