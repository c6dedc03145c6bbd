import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Run } from '../cli/program.js'
import { testWithPeer } from '../peers/programs.js'
import { copyProject, environmentWith, putFiles, RIGHT_DOMAIN, run, WRONG_DOMAIN } from './repositories.js'

interface Step {
  readonly name: string
  readonly shell: string
  readonly run: string
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

const action: {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
} = parse(readFileSync('action.yml', 'utf8'))

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-action-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let workspace = ''
beforeEach(() => {
  workspace = mkdtempSync(join(scratch, 'workspace-'))
  putFiles(workspace, { 'vms/web02.xml': { example: WRONG_DOMAIN }, 'vms/web01.xml': { example: RIGHT_DOMAIN } })
})

/** Run the steps of the action as GitHub's runner does: it expands expressions before it calls the shell. */
function runAction(inputs: Readonly<Record<string, string>>, actionPath = resolve('.')): Run {
  const fill = (text: string): string =>
    text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
      const name = /^ inputs\.([a-z-]+) $/.exec(expression)?.[1]
      const value = name === undefined ? undefined : (inputs[name] ?? action.inputs[name]?.default)
      if (value === undefined) throw new Error(`this test knows nothing of ${expression}`)
      return value
    })
  const done = { status: 0 as number | null, stdout: '', stderr: '' }
  for (const step of action.runs.steps) {
    const script = join(scratch, 'step.sh')
    writeFileSync(script, fill(step.run))
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)])
    const { status, stdout, stderr } = run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: resolve(workspace, fill(step['working-directory'] ?? '.')),
      env: environmentWith({
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: actionPath,
        GITHUB_WORKSPACE: workspace,
        ...Object.fromEntries(own),
      }),
    })
    done.status = status
    done.stdout += stdout
    done.stderr += stderr
    if (status !== 0) break
  }
  return done
}

