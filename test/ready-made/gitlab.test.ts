import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import type { Run } from '../cli/program.js'
import { testWithPeer } from '../peers/programs.js'
import { cloneProject, environmentWith, putFiles, RIGHT_DOMAIN, run, WRONG_DOMAIN } from './repositories.js'

interface Template {
  readonly 'virt-lifecycle': {
    readonly variables: Readonly<Record<string, string>>
    readonly rules: readonly { readonly if: string }[]
    readonly script: readonly string[]
    readonly artifacts: {
      readonly when: string
      readonly reports: { readonly codequality: string; readonly junit: string }
    }
  }
}

const [header, template, ...more] = parseAllDocuments(readFileSync('ci/gitlab.yml', 'utf8')).map((document) => {
  if (!('toJS' in document)) throw new Error('this is no document')
  expect(document.errors).toEqual([])
  return document.toJS()
})
const { inputs } = (header as { spec: { inputs: Readonly<Record<string, { readonly default?: string }>> } }).spec
const job = (template as Template)['virt-lifecycle']

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-gitlab-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Fill in the inputs, as GitLab does when it includes the template. */
function fill(text: string, given: Readonly<Record<string, string>>): string {
  return text.replace(/\$\[\[(.*?)\]\]/g, (_, expression: string) => {
    const name = expression.trim().replace(/^inputs\./, '')
    const value = given[name] ?? inputs[name]?.default
    if (value === undefined) throw new Error(`nothing is given for the input ${name}`)
    return value
  })
}

test('it consists of a header with inputs, and a job', () => {
  expect(more).toEqual([])
  expect(Object.keys(template as Template)).toEqual(['virt-lifecycle'])
  // The script is executed, so values must reach it only through variables.
  expect(job.script.join('\n')).not.toContain('$[[')
})

test('it runs once for a merge request and once for the default branch', () => {
  expect(job.rules).toEqual([
    { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
    { if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' },
  ])
})

/** Run lines of the job's script the way GitLab's runner does. */
function runLines(lines: readonly string[], project: string, given: Readonly<Record<string, string>>): Run {
  const variables = Object.entries(job.variables).map(([name, value]) => [name, fill(value, given)])
  const env = environmentWith({
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PROJECT_DIR: project,
    TMPDIR: scratch,
    ...Object.fromEntries(variables),
  })
  return run('sh', ['-ec', lines.join('\n')], { cwd: project, env })
}

testWithPeer(['registry'], 'the job writes the reports that it names as artifacts, with the findings', () => {
  const source = join(scratch, 'source')
  const ref = cloneProject(source)
  const project = join(scratch, 'project')
  putFiles(project, {
    'vms/web01.xml': { example: RIGHT_DOMAIN },
    'vms/web02.xml': { example: WRONG_DOMAIN },
  })
  const { status, stderr } = runLines(job.script, project, { source, ref })
  expect(stderr).toContain('2 documents checked')
  expect(status).toBe(1)

  expect(job.artifacts.when).toBe('always')
  const { codequality, junit } = job.artifacts.reports
  const issues: readonly { location: { path: string; lines: { begin: number } } }[] = JSON.parse(
    readFileSync(join(project, codequality), 'utf8'),
  )
  expect(issues.map(({ location }) => `${location.path}:${location.lines.begin}`)).toEqual([
    'vms/web02.xml:7',
    'vms/web02.xml:8',
  ])
  expect(readFileSync(join(project, junit), 'utf8')).toMatch(/<testsuite [^>]*tests="2" failures="1"/)
})

describe('the job validates', () => {
  // This project has already been built.
  const lines = [
    `program='${process.cwd()}'`,
    ...job.script.filter((line) => !/^program=|^git clone|^git -C|npm ci/.test(line)),
  ]
  const files = { 'a.xml': { example: RIGHT_DOMAIN }, 'b/c.xml': { example: RIGHT_DOMAIN } }
  const given = { source: 'nowhere', args: '--schema embedded' }
  let count = 0

  function summaryOf(own: Parameters<typeof putFiles>[1], inputsOfRun: Readonly<Record<string, string>> = {}): string {
    const project = join(scratch, `other-${count++}`)
    putFiles(project, { ...files, ...own })
    const { stderr } = runLines(lines, project, { ...given, ...inputsOfRun })
    expect(existsSync(join(project, 'pwned'))).toBe(false)
    // The line about libvirt's own validation is not about the choice of files.
    return stderr.trimEnd().replace(/\nlibvirt up to .*$/, '')
  }

  const one = '1 document checked against the embedded schema: all valid'
  const two = '2 documents checked against the embedded schema: all valid'

  test('everything by default', () => expect(summaryOf({})).toBe(two))
  test('what the configuration names', () =>
    expect(summaryOf({ 'virt-lifecycle.config.json': '{ "paths": ["b"] }' })).toBe(one))
  test('everything, if the configuration names no paths', () =>
    expect(summaryOf({ 'virt-lifecycle.config.json': '{ "strict": true }' })).toBe(two))
  test('what its input names, as words that the shell does not expand', () => {
    const summary = summaryOf({ 'a*.xml': { example: RIGHT_DOMAIN } }, { paths: 'a*.xml\nb $(touch pwned)' })
    expect(summary).toBe(`${two}, 2 not read (2 errors)`)
  })
})
