import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { describeWithPeer } from '../peers/programs.js'
import { PROGRAM, virtLifecycle } from './program.js'

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'virt-lifecycle-writing-')))
afterAll(() => {
  chmodAll(scratch)
  rmSync(scratch, { recursive: true, force: true })
})

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(join(cwd, 'vms'), { recursive: true })
})

const put = (file: string, content: string) => {
  mkdirSync(dirname(join(cwd, file)), { recursive: true })
  writeFileSync(join(cwd, file), content)
}
const get = (file: string) => readFileSync(join(cwd, file), 'utf8')
const run = (...args: readonly string[]) => virtLifecycle(args, { cwd })
const codes = (text: string) => text.match(/VL\d{3}/g)

const uuid = (n: number) => `6f1a2c34-8d0e-4a57-9b61-${String(n).padStart(12, '0')}`
const domain = (n: number, more = '') =>
  `<domain type='kvm'>\n  <name>vm${n}</name>\n  <uuid>${uuid(n)}</uuid>\n${more}</domain>\n`
const machine = (n: number) => ({ Name: `vm${n}`, Id: uuid(n), State: 2, AutomaticStartAction: 4 })
/** A file that --fix changes, before and after. */
const wrong = domain(1, '  <on_hoststop>sav</on_hoststop>\n')
const right = domain(1, '  <on_hoststop>save</on_hoststop>\n')

/** So many domains in vms/, and their machines in vms.json. */
function domains(number: number): void {
  const all = Array.from({ length: number }, (_, i) => i)
  for (const n of all) put(`vms/vm${n}.xml`, domain(n))
  put('vms.json', JSON.stringify(all.map(machine)))
}
const changed = () => readdirSync(join(cwd, 'vms')).filter((name) => get(`vms/${name}`).includes('on_hoststart'))

function chmodAll(directory: string): void {
  chmodSync(directory, 0o700)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) chmodAll(join(directory, entry.name))
  }
}

/** Run a shell script in which `$virt_lifecycle` is the program. */
function shell(script: string, prefix: readonly string[] = []) {
  const [command = 'sh', ...args] = [...prefix, 'sh', '-c', script]
  const env = {
    ...process.env,
    virt_lifecycle: `"${process.execPath}" "${PROGRAM}"`,
    XDG_CACHE_HOME: join(cwd, 'cache'),
  }
  return spawnSync(command, args, { cwd, env, encoding: 'utf8' })
}

/** A user, even root, who may not read everything. */
const UNPRIVILEGED =
  process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-dac_override,-dac_read_search'] : []

