import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { parse, parseAllDocuments } from 'yaml'
import { fencedBlocks } from '../docs/console-blocks.js'
import {
  commitAll,
  environmentWith,
  must,
  pathWithProgram,
  putFiles,
  RIGHT_DOMAIN,
  run,
  WRONG_DOMAIN,
} from './repositories.js'

const blocks = fencedBlocks(readFileSync('docs/ci.md', 'utf8'))
const textsOf = (heading: string, language: string): readonly string[] =>
  blocks.filter((block) => block.heading === heading && block.language === language).map(({ content }) => content)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-ci-page-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the workflows for GitHub', () => {
  interface Workflow {
    readonly permissions: Readonly<Record<string, string>>
    readonly jobs: { readonly validate: { readonly steps: readonly WorkflowStep[] } }
  }
  interface WorkflowStep {
    readonly uses?: string
    readonly run?: string
    readonly with?: Readonly<Record<string, unknown>>
  }
  const workflows: readonly Workflow[] = [...textsOf('GitHub', 'yaml'), ...textsOf('Only what changed', 'yaml')].map(
    (text) => parse(text),
  )
  const { inputs } = parse(readFileSync('action.yml', 'utf8'))

  test('there are three', () => expect(workflows).toHaveLength(3))

  test.each(workflows.map((workflow, i) => [i, workflow] as const))('%i uses only inputs that exist', (_, workflow) => {
    const { steps } = workflow.jobs.validate
    const [step, ...more] = steps.filter(({ uses }) => uses?.startsWith('OWNER/virt-lifecycle@'))
    expect(more).toEqual([])
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})))
    expect(workflow.permissions).toMatchObject({ contents: 'read' })
    for (const { run: command = '' } of steps) expect(command).not.toContain('${{')
  })

  test('each step reads the file that the previous one writes', () => {
    const [, sarif, changed] = workflows.map(({ jobs }) => jobs.validate.steps)
    expect(sarif?.at(-1)?.with).toEqual({ sarif_file: sarif?.at(-2)?.with?.['sarif-file'] })
    const list = / > (\S+)$/.exec(changed?.at(-2)?.run ?? '')?.[1]
    expect(changed?.at(-1)?.with?.['args']).toContain(`--files-from ${list} `)
  })

  test('the list of changed files names the files that a branch adds or changes', () => {
    const repository = join(scratch, 'changed')
    putFiles(repository, { 'a.xml': { example: RIGHT_DOMAIN }, 'b.xml': 'b', 'c.xml': 'c', 'd.txt': 'd' })
    commitAll(repository)
    must('git', ['update-ref', 'refs/remotes/origin/main', 'HEAD'], { cwd: repository })
    putFiles(repository, { 'a b.xml': { example: WRONG_DOMAIN }, 'c.xml': 'changed', 'd.txt': 'changed' })
    rmSync(join(repository, 'b.xml'))
    must('git', ['add', '--all'], { cwd: repository })
    must('git', ['commit', '--quiet', '--message=change'], { cwd: repository })
    const command = workflows[2]?.jobs.validate.steps.at(-2)?.run ?? ''
    must('bash', ['-ec', command], { cwd: repository, env: environmentWith({ GITHUB_BASE_REF: 'main' }) })
    expect(readFileSync(join(repository, 'changed'), 'utf8')).toBe('a b.xml\0c.xml\0')
  })
})

test.each(textsOf('GitLab', 'yaml').map((text) => [text]))('an include for GitLab matches the template\n%s', (text) => {
  const { include, ...jobs } = parse(text)
  const [{ file, inputs }] = include
  const [header, template] = parseAllDocuments(readFileSync(`.${file}`, 'utf8')).map((document) =>
    'toJS' in document ? document.toJS() : {},
  )
  const known: Readonly<Record<string, { readonly default?: string }>> = header.spec.inputs
  expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(inputs)))
  const needed = Object.keys(known).filter((name) => known[name]?.default === undefined)
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(needed))
  // Keys that it adds to the job must not replace those that the job already has.
  for (const [name, job] of Object.entries(jobs)) {
    expect(Object.keys(template)).toContain(name)
    expect(Object.keys(template[name]).filter((key) => Object.keys(job as object).includes(key))).toEqual([])
  }
})

test('the Jenkins pipeline is identical to the file', () => {
  expect(textsOf('Jenkins', 'groovy')).toEqual([readFileSync('ci/Jenkinsfile', 'utf8')])
})

test('the pre-commit configuration names the hook', () => {
  const [text = ''] = textsOf('pre-commit', 'yaml')
  const [{ hooks }] = parse(text).repos
  expect(parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'))).toEqual([expect.objectContaining(hooks[0])])
})

test('the configuration matches its schema', () => {
  const [text = ''] = textsOf('A configuration to commit', 'json')
  const validate = new Ajv().compile(JSON.parse(readFileSync('schema/config.schema.json', 'utf8')))
  validate(JSON.parse(text))
  expect(validate.errors).toBe(null)
})

describe("git's own hook", () => {
  const repository = join(scratch, 'hook')
  const [hook = ''] = textsOf('pre-commit', 'sh')
  const env = environmentWith({ PATH: pathWithProgram(join(scratch, 'bin')), TMPDIR: scratch })
  putFiles(repository, { 'vms/b.xml': { example: RIGHT_DOMAIN }, 'README.md': '' })
  commitAll(repository)
  writeFileSync(join(repository, '.git/hooks/pre-commit'), hook, { mode: 0o755 })

  const commit = (): { readonly accepted: boolean; readonly said: string } => {
    must('git', ['add', '--all'], { cwd: repository })
    const { status, stderr, stdout } = run('git', ['commit', '--message=a change'], { cwd: repository, env })
    return { accepted: status === 0, said: `${stdout}${stderr}` }
  }

  test('rejects an invalid domain, and accepts it once it is fixed', () => {
    putFiles(repository, { 'vms/-o a.xml': { example: WRONG_DOMAIN } })
    const refused = commit()
    expect(refused.said).toContain('vms/-o a.xml:8:16 error VL203')
    expect(refused.accepted).toBe(false)
    putFiles(repository, { 'vms/-o a.xml': { example: RIGHT_DOMAIN } })
    expect(commit().accepted).toBe(true)
  })

  test('accepts other files, and the deletion of a domain', () => {
    putFiles(repository, { 'README.md': 'text\n', 'pool.xml': '<pool/>' })
    rmSync(join(repository, 'vms/b.xml'))
    expect(commit().accepted).toBe(true)
    expect(existsSync(join(repository, 'vms/b.xml'))).toBe(false)
  })
})
