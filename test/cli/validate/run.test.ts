import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PROGRAM, type Run, refusedByLibvirt, spawnVirtLifecycle, virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-run-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const COUNT = 333
const isBad = (i: number): boolean => i % 7 === 3

beforeAll(() => {
  mkdirSync(join(cwd, 'vms'))
  for (let i = 0; i < COUNT; i++) {
    const stop = isBad(i) ? 'sav' : 'save'
    const text = `<domain type="kvm"><name>vm${i}</name><on_hoststop>${stop}</on_hoststop></domain>`
    writeFileSync(join(cwd, 'vms', `${String(i).padStart(4, '0')}.xml`), text)
  }
})

/** The program while it runs; its standard input stays open. */
function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'validate', '--schema', 'embedded', ...args], { cwd })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  return { child, said, until: (pattern: RegExp) => until(child, said, pattern) }
}

async function until(child: ChildProcess, said: { readonly stdout: string }, pattern: RegExp): Promise<void> {
  while (!pattern.test(said.stdout)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with: ${said.stdout}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('several processes', () => {
  const args = (...more: readonly string[]) => ['validate', '--schema', 'embedded', ...more]
  const alone = (...more: readonly string[]) => virtLifecycle(args(...more, '--jobs', '1'), { cwd })
  const run = (...more: readonly string[]) => spawnVirtLifecycle(args(...more), { cwd })

  test.each(['json', 'text', 'sarif', 'junit'])('give the same report, in the same order: %s', async (format) => {
    const expected = await alone('vms', '--format', format)
    expect(expected.status).toBe(1)
    expect(run('vms', '--format', format, '--jobs', '3')).toEqual(expected)
  })

  test('fix as one does', async () => {
    const copy = join(cwd, 'copy')
    const fixed = async (fix: () => Run | Promise<Run>) => {
      rmSync(copy, { recursive: true, force: true })
      cpSync(join(cwd, 'vms'), copy, { recursive: true })
      const { status, stderr } = await fix()
      return { status, stderr, files: readdirSync(copy).map((file) => readFileSync(join(copy, file), 'utf8')) }
    }
    const expected = await fixed(() => alone('copy', '--fix'))
    expect(expected).toMatchObject({ status: 0, stderr: expect.stringContaining('fixed 48 files') })
    expect(await fixed(() => run('copy', '--fix', '--jobs', '3'))).toEqual(expected)
  })

  test('read standard input themselves', () => {
    const text = '<domain type="kvm"><on_hoststop>sav</on_hoststop></domain>'
    const { stdout } = spawnVirtLifecycle(
      ['validate', '--schema', 'embedded', 'vms', '-', '--exclude', '*3.xml', '--jobs', '2', '--format', 'compact'],
      { cwd, input: text },
    )
    expect(stdout).toMatch(/^<stdin>:1:33: error: on_hoststop is "sav"/m)
  })

  test('see what cannot be read', () => {
    const { status, stdout } = run('nix.xml', 'vms', 'nix2.xml', '--jobs', '2', '--format', 'compact')
    expect(status).toBe(2)
    expect(stdout.match(/VL501/g)).toHaveLength(2)
    expect(stdout.match(/VL203/g)).toHaveLength(Array.from({ length: COUNT }, (_, i) => i).filter(isBad).length)
  })

  test.each(['0', '-1', 'all', '1000'])('--jobs %s is a usage error', async (jobs) => {
    const { status, stderr } = await virtLifecycle(args('vms', '--jobs', jobs), { cwd })
    expect(status).toBe(2)
    expect(stderr).toContain('Expected an integer from 1')
  })
})

describe('libxml2 in several processes', () => {
  test('finds what it finds in one', async () => {
    const args = (jobs: string) =>
      ['validate', '--schema', 'embedded', '--engine', 'libxml2', 'vms', '--jobs', jobs, '--json'] as const
    expect(spawnVirtLifecycle(args('2'), { cwd })).toEqual(await virtLifecycle(args('1'), { cwd }))
  })
})

/** Standard input that says when it is read, and then never ends. */
async function* endlessAfter(begin: () => void): AsyncGenerator<Uint8Array> {
  begin()
  await new Promise(() => {})
}

describe('a run that is ended', () => {
  test.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('by %s says what was found so far, and closes its reports', async (signal, status) => {
    const { child, said, until } = start(
      'vms/0003.xml',
      '-',
      'vms/0010.xml',
      '-o',
      'json=out.json',
      '-o',
      'junit=out.xml',
    )
    // The first finding is there while the next document is still awaited.
    await until(/VL203/)
    child.kill(signal)
    const [code] = await once(child, 'close')
    expect(code).toBe(status)
    expect(said.stderr).toBe(
      '1 document checked against the embedded schema: 1 invalid (1 error); stopped early, after 1 of 3 files\n',
    )
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toMatchObject({
      interrupted: true,
      documents: [{ file: 'vms/0003.xml', valid: false }],
      diagnostics: [{ code: 'VL203' }],
    })
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/<\/testsuites>\n$/)
  })

  test('leaves no process behind, and none of them says anything', async () => {
    mkdirSync(join(cwd, 'slow'))
    // A named pipe that nobody writes to, among the files of another process.
    spawnSync('mkfifo', [join(cwd, 'slow', 'pipe.xml')])
    const { child, said, until } = start('vms', 'slow/pipe.xml', '--jobs', '2')
    await until(/vms\/0297\.xml/)
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    expect(code).toBe(130)
    expect(said.stderr).toMatch(/^300 documents checked .* stopped early, after 300 of 334 files\n$/)
  })

  test('a baseline is not updated by what was not seen', async () => {
    const signals = new EventEmitter()
    const { status, stderr } = await virtLifecycle(
      ['validate', '--schema', 'embedded', 'vms/0003.xml', '-', '--baseline', 'new.json', '--update-baseline'],
      { cwd, signals, input: endlessAfter(() => signals.emit('SIGINT', 'SIGINT')) },
    )
    expect(status).toBe(130)
    expect(stderr).toMatch(/stopped early, after 1 of 2 files\n$/)
    expect(existsSync(join(cwd, 'new.json'))).toBe(false)
  })
})

test('a pipe is read whole, and a file of the kernel too, if it is named', async () => {
  const shell = `mkfifo pipe.xml; (sleep 0.2; cat vms/0000.xml) > pipe.xml & "$N" "$P" validate --schema embedded pipe.xml <(cat vms/0001.xml) /dev/fd/3 3< vms/0002.xml`
  const { status, stderr } = spawnSync('bash', ['-c', shell], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, P: PROGRAM, N: process.execPath },
  })
  expect(stderr).toMatch(/^3 documents checked against the embedded schema: all valid/)
  expect(status).toBe(0)
})