describe('a symbolic link out of the directory', () => {
  const REFUSED = /error VL515 refusing to write to elsewhere\/real\.xml through a symbolic link: it is not in vms\n/

  test.each([
    ['--fix, a directory', 'validate', '--schema', 'embedded', '--fix', 'vms'],
    ['--into', 'convert', 'vms.json', '--into', 'vms', '--write'],
    ['--output', 'convert', 'elsewhere/real.xml', '--to', 'domain', '--placement', 'both', '-o', 'vms'],
  ])('is not followed by %s, unless --follow-links', async (_, ...args) => {
    domains(2)
    rmSync(join(cwd, 'vms/vm0.xml'))
    rmSync(join(cwd, 'vms/vm1.xml'))
    const before = args.includes('--fix') ? wrong : right
    put('elsewhere/real.xml', before)
    symlinkSync('../elsewhere/real.xml', join(cwd, 'vms/real.xml'))
    const refused = await run(...args)
    expect({ status: refused.status, output: refused.stdout + refused.stderr }).toMatchObject({
      status: 2,
      output: expect.stringMatching(REFUSED),
    })
    expect(get('elsewhere/real.xml')).toBe(before)
    expect((await run(...args, '--follow-links')).stderr).not.toContain('VL515')
    expect(get('elsewhere/real.xml')).not.toBe(before)
  })

  test('is not followed to a file that does not exist yet', async () => {
    put('vms.json', JSON.stringify([machine(1)]))
    symlinkSync('../planted', join(cwd, 'vms/vm1.xml'))
    expect(codes((await run('convert', 'vms.json', '--to', 'domain', '-o', 'vms/')).stderr)).toContain('VL515')
    expect(existsSync(join(cwd, 'planted'))).toBe(false)
  })

  test('is not followed where a list names it', async () => {
    put('elsewhere/real.xml', wrong)
    mkdirSync(join(cwd, 'repository'))
    symlinkSync('../elsewhere/real.xml', join(cwd, 'repository/a.xml'))
    put('repository/list', 'a.xml\n')
    const args = ['validate', '--schema', 'embedded', '--fix', '--files-from', 'list']
    expect(codes((await virtLifecycle(args, { cwd: join(cwd, 'repository') })).stdout)).toContain('VL515')
    expect(get('elsewhere/real.xml')).toBe(wrong)
  })

  test('is followed within it, and if it was named itself', async () => {
    put('vms/real.xml', wrong)
    symlinkSync('real.xml', join(cwd, 'vms/link.xml'))
    put('elsewhere/real.xml', wrong)
    symlinkSync('elsewhere/real.xml', join(cwd, 'named.xml'))
    await run('validate', '--schema', 'embedded', '--fix', 'vms', 'named.xml')
    expect([get('vms/real.xml'), get('elsewhere/real.xml')]).toEqual([right, right])
  })
})

describe('an interrupted --into --write', () => {
  /** Signals that come as soon as somebody listens: when the first files are being written. */
  const atOnce = () => {
    const signals = new EventEmitter()
    signals.once('newListener', () => setImmediate(() => signals.emit('SIGINT', 'SIGINT')))
    return signals
  }
  const into = (...more: readonly string[]) =>
    virtLifecycle(['convert', 'vms.json', '--into', 'vms', '--write', ...more], { cwd, signals: atOnce() })

  test('completes what it has begun, and says what was done', async () => {
    domains(100)
    const { status, stderr } = await into('--report', 'report.json')
    const [, done] = /stopped early: changed (\d+) of 100 domains/.exec(stderr) ?? []
    expect({ status, done: Number(done) }).toEqual({ status: 130, done: changed().length })
    expect(changed().length).toBeLessThan(100)
    expect(JSON.parse(get('report.json')).counts).toMatchObject({ changed: changed().length })
    expect(readdirSync(join(cwd, 'vms'))).toHaveLength(100)
  })

  test('--all-or-nothing: nothing', async () => {
    domains(100)
    const { status, stderr } = await into('--all-or-nothing')
    expect({ status, stderr }).toEqual({
      status: 130,
      stderr: 'nothing was written because the run was interrupted (--all-or-nothing)\n',
    })
    expect(changed()).toEqual([])
    expect(readdirSync(join(cwd, 'vms'))).toHaveLength(100)
  })
})

test('--all-or-nothing does not speak of what libvirt drops if nothing is written', async () => {
  domains(2)
  put('vms.json', JSON.stringify([machine(0), { ...machine(1), AutomaticStartAction: 9 }]))
  const { stderr } = await run('convert', 'vms.json', '--into', 'vms', '--write', '--all-or-nothing')
  expect(codes(stderr)).toEqual(['VL301'])
})

test('a domain that cannot hold a setting is not called up to date', async () => {
  put('vms/vm1.xml', domain(1))
  put('vms.json', JSON.stringify([{ Name: 'vm1', Id: uuid(1), State: 2, AutomaticStartDelay: 30 }]))
  const { stderr } = await run('convert', 'vms.json', '--into', 'vms', '--write')
  expect(codes(stderr)).toEqual(['VL303'])
  expect(stderr).toMatch(/\nchanged 0 of 1 domain, 0 already up to date, 1 unable to hold all settings\n$/)
})

