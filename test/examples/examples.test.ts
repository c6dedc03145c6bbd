import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { RESULTS } from '../../examples/results.mjs'
import { TOUR } from '../../examples/tour.mjs'
import { virtLifecycle } from '../cli/program.js'
import { testWithPeer } from '../peers/programs.js'

/** Write the results instead of comparing them: look at the difference before you commit it. */
const UPDATE = process.env['VIRT_LIFECYCLE_UPDATE'] === '1'

const EXPECTED = 'examples/results'
const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-examples-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
beforeAll(() => {
  if (!UPDATE) return
  rmSync(EXPECTED, { recursive: true, force: true })
  mkdirSync(EXPECTED)
})

/** The files of a directory, or the one file, by name. */
function contents(path: string): Readonly<Record<string, string>> {
  if (!path.endsWith('/')) return { [path]: readFileSync(path, 'utf8') }
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]))
}

describe('each example becomes what results/ holds', () => {
  for (const { path, args, status = 0, needs } of RESULTS) {
    testWithPeer(needs === undefined ? [] : [needs], path, async () => {
      const out = join(scratch, path)
      const run = await virtLifecycle(
        args.map((arg) => (arg === 'OUT' ? out : arg)),
        { cwd: 'examples' },
      )
      expect(run.status).toBe(status)
      if (!path.endsWith('/')) writeFileSync(out, run.stdout)
      if (UPDATE) cpSync(out, join(EXPECTED, path), { recursive: true })
      expect(Object.values(contents(out))).toEqual(Object.values(contents(join(EXPECTED, path))))
    })
  }

  test('and results/ holds nothing else', () => {
    expect(readdirSync(EXPECTED).sort()).toEqual(RESULTS.map(({ path }) => path.replace('/', '')).sort())
  })

  test('no input is left out', () => {
    const inputs = [...RESULTS, ...TOUR].flatMap(({ args }) => args)
    const named = readdirSync('examples/hyperv-synthetic').map((name) => `hyperv-synthetic/${name}`)
    expect(named.filter((name) => !inputs.includes(name))).toEqual([])
  })
})

describe('the tour of npm run demo', () => {
  for (const { title, args, status = 0, needs } of TOUR) {
    testWithPeer(needs === undefined ? [] : [needs], title, async () => {
      const run = await virtLifecycle(
        args.map((arg) => arg.replace('OUT', join(scratch, 'tour')).replace('HERE', encodeURI(resolve('examples')))),
        { cwd: 'examples', env: { PATH: process.env['PATH'] } },
      )
      expect(run.status).toBe(status)
      expect(run.stdout + run.stderr).not.toBe('')
    })
  }
})

describe('a pull response of three machines and a snapshot goes into a directory of domains', () => {
  const response = resolve('examples/hyperv-synthetic/pull-response.xml')
  const cwd = join(scratch, 'into')
  cpSync('examples/domains', join(cwd, 'domains'), { recursive: true })
  const into = (how: string) => virtLifecycle(['convert', response, '--into', 'domains', how], { cwd })

  test('the files become what the diff shows, and a second run changes nothing', async () => {
    const diff = await into('--diff')
    expect(diff.status).toBe(0)
    expect(diff.stdout).toBe(readFileSync(join(EXPECTED, 'pull-response-into-domains.diff'), 'utf8'))
    expect(diff.stderr).toContain('VL304')
    expect((await into('--write')).stderr).toContain('changed 3 of 6 domains, 0 already up to date')
    expect(readFileSync(join(cwd, 'domains/web01.xml'), 'utf8')).toBe(
      readFileSync('examples/domains/web01.xml', 'utf8').replace(" delay='30'>start", '>restart-if-active'),
    )
    expect((await into('--write')).stderr).toContain('changed 0 of 6 domains, 3 already up to date')
    expect((await into('--diff')).stdout).toBe('')
  })

  testWithPeer(['libxmljs2', 'libvirt-schemas'], 'the written files are valid', async () => {
    expect(await virtLifecycle(['validate', 'domains'], { cwd })).toMatchObject({ status: 0, stdout: '' })
  })
})
