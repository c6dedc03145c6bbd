import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { REPORT_FORMAT_NAMES } from '../../../src/report/formats.js'
import { CONSUMERS } from '../../report/consumers.js'
import { type Run, refusedByLibvirt, spawnVirtLifecycle, virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-output-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const domain = (stop: string): string =>
  `<domain type="kvm"><name>a</name><on_hoststop>${stop}</on_hoststop></domain>\n`

beforeAll(() => {
  mkdirSync(join(cwd, 'vms'))
  writeFileSync(join(cwd, 'vms/1.xml'), domain(' save ')) // VL209, a warning
  writeFileSync(join(cwd, 'vms/2.xml'), domain('sav')) // VL203, an error
  writeFileSync(join(cwd, 'vms/3.xml'), domain('sav'))
  writeFileSync(join(cwd, 'vms/4.xml'), domain('save'))
})

type Options = Parameters<typeof virtLifecycle>[1]
const validate = (args: readonly string[], options: Options = {}): Promise<Run> =>
  virtLifecycle(['validate', '--schema', 'embedded', ...args], { cwd, ...options })

describe('--quiet', () => {
  test('prints the errors and nothing else; the exit status is the same', async () => {
    const loud = await validate(['vms'])
    const quiet = await validate(['--quiet', 'vms'])
    expect(quiet).toEqual({ status: 1, stdout: loud.stdout.replace(/^vms\/1\.xml.*\n.*\n.*\n/, ''), stderr: '' })
    expect(quiet.stdout).toMatch(/^vms\/2\.xml:1:47 error VL203/)
  })

  test('prints nothing if there is no error', async () => {
    expect(await validate(['-q', 'vms/1.xml'])).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(await validate(['-q', '--max-warnings', '0', 'vms/1.xml'])).toEqual({ status: 1, stdout: '', stderr: '' })
  })

  test.each(REPORT_FORMAT_NAMES)('prints the errors in every format, and a file has everything: %s', async (format) => {
    const { stdout } = await validate(['-q', '--format', format, '--output', `${format}=report`, 'vms'])
    const codes = (report: string) => CONSUMERS[format](report).map(({ code }) => code)
    expect(codes(stdout)).toEqual(['VL203', 'VL203'])
    expect(codes(readFileSync(join(cwd, 'report'), 'utf8'))).toEqual(['VL209', 'VL203', 'VL203'])
  })

  test('prints no note, but what keeps it from running', async () => {
    const bare = { cwd, env: { LIBVIRT_SCHEMAS: undefined }, system: { root: join(cwd, 'nowhere') } }
    const args = ['validate', 'vms/4.xml']
    expect((await virtLifecycle(args, bare)).stderr).toContain('VL404')
    expect(await virtLifecycle([...args, '-q'], bare)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect((await validate(['-q', '--schema', 'nowhere.rng', 'vms'])).stderr).toContain('error VL501')
    expect((await validate(['-q', '--update-baseline', 'vms'])).stderr).toContain("requires '--baseline <file>'")
  })

  test('prints the patch of --fix-dry-run', async () => {
    const { stdout, stderr } = await validate(['-q', '--fix-dry-run', 'vms'])
    expect(stdout).toMatch(/^--- a\/vms\/1\.xml$/m)
    expect(stderr).toMatch(/^vms\/2\.xml:1:47 error VL203.*\n.*\n.*\nvms\/3\.xml:1:47 error VL203.*\n.*\n.*\n$/)
  })
})

describe('--fail-fast', () => {
  test('stops after the first file with an error, and says how many were not checked', async () => {
    const { status, stdout, stderr } = await validate(['--fail-fast', 'vms'])
    expect(status).toBe(1)
    expect([...stdout.matchAll(/^(\S+):1:/gm)].map(([, file]) => file)).toEqual(['vms/1.xml', 'vms/2.xml'])
    expect(stderr).toBe(
      `2 documents checked against the embedded schema: 1 invalid (1 error, 1 warning); stopped at the first error; 2 files not checked\n${refusedByLibvirt('2 domains')}`,
    )
  })

  test.each<[string, readonly string[]]>([
    ['there is no error', ['vms/1.xml', 'vms/4.xml']],
    ['the last file has the first error', ['vms/1.xml', 'vms/2.xml']],
  ])('says nothing of it if %s', async (_, files) => {
    expect(await validate(['--fail-fast', ...files])).toEqual(await validate(files))
  })

  test('makes a report say that it is not complete', async () => {
    const { stdout } = await validate(['--fail-fast', '--json', '--output', 'sarif=report', 'vms'])
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, documents: [{ valid: true }, { valid: false }] })
    const { invocations } = JSON.parse(readFileSync(join(cwd, 'report'), 'utf8')).runs[0]
    expect(invocations).toEqual([{ executionSuccessful: false }])
  })

  test('keeps what a baseline accepts in files that were not checked', async () => {
    const baseline = join(cwd, 'accepted.json')
    await validate(['--baseline', baseline, '--update-baseline', 'vms/3.xml'])
    writeFileSync(join(cwd, 'broken.xml'), '<domain>')
    const run = await validate(['--baseline', baseline, '--fail-fast', '--update-baseline', 'broken.xml', 'vms/3.xml'])
    expect(run.status).toBe(1)
    expect(JSON.parse(readFileSync(baseline, 'utf8')).findings).toMatchObject([{ file: 'vms/3.xml' }])
  })

  test('stops several processes, too', () => {
    mkdirSync(join(cwd, 'many'))
    for (let i = 1000; i < 1400; i++) writeFileSync(join(cwd, 'many', `${i}.xml`), domain(i === 1100 ? 'sav' : 'save'))
    const run = spawnVirtLifecycle(['validate', '--schema', 'embedded', '--fail-fast', '--jobs', '2', 'many'], { cwd })
    expect(run.status).toBe(1)
    expect(run.stderr).toContain(
      '101 documents checked against the embedded schema: 1 invalid (1 error); stopped at the first error; 299 files not checked\n',
    )
  })
})

describe('--color and --no-color', () => {
  const ESCAPE = '\u001b['
  test.each<[string, readonly string[], Options, boolean]>([
    ['a pipe', [], {}, false],
    ['a terminal', [], { tty: true }, true],
    ['a terminal, and NO_COLOR', [], { tty: true, env: { NO_COLOR: '1' } }, false],
    ['a pipe, --color', ['--color'], {}, true],
    ['NO_COLOR, --color', ['--color'], { env: { NO_COLOR: '1' } }, true],
    ['a terminal, --no-color', ['--no-color'], { tty: true }, false],
  ])('%s', async (_, args, options, isColoured) => {
    const { stdout } = await validate([...args, 'vms/2.xml'], options)
    expect(stdout).toContain('VL203')
    expect(stdout.includes(ESCAPE)).toBe(isColoured)
  })

  test('do not change what a report for a program is, or a file', async () => {
    const { stdout } = await validate(['--color', '--json', '--output', 'text=report', 'vms/2.xml'])
    expect(JSON.parse(stdout).diagnostics).toHaveLength(1)
    expect(readFileSync(join(cwd, 'report'), 'utf8')).not.toContain(ESCAPE)
  })
})
