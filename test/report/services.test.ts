import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { chooseReports, type ReportChoice } from '../../src/cli/validate/choose-reports.js'
import type { ReportFormatName } from '../../src/report/index.js'
import { type Run, virtLifecycle } from '../cli/program.js'
import { CONSUMERS } from './consumers.js'
import { NO_SERVICE } from './repository.js'
import { type WorkflowCommand, workflowCommands } from './runner.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-services-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

/** A file name and a document whose lines and values are runner commands, in both forms. */
const FILE = '::error::x.xml'
const DOCUMENT = `<domain type="kvm">
  <name>a</name>
::add-mask::a
  <on_hoststop>::stop-commands::x</on_hoststop> <!-- ##[add-mask]a -->
  <on_hoststart>##[error]it</on_hoststart>
</domain>
`
const CODE_QUALITY = 'gl-code-quality-report.json'

/** A valid file, which is not read when its directory is named. */
const GOOD = 'good.txt'

beforeAll(() => {
  writeFileSync(join(cwd, FILE), DOCUMENT)
  writeFileSync(join(cwd, GOOD), '<domain type="kvm"><name>a</name><on_hoststop>save</on_hoststop></domain>\n')
})
afterEach(() => {
  for (const file of [CODE_QUALITY, 'own.txt', 'virt-lifecycle.config.json']) rmSync(join(cwd, file), { force: true })
})

const validate = (args: readonly string[], env: NodeJS.ProcessEnv, path = '.'): Promise<Run> =>
  virtLifecycle(['validate', '--schema', 'embedded', ...args, path], { cwd, env: { ...NO_SERVICE, ...env } })

const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd }
const GITLAB = { GITLAB_CI: 'true', CI_PROJECT_DIR: cwd }

/** The commands in the output of a run, on either stream, that the runner executes. */
function commandsOf({ stdout, stderr }: Run): readonly WorkflowCommand[] {
  return [...workflowCommands(stdout), ...workflowCommands(stderr)]
}

describe('on GitHub Actions', () => {
  test('text is printed with the commands in it escaped, followed by one command per finding', async () => {
    const { status, stdout, stderr } = await validate([], GITHUB)
    expect(status).toBe(1)
    const elsewhere = await validate([], {})
    const text = `${elsewhere.stdout}${elsewhere.stderr}`.replaceAll('##[', '##\\u005b').replaceAll(/^::/gm, ':\\u003a')
    expect(stdout).toBe(text + (await validate(['--format', 'github'], {})).stdout)
    expect(stderr).toMatch(/^<stdout>:1:1 warning VL522 .*\n.*\n$/)
  })

  test('if nothing is found, only the summary is printed, on standard output', async () => {
    const elsewhere = await validate([], {}, GOOD)
    expect(await validate([], GITHUB, GOOD)).toEqual({ status: 0, stdout: elsewhere.stderr, stderr: '' })
  })

  /** Expect the runner to execute only our own commands, each with the correct file name. */
  const expectOwnCommands = (run: Run, names: readonly string[]): void => {
    const commands = commandsOf(run)
    expect(commands.map(({ name }) => name)).toEqual(names)
    for (const { properties } of commands) expect(properties['file']).toBe(FILE)
  }

  test.each<[string, readonly string[], number]>([
    ['without options', [], 3],
    ['with another report in a file', ['--output', 'json=own.txt'], 3],
    ['with the format selected', ['--format', 'github'], 3],
    ['with the commands in a file', ['--output', 'github=own.txt'], 0],
  ])('no file name and no line of a document acts as a runner command: %s', async (_, args, findings) => {
    const run = await validate(args, GITHUB)
    expect(run.status).toBe(1)
    expectOwnCommands(run, Array(findings).fill('error'))
  })

  test('such a file would act as commands if the text were not protected', async () => {
    expect(workflowCommands((await validate([], {})).stdout).map(({ name }) => name)).toContain('error')
  })
})

