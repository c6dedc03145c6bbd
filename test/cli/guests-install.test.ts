import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { expectAsDocumented } from '../docs/documented.js'
import { entriesBelow } from '../entries-below.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from '../peers/programs.js'
import { virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-install-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(join(cwd, 'root/etc/libvirt/hooks'), { recursive: true })
})

const PATH = process.env['PATH']
const codes = (text: string) => text.match(/(?<=(?:error|warning|note) )VL\d{3}/g) ?? []

type Options = Parameters<typeof virtLifecycle>[1]
const run = (args: readonly string[], options: Options = {}) => {
  const { env, system } = options
  return virtLifecycle(['guests', ...args], {
    ...options,
    cwd,
    env: { PATH, ...env },
    system: { root: join(cwd, 'root'), ...system },
  })
}
/** Install below a root, as for an image: nothing is asked of the machine that the tests run on. */
const install = (...args: readonly string[]) => run(['install', '--root', 'root', ...args])
const uninstall = (...args: readonly string[]) => run(['uninstall', '--root', 'root', ...args])

/** Everything below the root: directories, links with their targets, files with their content. */
const tree = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...entriesBelow(join(cwd, 'root'))].sort().map((name) => {
      const path = join(cwd, 'root', name)
      const found = lstatSync(path)
      return [
        name,
        found.isSymbolicLink() ? readlinkSync(path) : found.isDirectory() ? '/' : readFileSync(path, 'utf8'),
      ]
    }),
  )
const inRoot = (path: string) => join(cwd, 'root', path)
const modeOf = (path: string) => (statSync(inRoot(path)).mode & 0o777).toString(8)

const HOOK = 'etc/libvirt/hooks/qemu.d/virt-lifecycle'
const UNIT = 'etc/systemd/system/virt-lifecycle-guests.service'
const START_UNIT = 'etc/systemd/system/virt-lifecycle-guests-start.service'
const WANTS = 'etc/systemd/system/multi-user.target.wants'
const LIST = 'var/lib/virt-lifecycle/installed.json'
const lineOf = (unit: string, name: string) =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(readFileSync(inRoot(unit), 'utf8'))?.[1]

