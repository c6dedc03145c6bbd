import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { describeWithPeer } from '../peers/programs.js'
import { cloneProject, commitAll, environmentWith, must, putFiles, run, WRONG_DOMAIN } from './repositories.js'

const [hook, ...more]: readonly Readonly<Record<string, unknown>>[] = parse(
  readFileSync('.pre-commit-hooks.yaml', 'utf8'),
)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-pre-commit-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('there is one hook, whose last argument ends the options', () => {
  expect(more).toEqual([])
  expect(hook).toMatchObject({ id: 'virt-lifecycle', language: 'node', args: ['--'] })
})

describeWithPeer(['pre-commit', 'registry'], 'with pre-commit', () => {
  const repository = join(scratch, 'repository')
  const env = environmentWith({ PRE_COMMIT_HOME: join(scratch, 'pre-commit') })

  beforeAll(() => {
    const project = join(scratch, 'project')
    const rev = cloneProject(project)
    putFiles(repository, {
      'README.md': 'domains\n',
      '.pre-commit-config.yaml': `repos: [{ repo: '${project}', rev: ${rev}, hooks: [{ id: virt-lifecycle }] }]\n`,
    })
    commitAll(repository)
    must('pre-commit', ['install', '--install-hooks'], { cwd: repository, env })
  }, 600_000)

  /** Try to commit files. */
  function commit(files: Parameters<typeof putFiles>[1]): { readonly accepted: boolean; readonly said: string } {
    putFiles(repository, files)
    must('git', ['add', '--all'], { cwd: repository, env })
    const { status, stdout, stderr } = run('git', ['commit', '--message=a change'], { cwd: repository, env })
    return { accepted: status === 0, said: `${stdout}${stderr}` }
  }

  test('an invalid domain is rejected, and accepted once it is fixed', () => {
    const refused = commit({ 'vms/web02.xml': { example: WRONG_DOMAIN } })
    expect(refused.said).toContain('vms/web02.xml:8:16 error VL203 on_hoststop is "sav"')
    expect(refused.accepted).toBe(false)
    const mended = readFileSync(WRONG_DOMAIN, 'utf8').replace('sav<', 'save<').replace('1 min', '60')
    expect(commit({ 'vms/web02.xml': mended }).accepted).toBe(true)
  })

  test('other XML and other files are skipped', () => {
    const { accepted, said } = commit({ 'networks/default.xml': '<network><name>default</name></network>\n', a: 'b' })
    expect(said).toContain('virt-lifecycle validate')
    expect(accepted).toBe(true)
  })

  test('a file name that looks like an option is treated as a file', () => {
    const name = '-osarif=pwned.xml'
    const { accepted, said } = commit({ [name]: { example: WRONG_DOMAIN } })
    expect(said).toContain(`${name}:8:16 error VL203`)
    expect(accepted).toBe(false)
    expect(existsSync(join(repository, 'pwned.xml'))).toBe(false)
    rmSync(join(repository, name))
  })

  test("a project's options are set in its pre-commit configuration", () => {
    const file = join(repository, '.pre-commit-config.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('id: virt-lifecycle', "$&, args: ['--require', 'hoststart', '--']"))
    const { accepted, said } = commit({ 'vms/db01.xml': '<domain><name>db01</name></domain>\n' })
    expect(said).toContain('VL214 the domain is missing the required element <on_hoststart>')
    expect(accepted).toBe(false)
  })
})