test('a file that a killed run left half rewritten is whole before it is read', async () => {
  const journal = (inode: number) => `vms/.virt-lifecycle-ffffffff-1-1-${inode}-0123456789abcdef`
  for (const [command, ...args] of [
    ['validate', '--schema', 'embedded', '--fix', 'vms'],
    ['convert', 'vms.json', '--into', 'vms', '--write'],
  ] as const) {
    put('vms.json', JSON.stringify([machine(1)]))
    // Half of what it was to hold, which is longer, over what it held.
    const [before, after] = [right, right.replace('</name>', '0</name>')]
    put('vms/vm1.xml', after.slice(0, -20) + before.slice(after.length - 20))
    const stem = journal(statSync(join(cwd, 'vms/vm1.xml')).ino)
    put(`${stem}.old`, before)
    put(`${stem}.new`, after)
    const past = Date.now() / 1000 - 120
    for (const ending of ['old', 'new']) utimesSync(join(cwd, `${stem}.${ending}`), past, past)
    const { stdout, stderr } = await run(command, ...args)
    expect(stdout + stderr).toMatch(/vms\/vm1\.xml:1:1 warning VL514 .*: it is whole again\n/)
    expect(readdirSync(join(cwd, 'vms'))).toEqual(['vm1.xml'])
    expect(get('vms/vm1.xml')).toContain('<name>vm1</name>')
  }
})

describe('who does not listen changes nothing', () => {
  const FILES = 300
  beforeEach(() => {
    for (let i = 0; i < FILES; i++)
      put(`vms/${i}.xml`, wrong.replace('</domain>', '  <on_hoststart>nonsense</on_hoststart>\n</domain>'))
  })
  const fixed = () => readdirSync(join(cwd, 'vms')).filter((name) => get(`vms/${name}`).includes('>save<')).length

  test('standard output is closed in the middle of --fix', () => {
    const { stderr } = shell('eval "$virt_lifecycle" validate --schema embedded --fix vms --format json | head -c 10')
    expect(stderr).toContain(`fixed ${FILES} files`)
    expect(fixed()).toBe(FILES)
  })

  test('standard output is full', () => {
    const { status, stderr } = shell('eval "$virt_lifecycle" validate --schema embedded --fix vms > /dev/full')
    expect(stderr).toContain('<stdout>:1:1 error VL503 cannot be written: no space left on the device')
    expect(stderr).toContain(`fixed ${FILES} files`)
    expect({ status, fixed: fixed() }).toEqual({ status: 2, fixed: FILES })
  })

  test.each([
    ['full', '2> /dev/full'],
    ['closed', '2>&-'],
    ['not read', '2>&1 >/dev/null | true'],
  ])('standard error is %s', (_, redirection) => {
    shell(`eval "$virt_lifecycle" validate --schema embedded --fix vms ${redirection}`)
    expect(fixed()).toBe(FILES)
  })

  test('a report that cannot be written does not hide what was fixed', () => {
    const { status, stderr } = shell('eval "$virt_lifecycle" validate --schema embedded --fix vms -o json=/dev/full')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL503'] })
    expect(stderr).toContain(`fixed ${fixed()} files`)
  })
})

describe('what may not be read or written', () => {
  test('an unreadable directory is one finding; the rest is checked', () => {
    put('vms/a/1.xml', right)
    put('vms/b/2.xml', right)
    put('vms/c/3.xml', right)
    chmodSync(join(cwd, 'vms/b'), 0)
    const { status, stdout, stderr } = shell('eval "$virt_lifecycle" validate --schema embedded vms', UNPRIVILEGED)
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: 'vms/b:1:1 error VL501 cannot be read: permission denied\n',
    })
    expect(stderr).toContain('2 documents checked')
  })

  test('a directory that must not be written to', () => {
    put('vms/1.xml', wrong)
    chmodSync(join(cwd, 'vms'), 0o500)
    const { status, stdout } = shell('eval "$virt_lifecycle" validate --schema embedded --fix vms', UNPRIVILEGED)
    expect({ status, stdout }).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('vms/1.xml:1:1 error VL503 cannot be written: permission denied\n'),
    })
    expect(get('vms/1.xml')).toBe(wrong)
  })

  test('a file that must not be written to', () => {
    put('vms/1.xml', wrong)
    chmodSync(join(cwd, 'vms/1.xml'), 0o400)
    const { status } = shell('eval "$virt_lifecycle" validate --schema embedded --fix vms', UNPRIVILEGED)
    expect({ status, content: get('vms/1.xml') }).toEqual({ status: 2, content: wrong })
  })
})