/** The workflow commands that the runner would execute. */
function commandsIn({ stdout, stderr }: Run): readonly string[] {
  return `${stdout}${stderr}`.split('\n').filter((line) => /^\s*::[a-z-]+.*::|##\[/.test(line))
}

/** The file and line of each annotation. */
function annotationsIn(done: Run): readonly string[] {
  return commandsIn(done).map((command) => {
    const [, severity, file, line] = /^::(\w+) file=([^,]*),line=(\d+),/.exec(command) ?? []
    return `${severity} ${file}:${line}`
  })
}

const OF_WEB02 = ['error vms/web02.xml:7', 'error vms/web02.xml:8']

test('no expression is used where the shell would execute it', () => {
  expect(action.runs.using).toBe('composite')
  expect(action.runs.steps.length).toBeGreaterThan(0)
  for (const step of action.runs.steps) {
    expect(step.shell).toBe('bash')
    expect(step.run).not.toContain('${{')
  }
})

test('problems become annotations at their lines, and the exit status is that of the program', () => {
  const done = runAction({})
  expect(annotationsIn(done)).toEqual(OF_WEB02)
  expect(done.stdout).toContain('did you mean "save"?')
  expect(done.status).toBe(1)
})

test('valid documents pass', () => {
  const done = runAction({ paths: 'vms/web01.xml' })
  expect(done.stdout).toContain('1 document checked')
  expect({ status: done.status, commands: commandsIn(done) }).toEqual({ status: 0, commands: [] })
})

test('a run that cannot start has status 2', () => {
  expect(runAction({ args: '--schema nowhere.rng' }).status).toBe(2)
})

describe('which files', () => {
  test('one path or pattern per line', () => {
    putFiles(workspace, { 'other place/a*.xml': { example: WRONG_DOMAIN }, 'elsewhere/web02.xml': '<domain>' })
    const done = runAction({ paths: 'vms/*2.xml\n\nother place\n' })
    expect(done.stdout).toContain('2 documents checked')
    expect(annotationsIn(done)).toEqual([...OF_WEB02, 'error other place/a*.xml:7', 'error other place/a*.xml:8'])
  })

  test('those in the configuration, in the working directory or above it', () => {
    putFiles(workspace, {
      'virt-lifecycle.config.json': '{ "paths": ["vms/web01.xml"] }',
      'below/web02.xml': { example: WRONG_DOMAIN },
    })
    expect(runAction({}).stdout).toContain('1 document checked')
    expect(runAction({ 'working-directory': 'below' }).status).toBe(0)
    expect(annotationsIn(runAction({ 'working-directory': 'below', args: '--no-config' }))).toEqual([
      'error below/web02.xml:7',
      'error below/web02.xml:8',
    ])
  })

  test('all in the working directory, if the configuration names none', () => {
    putFiles(workspace, { 'virt-lifecycle.config.json': '{ "exclude": ["web02.xml"] }' })
    const done = runAction({})
    expect(done.stdout).toContain('1 document checked')
    expect(done.status).toBe(0)
  })

  test('those in a list', () => {
    putFiles(workspace, { list: 'vms/web01.xml\0' })
    const done = runAction({ args: '--files-from list' })
    expect(done.stdout).toContain('1 document checked')
    expect(done.status).toBe(0)
  })
})

test('paths are relative to the working directory, annotations to the repository', () => {
  const done = runAction({ 'working-directory': 'vms', paths: 'web02.xml' })
  expect(annotationsIn(done)).toEqual(OF_WEB02)
})

test('args are split into words', () => {
  const done = runAction({ args: '  --strict\n--schema  embedded --exclude web02.xml ' })
  expect(done.stdout).toContain('1 document checked against the embedded schema')
  expect(done.status).toBe(0)
})

test('SARIF and JUnit are written in addition to the annotations', () => {
  const done = runAction({ 'sarif-file': 'reports/found.sarif', 'junit-file': 'reports/my found.xml' })
  expect(annotationsIn(done)).toEqual(OF_WEB02)
  const sarif = JSON.parse(readFileSync(join(workspace, 'reports/found.sarif'), 'utf8'))
  const lines = sarif.runs[0].results.map(
    (result: { locations: { physicalLocation: { region: { startLine: number } } }[] }) =>
      result.locations[0]?.physicalLocation.region.startLine,
  )
  expect(lines).toEqual([7, 8])
  expect(readFileSync(join(workspace, 'reports/my found.xml'), 'utf8')).toMatch(
    /<testsuite [^>]*tests="2" failures="1"/,
  )
})

describe('nothing in a pull request is executed', () => {
  const ATTACKS = ['$(touch pwned)', '; touch pwned;', '"; touch pwned; "']
  test.each(ATTACKS)('%s as an input', (attack) => {
    const place = `a ${attack}`
    mkdirSync(join(workspace, place))
    for (const name of Object.keys(action.inputs)) {
      runAction({ [name]: name === 'working-directory' ? place : attack })
    }
    expect([workspace, join(workspace, place)].map((directory) => existsSync(join(directory, 'pwned')))).toEqual([
      false,
      false,
    ])
  })

  test.each(ATTACKS)('%s as a file name', (attack) => {
    putFiles(workspace, { [`${attack}.xml`]: { example: WRONG_DOMAIN } })
    expect(annotationsIn(runAction({ paths: `${attack}.xml` }))).toHaveLength(2)
    expect(existsSync(join(workspace, 'pwned'))).toBe(false)
  })

  test('a file name that looks like an option is treated as a file', () => {
    putFiles(workspace, { '-osarif=pwned.xml': { example: RIGHT_DOMAIN } })
    expect(runAction({ paths: '-osarif=pwned.xml' }).stdout).toContain('1 document checked')
    expect(existsSync(join(workspace, 'pwned.xml'))).toBe(false)
  })

  test('a file name or a line of a document that looks like a workflow command is not executed', () => {
    const domain = readFileSync(WRONG_DOMAIN, 'utf8')
    putFiles(workspace, {
      '::warning file=a,line=1::pwned.xml': domain,
      'a\n::warning file=a,line=1::pwned.xml': domain,
      '##[warning]pwned.xml': domain,
      'vms/web02.xml': domain.replace('sav<', '\n::warning file=a,line=1::pwned\n<'),
    })
    const commands = commandsIn(runAction({}))
    expect(commands.length).toBeGreaterThan(7)
    for (const command of commands) expect(command).toMatch(/^::(error|warning) file=[^,]+\.xml,line=[789],/)
  })
})

testWithPeer(['registry'], 'if the program has not been built, the action builds it in its own checkout', () => {
  const checkout = join(scratch, 'checkout')
  copyProject(checkout)
  expect(existsSync(join(checkout, 'dist'))).toBe(false)
  const first = runAction({}, checkout)
  expect(annotationsIn(first)).toEqual(OF_WEB02)
  expect(first.stdout).toContain('added ')
  const second = runAction({}, checkout)
  expect(annotationsIn(second)).toEqual(OF_WEB02)
  expect(second.stdout).not.toContain('added ')
})
