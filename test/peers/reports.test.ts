import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { REPORT_FORMAT_NAMES } from '../../src/report/formats.js'
import { spawnVirtLifecycle } from '../cli/program.js'
import { CONSUMERS, expectFindings, type ReadFinding } from '../report/consumers.js'
import { reportedDocuments } from '../report/diagnostics.js'
import { DOCUMENTS, findingsWith, makeRepository, NO_SERVICE } from '../report/repository.js'
import { STREAMS } from '../report/streams.js'
import { UNUSUAL } from '../report/unusual.js'
import { wholeReport } from '../report/whole-report.js'
import { describeWithPeer, LIBVIRT_SCHEMAS, PYTHON, REPORT_SCHEMAS } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-reports-'))
const repository = join(scratch, 'repository')
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
beforeAll(() => makeRepository(repository))

const validate = (schema: string, ...args: readonly string[]) =>
  spawnVirtLifecycle(['validate', '--schema', schema, ...args, '.'], { cwd: repository, env: NO_SERVICE })

/** Report files from all kinds of runs: one over the repository, and one for each stream. */
async function reportFiles(format: 'sarif' | 'junit'): Promise<ReadonlyMap<string, string>> {
  const known = written.get(format)
  if (known !== undefined) return known
  const directory = join(scratch, format)
  mkdirSync(directory, { recursive: true })
  const texts = [validate('embedded', '--format', format).stdout]
  for (const { documents, run } of Object.values(STREAMS)) texts.push(await wholeReport(format, documents, run))
  const files = ['a repository of forty domains', ...Object.keys(STREAMS)].map((name, i) => {
    const file = join(directory, `${i}.${format}`)
    writeFileSync(file, texts[i] ?? '')
    return [name, file] as const
  })
  written.set(format, new Map(files))
  return new Map(files)
}

const written = new Map<string, ReadonlyMap<string, string>>()

describeWithPeer(['sarif-multitool'], "SARIF, checked with OASIS's schema and Microsoft's validator", () => {
  // Its formats (uri, date-time) would need another package; the validator checks them.
  const schema: object = JSON.parse(readFileSync(join(REPORT_SCHEMAS, 'sarif-2.1.0.json'), 'utf8'))
  const check = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(schema)

  /** Warnings of the validator that we accept, and why. */
  const ACCEPTED: Readonly<Record<string, string>> = {
    SARIF2005: 'informationUri: the program has no page on the web',
  }

  /** The validator's complaints, by its own rules and those of GitHub's code scanning. Its exit status is always 0. */
  function complaints(files: readonly string[]): readonly Complaint[] {
    const output = join(scratch, 'complaints')
    const options = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--log', 'ForceOverwrite']
    const { error, stdout } = spawnSync(
      join(REPORT_SCHEMAS, 'Sarif.Multitool'),
      ['validate', ...files, '--output', output, ...options],
      // Otherwise it looks for ICU, which is not needed here.
      { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
    )
    if (error !== undefined) throw error
    expect(stdout).toContain(`Done. ${files.length} files scanned.`)
    const log: Log = JSON.parse(readFileSync(output, 'utf8'))
    return log.runs.flatMap(({ results = [] }) =>
      // SARIF's default level.
      results.map(({ level = 'warning', ruleId: rule = '', locations }) => ({
        file: basename(locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''),
        level,
        rule,
      })),
    )
  }

  test('reports of every kind of run match the schema', async () => {
    const files = await reportFiles('sarif')
    expect(files.size).toBe(Object.keys(STREAMS).length + 1)
    for (const [name, file] of files) {
      check(JSON.parse(readFileSync(file, 'utf8')))
      expect([name, check.errors]).toEqual([name, null])
    }
  })

  test('reports of arbitrary findings match the schema', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        check(JSON.parse(await wholeReport('sarif', documents)))
        expect(check.errors).toBeNull()
      }),
    )
  })

  test('the validator finds no errors, and only accepted warnings', async () => {
    const found = complaints([...(await reportFiles('sarif')).values()])
    expect(found.filter(({ level, rule }) => level === 'error' || ACCEPTED[rule] === undefined)).toEqual([])
  })

  test('both detect an invalid log', async () => {
    const text = readFileSync((await reportFiles('sarif')).get('a repository of forty domains') ?? '', 'utf8')
    const wrong = { 'no-message.sarif': { message: undefined }, 'no-place.sarif': { locations: [] } }
    const files = Object.entries(wrong).map(([name, members]) => {
      const log: Log = JSON.parse(text)
      Object.assign(log.runs[0]?.results?.[0] ?? {}, members)
      writeFileSync(join(scratch, name), JSON.stringify(log))
      return join(scratch, name)
    })
    expect(files.map((file) => check(JSON.parse(readFileSync(file, 'utf8'))))).toEqual([false, true])
    // GitHub requires the location; the schema does not.
    expect(complaints(files)).toEqual(
      expect.arrayContaining([
        { file: 'no-message.sarif', level: 'error', rule: 'JSON1002' },
        { file: 'no-place.sarif', level: 'error', rule: 'GH1015' },
      ]),
    )
  })
})

/** A complaint of the validator about a file. */
interface Complaint {
  readonly file: string
  readonly level: string
  readonly rule: string
}