describe('the summary of a step on GitHub', () => {
  const file = join(cwd, 'summary')
  const env = { ...GITHUB, GITHUB_STEP_SUMMARY: file }
  afterEach(() => rmSync(file, { recursive: true, force: true }))

  test('is appended to what others have written', async () => {
    writeFileSync(file, '# Before\n\n')
    expect((await validate([], env)).status).toBe(1)
    const report = readFileSync(file, 'utf8')
    expect(report).toMatch(/^# Before\n\n### virt-lifecycle\n\n1 document checked against the embedded schema/)
    expect(CONSUMERS.markdown(report).map(({ file, severity, code }) => [file, severity, code])).toEqual([
      [FILE, 'error', 'VL205'],
      [FILE, 'error', 'VL203'],
      [FILE, 'error', 'VL203'],
    ])
  })

  test('says that all is valid', async () => {
    await validate([], env, GOOD)
    expect(readFileSync(file, 'utf8')).toMatch(
      /^### virt-lifecycle\n\n1 document checked against the embedded schema: all valid\n\nlibvirt up to [^\n]*\n\n$/,
    )
  })

  test('has everything, although only errors are printed', async () => {
    const warning = '<domain type="kvm"><name>a</name><on_hoststop> save </on_hoststop></domain>\n'
    writeFileSync(join(cwd, 'warning.txt'), warning)
    await validate(['-q'], env, 'warning.txt')
    expect(CONSUMERS.markdown(readFileSync(file, 'utf8')).map(({ code }) => code)).toEqual(['VL209'])
  })

  test.each([
    ['no room', 1 << 20],
    ['some room', (1 << 20) - 9000],
  ])('leaves it below 1 MiB: %s', async (_, size) => {
    writeFileSync(file, 'x'.repeat(size))
    await validate([], env)
    expect(readFileSync(file).length).toBeLessThanOrEqual(1 << 20)
  })

  test('that cannot be written is a warning', async () => {
    const run = await validate([], { ...env, GITHUB_STEP_SUMMARY: join(cwd, 'nowhere/summary') }, GOOD)
    expect(run.status).toBe(0)
    expect(run.stderr).toMatch(/summary:1:1 warning VL525 the summary of the step was not written: no such file/)
  })
})

describe('on GitLab', () => {
  test('the Code Quality report is written in addition to the text', async () => {
    const { status, stdout } = await validate([], GITLAB)
    expect(status).toBe(1)
    expect(stdout).toBe((await validate([], {})).stdout)
    const report = readFileSync(join(cwd, CODE_QUALITY), 'utf8')
    expect(report).toBe((await validate(['--format', 'gitlab'], {})).stdout)
    expect(CONSUMERS.gitlab(report)).toHaveLength(3)
  })

  test('it is also written if nothing is found, so that old findings disappear', async () => {
    writeFileSync(join(cwd, CODE_QUALITY), '[{}]')
    expect((await validate([], GITLAB, GOOD)).status).toBe(0)
    expect(JSON.parse(readFileSync(join(cwd, CODE_QUALITY), 'utf8'))).toEqual([])
  })

  test('it is not written if a GitLab report is named', async () => {
    expect((await validate(['--output', 'gitlab=own.txt'], GITLAB)).status).toBe(1)
    expect(existsSync(join(cwd, CODE_QUALITY))).toBe(false)
    expect(CONSUMERS.gitlab(readFileSync(join(cwd, 'own.txt'), 'utf8'))).toHaveLength(3)
  })
})

describe('a selected format replaces the defaults', () => {
  test.each<[string, readonly string[], string | undefined]>([
    ['by the option', ['--format', 'json'], undefined],
    ['by its short form', ['--json'], undefined],
    ['by the configuration', [], '{ "format": "json" }'],
  ])('%s', async (_, args, config) => {
    if (config !== undefined) writeFileSync(join(cwd, 'virt-lifecycle.config.json'), config)
    const run = await validate(args, { ...GITHUB, ...GITLAB })
    expect(CONSUMERS.json(run.stdout)).toHaveLength(3)
    expect(existsSync(join(cwd, CODE_QUALITY))).toBe(false)
  })
})

describe('the reports of a run', () => {
  const SUMMARY = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary' }
  const file = (format: ReportFormatName): ReportChoice => ({ format, to: { file: 'own.txt' } })
  const shown = (reports: readonly ReportChoice[]): readonly string[] =>
    reports.map(
      ({ format, to }) => `${format} ${typeof to === 'string' ? to : 'file' in to ? to.file : `>> ${to.append}`}`,
    )

  test.each<[string, ReportFormatName | undefined, readonly ReportChoice[], NodeJS.ProcessEnv, readonly string[]]>([
    ['no options', undefined, [], {}, ['text stdout']],
    ['a file', undefined, [file('json')], {}, ['text stdout', 'json own.txt']],
    ['a format', 'sarif', [], {}, ['sarif stdout']],
    ['a format and a file', 'sarif', [file('sarif')], {}, ['sarif stdout', 'sarif own.txt']],
    ['GitHub', undefined, [], { GITHUB_ACTIONS: 'true' }, ['text stdout', 'github stdout']],
    ['GITHUB_ACTIONS is not true', undefined, [], { GITHUB_ACTIONS: 'false' }, ['text stdout']],
    ['GitHub, a format', 'text', [], { GITHUB_ACTIONS: 'true' }, ['text stdout']],
    [
      'GitHub, a file',
      undefined,
      [file('sarif')],
      { GITHUB_ACTIONS: 'true' },
      ['text stdout', 'github stdout', 'sarif own.txt'],
    ],
    [
      'GitHub, a file in its own format',
      undefined,
      [file('github')],
      { GITHUB_ACTIONS: 'true' },
      ['text stdout', 'github own.txt'],
    ],
    ['GitLab', undefined, [], { GITLAB_CI: 'true' }, ['text stdout', `gitlab ${CODE_QUALITY}`]],
    ['GitLab, a format', 'junit', [file('text')], { GITLAB_CI: 'true' }, ['junit stdout', 'text own.txt']],
    [
      'GitLab, a file in its own format',
      undefined,
      [file('gitlab')],
      { GITLAB_CI: 'true' },
      ['text stdout', 'gitlab own.txt'],
    ],
    ['GitHub, with a summary', undefined, [], SUMMARY, ['text stdout', 'github stdout', 'markdown >> summary']],
    ['GitHub, a summary, its format', 'github', [], SUMMARY, ['github stdout', 'markdown >> summary']],
    ['GitHub, a summary, another format', 'json', [], SUMMARY, ['json stdout']],
    [
      'GitHub, the name of the summary is empty',
      'github',
      [],
      { ...SUMMARY, GITHUB_STEP_SUMMARY: '' },
      ['github stdout'],
    ],
    ['a summary, but not on GitHub', undefined, [], { GITHUB_STEP_SUMMARY: 'summary' }, ['text stdout']],
    ['another service', undefined, [], { CI: 'true' }, ['text stdout']],
  ])('%s', (_, format, outputs, environment, expected) => {
    expect(shown(chooseReports(format, outputs, environment))).toEqual(expected)
  })
})