describe('guests install', () => {
  test('writes the hook, the units and their links, and uninstall gives back what was there', async () => {
    const before = tree()
    const { status, stderr } = await install()
    expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: [] })
    const after = tree()
    expect(after[HOOK]).toBe(readFileSync('packaging/hook', 'utf8'))
    expect(after[`${WANTS}/virt-lifecycle-guests.service`]).toBe('../virt-lifecycle-guests.service')
    expect(after[`${WANTS}/virt-lifecycle-guests-start.service`]).toBe('../virt-lifecycle-guests-start.service')
    expect(lineOf(UNIT, 'ExecStop')).toBe('/usr/bin/node /opt/virt-lifecycle/main.js guests stop --uri qemu:///system')
    expect(lineOf(START_UNIT, 'ExecStart')).toBe(
      '/usr/bin/node /opt/virt-lifecycle/main.js guests start --uri qemu:///system',
    )
    expect(lineOf(UNIT, 'TimeoutStopSec')).toBe('900')
    const modes = [HOOK, UNIT, LIST, 'var/lib/virt-lifecycle', 'var/lib/virt-lifecycle/active/qemu'].map(modeOf)
    expect(modes).toEqual(['755', '644', '600', '700', '700'])

    // What the hook has kept, and a record.
    writeFileSync(inRoot(`var/lib/virt-lifecycle/active/qemu/${uuidOf(1)}`), '')
    expect((await uninstall()).status).toBe(0)
    expect(tree()).toEqual(before)
    expect((await uninstall()).status).toBe(0)
  })

  test('the options go into the units, quoted as systemd reads them', async () => {
    const uri = 'qemu+unix:///system?socket=/run/a b/%d$HOME;"x"'
    const system = { program: ['/opt/no de/100%/$x/node', '/opt/$x/main.js'] as const }
    const args = ['--uri', uri, '--uri', 'lxc:///', '--timeout', '300', '--on-timeout', 'save', '--record', 'my state']
    await run(['install', '--root', 'root', ...args, '--parallel', '3', '--default-stop', 'save'], { system })
    const record = `"${cwd}/my state"`
    const common = `--uri "qemu+unix:///system?socket=/run/a b/%%d$$HOME;\\"x\\"" --uri lxc:/// --parallel 3 --record ${record}`
    const program = '"/opt/no de/100%%/$x/node" "/opt/$$x/main.js"'
    expect(lineOf(UNIT, 'ExecStop')).toBe(
      `${program} guests stop ${common} --timeout 300 --on-timeout save --default-stop save`,
    )
    expect(lineOf(START_UNIT, 'ExecStart')).toBe(`${program} guests start ${common}`)
    expect([lineOf(UNIT, 'ReadWritePaths'), lineOf(START_UNIT, 'ReadWritePaths')]).toEqual([record, record])
    expect(existsSync(inRoot('etc/libvirt/hooks/lxc.d/virt-lifecycle'))).toBe(true)
  })

  test('a dry run changes nothing, and says what a run then does', async () => {
    const before = tree()
    const dry = await install('--dry-run')
    expect(tree()).toEqual(before)
    const real = await install()
    expect(dry.stdout.replace(/^ .*\n/gm, '')).toBe(real.stdout)
    const installed = tree()
    const away = await uninstall('--dry-run')
    expect(tree()).toEqual(installed)
    for (const [path, content] of Object.entries(installed)) {
      if (content !== '/') expect(away.stdout).toContain(`remove root/${path}\n`)
    }
    expect((await install('--dry-run')).stderr).toContain('nothing would be changed')
  })

  test('run again, it updates, and removes what is no longer wanted', async () => {
    await install('--uri', 'lxc:///system', '--timeout', '10')
    await install('--timeout', '20')
    expect(existsSync(inRoot('etc/libvirt/hooks/lxc.d/virt-lifecycle'))).toBe(false)
    expect(lineOf(UNIT, 'ExecStop')).toContain('--timeout 20')
    const again = await install('--timeout', '20')
    expect({ status: again.status, stdout: again.stdout }).toEqual({ status: 0, stdout: '' })
    await uninstall()
    expect(Object.values(tree()).filter((content) => content !== '/')).toEqual([])
  })

  test.each([HOOK, UNIT, START_UNIT, `${WANTS}/virt-lifecycle-guests.service`])(
    'never replaces a file that it did not write: %s',
    async (path) => {
      mkdirSync(dirname(inRoot(path)), { recursive: true })
      writeFileSync(inRoot(path), 'mine')
      const before = tree()
      for (const force of [[], ['--force']]) {
        const { status, stderr } = await install(...force)
        expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL614'] })
        expectAsDocumented('VL614', stderr)
        expect(tree()).toEqual(before)
      }
    },
  )

  test('a link where a file is to be is not followed', async () => {
    mkdirSync(dirname(inRoot(UNIT)), { recursive: true })
    writeFileSync(join(cwd, 'elsewhere'), 'mine')
    symlinkSync(join(cwd, 'elsewhere'), inRoot(UNIT))
    expect(codes((await install()).stderr)).toEqual(['VL614'])
    rmSync(inRoot(UNIT))
    await install()
    rmSync(inRoot(UNIT))
    symlinkSync(join(cwd, 'elsewhere'), inRoot(UNIT))
    expect(codes((await install()).stderr)).toEqual(['VL615'])
    expect((await install('--force')).status).toBe(0)
    expect(lstatSync(inRoot(UNIT)).isFile()).toBe(true)
    expect(readFileSync(join(cwd, 'elsewhere'), 'utf8')).toBe('mine')
  })

  test('a file that was changed is kept by both, unless forced', async () => {
    await install()
    appendFileSync(inRoot(UNIT), '# mine\n')
    for (const command of [install, install, uninstall]) {
      const { status, stderr } = await command()
      expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: ['VL615'] })
      expectAsDocumented('VL615', stderr)
      expect(tree()[UNIT]).toContain('# mine')
    }
    // The rest is gone, and what is kept is still known.
    expect(Object.keys(tree()).filter((path) => path.includes('virt-lifecycle'))).toEqual([
      `${WANTS}/virt-lifecycle-guests.service`,
      UNIT,
      'var/lib/virt-lifecycle',
      LIST,
    ])
    expect((await install('--force')).status).toBe(0)
    expect(tree()[UNIT]).not.toContain('# mine')
    appendFileSync(inRoot(UNIT), '# mine\n')
    expect((await uninstall('--force')).status).toBe(0)
    expect(Object.keys(tree())).toEqual(['etc', 'etc/libvirt', 'etc/libvirt/hooks'])
  })

  test('a failure half way is reported; uninstall removes what was made, and another run completes it', async () => {
    const before = tree()
    writeFileSync(inRoot('etc/systemd'), '')
    const { status, stderr } = await install()
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL503'] })
    rmSync(inRoot('etc/systemd'))
    expect((await uninstall()).status).toBe(0)
    expect(tree()).toEqual(before)

    await install()
    const whole = tree()
    await uninstall()
    writeFileSync(inRoot('etc/systemd'), '')
    await install()
    rmSync(inRoot('etc/systemd'))
    expect((await install()).status).toBe(0)
    expect(tree()).toEqual(whole)
  })

  test('a run that was cut off while a file was being replaced is completed, with nothing taken for changed', async () => {
    await install('--timeout', '10')
    const [old, list] = [readFileSync(inRoot(UNIT)), readFileSync(inRoot(LIST), 'utf8')]
    await install('--timeout', '20')
    // The list of both, and one of the files.
    const [before, after] = [JSON.parse(list), JSON.parse(readFileSync(inRoot(LIST), 'utf8'))]
    const files = before.files.map(({ path, sha256 }: { path: string; sha256: string[] }, i: number) => {
      return { path, sha256: [...sha256, ...after.files[i].sha256] }
    })
    writeFileSync(inRoot(LIST), JSON.stringify({ ...after, files }))
    writeFileSync(inRoot(UNIT), old)
    const { status, stderr } = await install('--timeout', '20')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: [] })
    expect(JSON.parse(readFileSync(inRoot(LIST), 'utf8'))).toEqual(after)
  })

  test.each([['{'], ['{"version": 1, "options": {}}'], ['[]']])(
    'a list that is damaged is refused: %s',
    async (text) => {
      await install()
      writeFileSync(inRoot(LIST), text)
      const before = tree()
      for (const command of [install, uninstall]) {
        const { status, stderr } = await command('--force')
        expect({ status, codes: [...new Set(codes(stderr))] }).toEqual({ status: 2, codes: ['VL617'] })
      }
      expect(tree()).toEqual(before)
      rmSync(inRoot(LIST))
      expect((await install()).status).toBe(0)
      expect((await uninstall()).status).toBe(0)
      expect(existsSync(inRoot(HOOK))).toBe(false)
    },
  )

  test('the guests of a session are refused', async () => {
    const { status, stderr } = await install('--uri', 'qemu:///session')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL619'] })
    expectAsDocumented('VL619', stderr)
  })

  test('another service is a reason to refuse; --force installs beside it, and the units say so', async () => {
    mkdirSync(inRoot(WANTS), { recursive: true })
    symlinkSync('/lib/systemd/system/libvirt-guests.service', inRoot(`${WANTS}/libvirt-guests.service`))
    const { status, stderr } = await install()
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL602'] })
    expect(existsSync(inRoot(UNIT))).toBe(false)
    const forced = await install('--force')
    expect({ status: forced.status, codes: codes(forced.stderr) }).toEqual({ status: 0, codes: ['VL603'] })
    expect(lineOf(UNIT, 'ExecStop')).toMatch(/ --force$/)
  })
})