describe('a reader that closes early', () => {
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, P: PROGRAM, N: process.execPath },
    })

  test.each(['compact', 'json', 'sarif', 'text'])('ends a run quietly: %s', (format) => {
    const { stdout, stderr } = shell(
      `"$N" "$P" validate --schema embedded --format ${format} vms vms/../vms/*.xml | head -n 1 | wc -l`,
    )
    expect({ lines: stdout.trim(), stderr: format === 'text' ? '' : stderr }).toEqual({ lines: '1', stderr: '' })
    expect(stderr).not.toMatch(/EPIPE|Error|\bat .*\.js/)
  })

  test('does not keep the other reports from being written', () => {
    const { stdout } = shell(
      '"$N" "$P" validate --schema embedded --format compact -o json=all.json vms | head -n 1 >/dev/null; echo $PIPESTATUS',
    )
    expect(stdout.trim()).toBe('1')
    expect(JSON.parse(readFileSync(join(cwd, 'all.json'), 'utf8')).documents).toHaveLength(COUNT)
  })
})

describe('reports in files', () => {
  const run = (...args: readonly string[]) => virtLifecycle(['validate', '--schema', 'embedded', ...args], { cwd })

  test('directories above them are made, and nothing else is left there', async () => {
    expect(
      (await run('vms/0000.xml', '-o', 'sarif=reports/deep/out.sarif', '--output=text=reports/deep/out.txt')).status,
    ).toBe(0)
    expect(readdirSync(join(cwd, 'reports/deep'))).toEqual(['out.sarif', 'out.txt'])
    expect(readFileSync(join(cwd, 'reports/deep/out.txt'), 'utf8')).toBe(
      `1 document checked against the embedded schema: all valid\n${refusedByLibvirt('1 domain')}`,
    )
  })

  test('one that cannot be written is said before anything is validated, and the others stay as they were', async () => {
    writeFileSync(join(cwd, 'old.json'), 'old')
    const { status, stdout, stderr } = await run('vms', '-o', 'json=old.json', '-o', 'sarif=/proc/nothing/out.sarif')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^\/proc\/nothing[^ ]*:1:1 error VL503 cannot be (created|written): /)
    expect(readFileSync(join(cwd, 'old.json'), 'utf8')).toBe('old')
    expect(readdirSync(cwd).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  test('none replaces what is validated, or another domain', async () => {
    const other = join(cwd, 'other.xml')
    const text = '<domain><name>b</name></domain>'
    writeFileSync(other, text)
    writeFileSync(join(cwd, 'broken.xml'), '<domain>')
    for (const [input, report, what] of [
      ['broken.xml', 'json=./broken.xml', 'is an input of this run'],
      ['vms', 'junit=vms/0000.xml', 'is an input of this run'],
      ['vms', 'junit=other.xml', 'contains a domain'],
    ] as const) {
      const { status, stdout, stderr } = await run(input, '-o', 'json=fresh.json', '-o', report)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(`:1:1 error VL505 refusing to overwrite this file with a report: it ${what}`)
    }
    expect([readFileSync(other, 'utf8'), readFileSync(join(cwd, 'broken.xml'), 'utf8')]).toEqual([text, '<domain>'])
    expect(existsSync(join(cwd, 'fresh.json'))).toBe(false)
    // A report is replaced by the next one.
    for (let i = 0; i < 2; i++) expect((await run('vms/0000.xml', '-o', 'junit=again.xml')).status).toBe(0)
  })

  test('none goes through a symbolic link', async () => {
    const precious = join(cwd, 'precious.txt')
    writeFileSync(precious, 'precious')
    symlinkSync(precious, join(cwd, 'gl-code-quality-report.json'))
    const { status, stderr } = await virtLifecycle(['validate', '--schema', 'embedded', 'vms/0000.xml'], {
      cwd,
      env: { GITLAB_CI: 'true' },
    })
    expect(status).toBe(2)
    expect(stderr).toContain(
      'gl-code-quality-report.json:1:1 error VL505 refusing to overwrite this file with a report: it is a symbolic link',
    )
    expect(readFileSync(precious, 'utf8')).toBe('precious')
    rmSync(join(cwd, 'gl-code-quality-report.json'))
  })

  test('a full device', async () => {
    const { status, stderr } = await run('vms', '-o', 'json=/dev/full')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^\/dev\/full:1:1 error VL503 cannot be written: no space left on the device/m)
    expect(stderr).not.toMatch(/\bat .*\.js/)
  })

  test.each([
    [
      ['-o', 'out.json'],
      'Expected FORMAT=FILE, with one of the formats text, compact, json, sarif, junit, tap, github, gitlab, markdown.',
    ],
    [['-o', 'xml=out.xml'], 'Expected FORMAT=FILE'],
    [['-o', 'json='], 'Expected FORMAT=FILE'],
    [['-o', 'json=a', '-o', 'sarif=a'], "option '--output' names the same file twice"],
  ])('%j is a usage error', async (args, message) => {
    const { status, stderr } = await run('vms', ...args)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})
