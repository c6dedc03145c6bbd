import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { REPORT_FORMAT_NAMES } from '../../src/report/index.js'
import { virtLifecycle } from '../cli/program.js'
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
  virtLifecycle(['validate', '--schema', schema, ...args, '.'], { cwd: repository, env: NO_SERVICE })

/** Reports of all kinds of runs, in files: one over the repository, and what other runs end in. */
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

describeWithPeer(['sarif-multitool'], "SARIF, by OASIS's schema and Microsoft's validator", () => {
  // Its formats (uri, date-time) need a package more, and the validator checks them.
  const schema: object = JSON.parse(readFileSync(join(REPORT_SCHEMAS, 'sarif-2.1.0.json'), 'utf8'))
  const check = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(schema)

  /** What the validator warns about and we leave so. */
  const ACCEPTED: Readonly<Record<string, string>> = {
    SARIF2005: 'informationUri: the program has no page on the web',
  }

  /** What the validator says, by its rules and those of GitHub's code scanning. Its status is 0 whatever it finds. */
  function complaints(files: readonly string[]): readonly Complaint[] {
    const output = join(scratch, 'complaints')
    const options = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--log', 'ForceOverwrite']
    const { error, stdout } = spawnSync(
      join(REPORT_SCHEMAS, 'Sarif.Multitool'),
      ['validate', ...files, '--output', output, ...options],
      // It would look for ICU, which nothing here needs.
      { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
    )
    if (error !== undefined) throw error
    expect(stdout).toContain(`Done. ${files.length} files scanned.`)
    const log: Log = JSON.parse(readFileSync(output, 'utf8'))
    return log.runs.flatMap(({ results = [] }) =>
      // The level that SARIF means where none stands.
      results.map(({ level = 'warning', ruleId: rule = '', locations }) => ({
        file: basename(locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''),
        level,
        rule,
      })),
    )
  }

  test('every kind of run follows the schema', async () => {
    const files = await reportFiles('sarif')
    expect(files.size).toBe(Object.keys(STREAMS).length + 1)
    for (const [name, file] of files) {
      check(JSON.parse(readFileSync(file, 'utf8')))
      expect([name, check.errors]).toEqual([name, null])
    }
  })

  test('whatever is found follows the schema', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        check(JSON.parse(await wholeReport('sarif', documents)))
        expect(check.errors).toBeNull()
      }),
    )
  })

  test('the validator finds no error, and warns of nothing that is not accepted', async () => {
    const found = complaints([...(await reportFiles('sarif')).values()])
    expect(found.filter(({ level, rule }) => level === 'error' || ACCEPTED[rule] === undefined)).toEqual([])
  })

  test('both see what is wrong with a log', async () => {
    const text = readFileSync((await reportFiles('sarif')).get('a repository of forty domains') ?? '', 'utf8')
    const wrong = { 'no-message.sarif': { message: undefined }, 'no-place.sarif': { locations: [] } }
    const files = Object.entries(wrong).map(([name, members]) => {
      const log: Log = JSON.parse(text)
      Object.assign(log.runs[0]?.results?.[0] ?? {}, members)
      writeFileSync(join(scratch, name), JSON.stringify(log))
      return join(scratch, name)
    })
    expect(files.map((file) => check(JSON.parse(readFileSync(file, 'utf8'))))).toEqual([false, true])
    // GitHub needs the place, which the schema does not.
    expect(complaints(files)).toEqual(
      expect.arrayContaining([
        { file: 'no-message.sarif', level: 'error', rule: 'JSON1002' },
        { file: 'no-place.sarif', level: 'error', rule: 'GH1015' },
      ]),
    )
  })
})

/** What the validator says of a file. */
interface Complaint {
  readonly file: string
  readonly level: string
  readonly rule: string
}

describeWithPeer(['xmllint', 'junit-schemas'], 'JUnit, by the XML Schemas there are', () => {
  /**
   * Where a schema is stricter than those who read the reports: why we write it otherwise, and what is put right before
   * the schema is asked. What is left must be valid.
   */
  const DEVIATIONS: Readonly<Record<string, readonly (readonly [string, RegExp, string])[]>> = {
    'jenkins-junit.xsd': [['GitLab links to the file that a case names', / file="[^"]*"(?=\/?>)/g, '']],
    'JUnit.xsd': [
      ['GitLab links to the file that a case names, and nobody needs its time', / file="[^"]*"(?=\/?>)/g, ' time="0"'],
      ['Jenkins and others have counts over all suites', /<testsuites [^>]*>/g, '<testsuites>'],
      [
        'Ant has no count of what was skipped; we know no times, and the host is of no interest',
        / skipped="\d+"/g,
        ' package="" id="0" timestamp="2000-01-01T00:00:00" hostname="localhost" time="0"',
      ],
      ['Ant puts the properties first', /(<testsuite [^>]*>)/g, '$1<properties/>'],
      ['Ant has outputs of suites, not of cases', /<system-out>[^<]*<\/system-out>/g, ''],
      ['Ant has no cases that are skipped', /<skipped\/>/g, ''],
      ['Ant puts the outputs last', /(?=<\/testsuite>)/g, '<system-out/><system-err/>'],
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

  test('a case that is wrong is seen', () => {
    const file = join(scratch, 'wrong.xml')
    writeFileSync(file, '<testsuites><testsuite name="a" tests="1"><testcase/></testsuite></testsuites>')
    for (const schema of Object.keys(DEVIATIONS)) expect(xmllint(schema, file)).toContain('fails to validate')
  })
})

describeWithPeer(['junitparser'], 'JUnit, read by junitparser', () => {
  /** Prints as JSON what it reads. */
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

  test('it finds a case for each document and in them every finding', async () => {
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

  test('it tells apart what is wrong, what could not be read, and what was passed over', async () => {
    const files = await reportFiles('junit')
    const kinds = (name: keyof typeof STREAMS): readonly (readonly string[])[] =>
      read(files.get(name) ?? '').flatMap(({ cases }) => cases.map(({ results }) => results.map(([kind]) => kind)))
    expect(kinds('no document at all')).toEqual([])
    expect(kinds('two documents with findings, and one without')).toEqual([['Failure'], [], ['Failure']])
    expect(kinds('a document that could not be read')).toEqual([['Error'], [], ['Failure']])
    expect(kinds('a document that was passed over')).toEqual([['Skipped']])
    expect(kinds('documents with unusual names and texts')).toEqual(Object.keys(UNUSUAL).map(() => ['Failure']))
  })
})

describeWithPeer(['libvirt-schemas'], "a repository of forty domains, with libvirt's own schema", () => {
  const known = findingsWith('libvirt')

  describe.each(REPORT_FORMAT_NAMES)('%s', (format) => {
    test('names every finding with its file, its line and its column, and no other', () => {
      const { status, stdout } = validate(LIBVIRT_SCHEMAS, '--no-cache', '--format', format)
      expect(status).toBe(1)
      expectFindings(format, stdout, known)
    })
  })
})