/** A program on a PATH of its own that notes its calls and answers as a script says; without virsh, unless it is that. */
function program(name: string, script: string): { readonly PATH: string; readonly calls: () => readonly string[] } {
  const log = join(cwd, `${name}.log`)
  mkdirSync(join(cwd, 'bin'), { recursive: true })
  writeFileSync(join(cwd, 'bin', name), `#!/bin/sh\necho "$*" >> '${log}'\n${script}\n`)
  chmodSync(join(cwd, 'bin', name), 0o755)
  return {
    PATH: join(cwd, 'bin'),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  }
}

describe('with systemd', () => {
  beforeEach(() => {
    mkdirSync(inRoot('run/systemd/system'), { recursive: true })
  })
  const SHOW = '--no-ask-password show --property=ActiveState,ExecStop virt-lifecycle-guests.service'

  test('the units are loaded, and the guests are not started', async () => {
    const { PATH, calls } = program('systemctl', '')
    const { status, stderr } = await run(['install'], { env: { PATH } })
    // Without virsh, nobody knows how long a stop takes.
    expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: ['VL618'] })
    expect(stderr).toContain('systemctl restart libvirtd')
    expect(calls()).toEqual([
      '--no-ask-password daemon-reload',
      '--no-ask-password start virt-lifecycle-guests.service',
    ])
  })

  test('below another root, systemd is not asked', async () => {
    const { PATH, calls } = program('systemctl', '')
    await run(['install', '--root', 'root'], { env: { PATH } })
    await run(['uninstall', '--root', 'root'], { env: { PATH } })
    expect(calls()).toEqual([])
  })

  test('uninstall stops the unit only when it has no ExecStop= any more, so that no guest is stopped', async () => {
    const stop = `case "$*" in
*' stop virt-lifecycle-guests.service') test ! -e '${inRoot(UNIT)}' || exit 1;;
*' daemon-reload') test ! -e '${inRoot(UNIT)}' || test ! -e '${join(cwd, 'removing')}' || exit 1;;
*' show '*) echo ActiveState=active;;
esac`
    const { PATH, calls } = program('systemctl', stop)
    await run(['install'], { env: { PATH } })
    writeFileSync(join(cwd, 'removing'), '')
    const before = calls().length
    const { status, stderr } = await run(['uninstall'], { env: { PATH } })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(calls().slice(before)).toEqual([
      '--no-ask-password stop virt-lifecycle-guests-start.service',
      '--no-ask-password daemon-reload',
      SHOW,
      '--no-ask-password stop virt-lifecycle-guests.service',
    ])
  })

  test.each([
    ['an ExecStop= from elsewhere', 'ActiveState=active\\nExecStop={ path=/bin/x ; }', 2, ['VL616']],
    ['a unit that is not active', 'ActiveState=inactive', 0, []],
  ])('uninstall does not stop %s', async (_, shown, expected, expectedCodes) => {
    const { PATH, calls } = program('systemctl', `case "$*" in *' show '*) printf '${shown}\\n';; esac`)
    await run(['install'], { env: { PATH } })
    const { status, stderr } = await run(['uninstall'], { env: { PATH } })
    expect({ status, codes: codes(stderr) }).toEqual({ status: expected, codes: expectedCodes })
    if (expected === 2) expectAsDocumented('VL616', stderr)
    expect(calls().at(-1)).toBe(SHOW)
    expect(existsSync(inRoot(HOOK))).toBe(false)
  })

  test.each([
    ['fails', 'echo "Failed to connect to bus: No such file or directory" >&2; exit 1'],
    ['is ended', 'kill -9 $$'],
  ])('a systemctl that %s is reported, and the files are there', async (_, script) => {
    const { PATH } = program('systemctl', script)
    const { status, stderr } = await run(['install'], { env: { PATH } })
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL618', 'VL616'] })
    expect(existsSync(inRoot(UNIT))).toBe(true)
  })

  test('a systemctl that is missing is reported', async () => {
    const { status, stderr } = await run(['install'], { env: { PATH: join(cwd, 'nowhere') } })
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL618', 'VL616'] })
  })
})