describeWithPeer(['mount namespace'], 'on a disk that is full', () => {
  /** Run a script in a directory `disk` of 16 KiB, in which what was there stays; gives what is there then. */
  const onSmallDisk = (script: string) => {
    mkdirSync(join(cwd, 'disk'))
    mkdirSync(join(cwd, 'after'))
    const setUp = 'set -e; mount -t tmpfs -o size=16k none disk; cp before/* disk; set +e'
    const { status, stdout, stderr } = shell(`${setUp}; ${script}; status=$?; cp -a disk/. after; exit $status`, [
      'unshare',
      '-rm',
    ])
    return { status, output: stdout + stderr }
  }
  /** One page less than half: what is written beside it is cut off. */
  const PAGES = '<!-- '.padEnd(9000, 'x')
  const big = (text: string) => text.replace('</domain>', `${PAGES} -->\n</domain>`)

  test.each([
    ['--fix', 'validate --schema embedded --fix disk'],
    ['--into', 'convert vms.json --into disk --write'],
    ['--output', 'convert many.json --to json -o disk/a.xml'],
    ['--output, piece by piece', 'convert many.json --to powershell-json --ndjson -o disk/a.xml'],
    ['a report', 'validate --schema embedded disk -o json=disk/report.json'],
    ['--update-baseline', 'validate --schema embedded many --baseline disk/a.json --update-baseline'],
  ])('%s leaves the old file whole, and nothing beside it', (_, command) => {
    mkdirSync(join(cwd, 'before'))
    put('before/a.xml', big(command.includes('--fix') ? wrong : right))
    put('before/a.json', '{"version": 1, "findings": []}')
    put('vms.json', JSON.stringify([machine(1)]))
    put('many.json', Array.from({ length: 300 }, (_unused, i) => JSON.stringify(machine(i))).join('\n'))
    for (let i = 0; i < 60; i++) put(`many/${i}.xml`, `${wrong.replace('sav', 'nothing like it')}`)
    if (command.includes('--to json'))
      put('many.json', JSON.stringify(Array.from({ length: 300 }, (_unused, i) => machine(i))))
    if (command.includes('json=')) for (let i = 0; i < 20; i++) put(`before/${i}.xml`, '')
    const { status, output } = onSmallDisk(`eval "$virt_lifecycle" ${command}`)
    expect({ status, output }).toMatchObject({
      status: 2,
      output: expect.stringMatching(/error VL503 cannot be written: no space left on the device\n/),
    })
    for (const name of readdirSync(join(cwd, 'before'))) expect(get(`after/${name}`)).toBe(get(`before/${name}`))
    expect(readdirSync(join(cwd, 'after'))).toEqual(readdirSync(join(cwd, 'before')))
  })

  test('--all-or-nothing gives the others back what they held if one cannot be replaced', () => {
    domains(3)
    // Nothing can be renamed over a file that something is mounted on.
    const { status, stderr } = shell(
      'mount --bind vms/vm2.xml vms/vm2.xml && eval "$virt_lifecycle" convert vms.json --into vms --write --all-or-nothing',
      ['unshare', '-rm'],
    )
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL503'] })
    expect(stderr).toMatch(/\nnothing was written because of errors \(--all-or-nothing\)\n$/)
    expect(changed()).toEqual([])
    expect(readdirSync(join(cwd, 'vms'))).toHaveLength(3)
  })
})