describeWithPeer(['xmllint', 'junit-schemas'], 'JUnit, checked with the available XML Schemas', () => {
  /**
   * Where a schema is stricter than the programs that read the reports: why we deviate from it, and what is replaced
   * before the schema is applied. The result must be valid.
   */
  const DEVIATIONS: Readonly<Record<string, readonly (readonly [string, RegExp, string])[]>> = {
    'jenkins-junit.xsd': [['GitLab links to the file that a case names', / file="[^"]*"(?=\/?>)/g, '']],
    'JUnit.xsd': [
      [
        'GitLab links to the file that a case names, and no reader needs its time',
        / file="[^"]*"(?=\/?>)/g,
        ' time="0"',
      ],
      ['Jenkins and others allow totals over all suites', /<testsuites [^>]*>/g, '<testsuites>'],
      [
        'Ant has no count of skipped cases; we measure no times, and the host is irrelevant',
        / skipped="\d+"/g,
        ' package="" id="0" timestamp="2000-01-01T00:00:00" hostname="localhost" time="0"',
      ],
      ['Ant expects the properties first', /(<testsuite [^>]*>)(?!\s*<properties)/g, '$1<properties/>'],
      ['Ant has output per suite, not per case', /<system-out>[^<]*<\/system-out>/g, ''],
      ['Ant has no skipped cases', /<skipped\/>/g, ''],
      ['Ant expects the output last', /(?=<\/testsuite>)/g, '<system-out/><system-err/>'],
    ],
  }

  const xmllint = (schema: string, file: string) => {
    const { stdout, stderr } = spawnSync('xmllint', ['--noout', '--schema', join(REPORT_SCHEMAS, schema), file], {
      encoding: 'utf8',
    })
    return `${stdout}${stderr}`
  }

  test.each(Object.entries(DEVIATIONS))('%s', async (schema, deviations) => {
    const plain = join(scratch, `${schema}.xml`)
    const needed = new Set<string>()
    for (const [name, file] of await reportFiles('junit')) {
      let text = readFileSync(file, 'utf8')
      for (const [why, pattern, replacement] of deviations) {
        if (text.search(pattern) >= 0) needed.add(why)
        text = text.replace(pattern, replacement)
      }
      writeFileSync(plain, text)
      expect([name, xmllint(schema, plain)]).toEqual([name, `${plain} validates\n`])
    }
    expect(deviations.filter(([why]) => !needed.has(why))).toEqual([])
  })

  test('an invalid case is detected', () => {
    const file = join(scratch, 'wrong.xml')
    writeFileSync(file, '<testsuites><testsuite name="a" tests="1"><testcase/></testsuite></testsuites>')
    for (const schema of Object.keys(DEVIATIONS)) expect(xmllint(schema, file)).toContain('fails to validate')
  })
})

describeWithPeer(['junitparser'], 'JUnit, read by junitparser', () => {
  /** Prints what it reads as JSON. */
  const SCRIPT = `
import json, sys
from junitparser import JUnitXml
print(json.dumps([{
    'counts': [suite.tests, suite.failures, suite.errors, suite.skipped],
    'cases': [{
        'name': case.name,
        'results': [[type(result).__name__, result.type, result.message, result.text] for result in case.result],
        'output': case.system_out,
    } for case in suite],
} for suite in JUnitXml.fromfile(sys.argv[1])]))
`

  interface Suite {
    readonly counts: readonly number[]
    readonly cases: readonly {
      readonly name: string
      readonly results: readonly (readonly [string, string, string, string])[]
      readonly output: string | null
    }[]
  }

  function read(file: string): readonly Suite[] {
    const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT, file], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return JSON.parse(stdout)
  }

  test('it finds one case per document, with every finding', async () => {
    const known = findingsWith('embedded')
    const [suite, ...others] = read((await reportFiles('junit')).get('a repository of forty domains') ?? '')
    expect(others).toEqual([])
    const wrong = new Set(known.filter(({ severity }) => severity === 'error').map(({ file }) => file))
    expect(suite?.counts).toEqual([DOCUMENTS, wrong.size, 0, 0])
    expect(suite?.cases).toHaveLength(DOCUMENTS)
    const found: ReadFinding[] = []
    for (const { name, results, output } of suite?.cases ?? []) {
      const texts = [...results.map(([, , , text]) => text), output ?? '']
      const findings = texts.flatMap((text) => CONSUMERS.text(text))
      expect(findings.map(({ file }) => file)).toEqual(findings.map(() => name))
      const [first] = known.filter(({ file, severity }) => file === name && severity === 'error')
      expect(results).toEqual(
        first === undefined
          ? []
          : [['Failure', first.code, expect.stringContaining(first.says), expect.stringContaining(first.says)]],
      )
      found.push(...findings.sort((a, b) => a.line - b.line))
    }
    expect(found).toEqual(
      known.map(({ says, schema: _, ...finding }) => ({ ...finding, message: expect.stringContaining(says) })),
    )
  })

  test('it distinguishes invalid, unreadable and skipped documents', async () => {
    const files = await reportFiles('junit')
    const kinds = (name: keyof typeof STREAMS): readonly (readonly string[])[] =>
      read(files.get(name) ?? '').flatMap(({ cases }) => cases.map(({ results }) => results.map(([kind]) => kind)))
    expect(kinds('no documents at all')).toEqual([])
    expect(kinds('two documents with findings, and one without')).toEqual([['Failure'], [], ['Failure']])
    expect(kinds('a document that could not be read')).toEqual([['Error'], [], ['Failure']])
    expect(kinds('a skipped document')).toEqual([['Skipped']])
    expect(kinds('documents with unusual names and texts')).toEqual(Object.keys(UNUSUAL).map(() => ['Failure']))
  })
})

describeWithPeer(['libvirt-schemas'], "a repository of forty domains, with libvirt's own schema", () => {
  const known = findingsWith('libvirt')

  describe.each(REPORT_FORMAT_NAMES)('%s', (format) => {
    test('reports exactly the known findings, with file, line and column', () => {
      const { status, stdout } = validate(LIBVIRT_SCHEMAS, '--no-cache', '--format', format)
      expect(status).toBe(1)
      expectFindings(format, stdout, known)
    })
  })
})