describeWithPeer(['virsh'], 'on a host with guests', () => {
  const settings = (inner: string) =>
    `<metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">${inner}</lifecycle></metadata>`

  /** libvirt's test driver, which says that it is the system's QEMU; all guests run. */
  function qemuHost(number: number, inner: string): Options {
    const domains = Array.from({ length: number }, (_, n) => {
      const body = `<uuid>${uuidOf(n)}</uuid>${settings(inner)}<memory>8192</memory><os><type>hvm</type></os>`
      return `<domain type="test"><name>vm${n}</name>${body}</domain>`
    })
    writeFileSync(join(cwd, 'host.xml'), `<node>${domains.join('')}</node>`)
    const uri = `test://${cwd}/host.xml`
    const { PATH: own } = program(
      'virsh',
      `PATH=\${PATH#*:}\nshift 2\nvirsh -q -c '${uri}' "$@" | sed 's#test:///.*/host.xml#qemu:///system#'`,
    )
    return { env: { PATH: `${own}${delimiter}${PATH}`, LIBVIRT_DEFAULT_URI: uri } }
  }
  const heard = (n: number, boot: string) => {
    const file = inRoot(`var/lib/virt-lifecycle/active/qemu/${uuidOf(n)}`)
    writeFileSync(file, `${boot}\nvm${n}\n`)
    return file
  }
  const status = (options: Options) => run(['status', '--uri', 'qemu:///system'], options)
  const BOOT = uuidOf(100)
  const EARLIER = uuidOf(99)

  test('the unit gives the stop the time of the plan; status says when that is too short', async () => {
    const slow = '<on_hoststop>shutdown</on_hoststop>'
    await run(['install', '--timeout', '600', '--parallel', '1'], qemuHost(3, slow))
    const given = Number(lineOf(UNIT, 'TimeoutStopSec'))
    expect(given).toBeGreaterThan(3 * 600)
    const codesOf = async (options: Options) => codes((await status(options)).stderr).filter((code) => code === 'VL613')
    expect(await codesOf(qemuHost(3, slow))).toEqual([])
    const more = await status(qemuHost(4, slow))
    expectAsDocumented('VL613', more.stderr)
    expect(await codesOf(qemuHost(4, slow))).toEqual(['VL613'])
    await run(['install', '--timeout', '600', '--parallel', '1'], qemuHost(4, slow))
    expect(await codesOf(qemuHost(4, slow))).toEqual([])
  })

  test('status says that the hook has not heard of an active guest, until it has', async () => {
    const host = qemuHost(2, '<on_hoststop>destroy</on_hoststop>')
    const silent = async () => codes((await status(host)).stderr).filter((code) => code === 'VL612')
    expect(await silent()).toEqual([])
    await install()
    expectAsDocumented('VL612', (await status(host)).stderr)
    heard(0, BOOT)
    expect(await silent()).toEqual(['VL612'])
    heard(1, BOOT)
    expect(await silent()).toEqual([])
  })

  test('after a loss of power a start goes by the files of earlier boots, and removes those of guests that are off', async () => {
    const host = qemuHost(1, '<on_hoststart>restart-if-active</on_hoststart>')
    const start = (...args: readonly string[]) =>
      run([...args, '--uri', 'qemu:///system'], { ...host, system: { bootId: BOOT, isRoot: true } })
    await install()
    const [running, gone, now] = [heard(0, EARLIER), heard(7, EARLIER), heard(8, BOOT)]
    writeFileSync(inRoot(`var/lib/virt-lifecycle/active/qemu/${uuidOf(9)}`), '')
    const planned = await start('plan', 'start')
    expect(codes(planned.stderr)).toEqual(['VL610', 'VL610'])
    expect(planned.stderr).toContain('"vm7"')
    expect([running, gone, now].map((file) => existsSync(file))).toEqual([true, true, true])
    expect((await start('start')).status).toBe(0)
    expect([running, gone, now].map((file) => existsSync(file))).toEqual([true, false, true])
    expect(readdirSync(inRoot('var/lib/virt-lifecycle/active/qemu'))).toHaveLength(2)
  })
})
