import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { parseHookFile } from '../../src/guests/index.js'
import { entriesBelow } from '../entries-below.js'
import { uuidOf } from '../guests/guests.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-hook-'))
chmodSync(scratch, 0o755)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let home = ''
let hooks = ''
let count = 0
beforeEach(() => {
  const directory = join(scratch, String(count++))
  home = join(directory, 'home')
  hooks = join(directory, 'hooks')
  for (const driver of ['qemu', 'lxc', 'libxl', 'network']) {
    mkdirSync(join(hooks, `${driver}.d`), { recursive: true })
    cpSync('packaging/hook', join(hooks, `${driver}.d/virt-lifecycle`))
  }
  for (const driver of ['qemu', 'lxc', 'libxl']) mkdirSync(activeIn(driver), { recursive: true })
})

const BOOT = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
const UUID = uuidOf(7)
const PLACES = ['/bin', '/usr/bin']
const SHELLS = [['sh'], ['dash'], ['bash'], ['bash', '--posix'], ['busybox', 'sh']]
  .map(([program = '', ...args]) => {
    const path = PLACES.map((place) => join(place, program)).find((file) => existsSync(file))
    return { name: [program, ...args].join(' '), path, args }
  })
  .filter(({ path }) => path !== undefined)

const activeIn = (driver: string) => join(home, '.local/state/virt-lifecycle/active', driver)
/** Every file that is below the state directory. */
const files = () => entriesBelow(home).filter((path) => statSync(join(home, path)).isFile())

/** A domain as libvirt prints it. */
const domain = (name: string, uuid = UUID) =>
  `<domain type='qemu' id='3'>\n  <name>${name}</name>\n  <uuid>${uuid}</uuid>\n  <title>&lt;uuid&gt;../x&lt;/uuid&gt;</title>\n</domain>\n`

interface HookRun {
  readonly driver?: string
  readonly name?: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Run it as a user whom permissions concern. */
  readonly isNobody?: boolean
}

const IS_ROOT = process.getuid?.() === 0
const NOBODY = 65_534

describe.each(SHELLS)('the hook, run by $name', ({ path = '', args }) => {
  function hook(operation: string, options: HookRun = {}) {
    const { driver = 'qemu', name = 'web01', input = domain(name), env = {}, isNobody = false } = options
    const user = isNobody && IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {}
    const script = join(hooks, `${driver}.d/virt-lifecycle`)
    const [op = '', sub = ''] = operation.split(' ')
    const all = { HOME: home, PATH: '/usr/bin:/bin', ...env }
    const ran = spawnSync(path, [...args, script, name, op, sub, '-'], {
      ...user,
      input,
      env: all,
      encoding: 'utf8',
    })
    return { status: ran.status, printed: ran.stdout + ran.stderr }
  }
  const WELL = { status: 0, printed: '' }
  const content = (driver = 'qemu') => readFileSync(join(activeIn(driver), UUID), 'utf8')

  test.each(['qemu', 'lxc', 'libxl'])('keeps a file per active guest of %s', (driver) => {
    expect(hook('started begin', { driver })).toEqual(WELL)
    expect(content(driver)).toBe(`${BOOT}\nweb01\n`)
    expect(files()).toHaveLength(1)
    expect(hook('stopped end', { driver })).toEqual(WELL)
    expect(files()).toEqual([])
    expect(hook('reconnect begin', { driver })).toEqual(WELL)
    expect(files()).toHaveLength(1)
    expect(hook('release end', { driver })).toEqual(WELL)
    expect(files()).toEqual([])
    expect(hook('release end', { driver })).toEqual(WELL)
  })

  test('starts no process for a start', () => {
    expect(hook('started begin', { env: { PATH: '' } })).toEqual(WELL)
    expect(content()).toBe(`${BOOT}\nweb01\n`)
  })

  test.each([
    'prepare begin',
    'start begin',
    'migrate begin',
    'restore begin',
    'attach begin',
    'started end',
    ' ',
    'started',
  ])('does nothing for "%s"', (operation) => {
    expect(hook(operation)).toEqual(WELL)
    expect(files()).toEqual([])
  })

  test('does nothing for a driver that it does not know', () => {
    expect(hook('started begin', { driver: 'network' })).toEqual(WELL)
    expect(files()).toEqual([])
  })

  test.each(['../x', '$(touch $HOME/x)', '`touch $HOME/x`', `a;b 'c"`, '-n', '%s\\n', 'two\nlines', '', 'ü ä'])(
    'keeps the name %j as it is, and nothing else',
    (name) => {
      expect(hook('started begin', { name, input: domain('&lt;x&gt;') })).toEqual(WELL)
      expect(files().map((path) => basename(path))).toEqual([UUID])
      expect(parseHookFile(UUID, content())).toEqual({ uuid: UUID, name: name || UUID, boot: BOOT })
    },
  )

  test.each([
    ['no XML', ''],
    ['text', 'uuid\n'.repeat(20_000)],
    ['a path for a UUID', domain('x', '../../../../x')],
    ['a UUID with a path', domain('x', `${UUID}/x`)],
    ['a pattern for a UUID', domain('x', UUID.replace(/0/g, '?'))],
    ['a UUID in capitals', domain('x', uuidOf(7).replace(/^0/, 'A'))],
    ['a UUID after much else', `${'<x/>\n'.repeat(1000)}<uuid>${UUID}</uuid>`],
  ])('does nothing for %s', (_, input) => {
    expect(hook('started begin', { input })).toEqual(WELL)
    expect(files()).toEqual([])
  })

  test('reads the first UUID and no further', () => {
    const input = `${domain('x')}<uuid>${uuidOf(8)}</uuid>\n${'<x/>\n'.repeat(200_000)}`
    expect(hook('started begin', { input })).toEqual(WELL)
    expect(files().map((path) => basename(path))).toEqual([UUID])
  })

  test('takes XML on one line, and without its last newline', () => {
    expect(hook('started begin', { input: domain('x').replaceAll('\n', '') })).toEqual(WELL)
    expect(files()).toHaveLength(1)
  })

  test('closed streams are no reason to fail', () => {
    const script = join(hooks, 'qemu.d/virt-lifecycle')
    const closing = `exec "$@" <&- >&- 2>&-`
    const command = ['-c', closing, 'sh', path, ...args, script, 'web01', 'started', 'begin', '-']
    expect(spawnSync('/bin/sh', command, { env: { HOME: home } }).status).toBe(0)
    expect(files()).toEqual([])
  })

  test('a directory that is not there, or is a file, or may not be written to, is no reason to fail', () => {
    chmodSync(activeIn('qemu'), 0o555)
    expect(hook('started begin', { isNobody: true })).toEqual(WELL)
    expect(files()).toEqual([])
    mkdirSync(join(activeIn('lxc'), UUID))
    expect(hook('started begin', { driver: 'lxc' })).toEqual(WELL)
    expect(hook('stopped end', { driver: 'lxc' })).toEqual(WELL)
    rmSync(activeIn('libxl'), { recursive: true })
    expect(hook('started begin', { driver: 'libxl' })).toEqual(WELL)
    writeFileSync(activeIn('libxl'), '')
    expect(hook('started begin', { driver: 'libxl' })).toEqual(WELL)
    expect(readFileSync(activeIn('libxl'), 'utf8')).toBe('')
    expect(hook('started begin', { env: { HOME: '' } })).toEqual(WELL)
  })

  test('what it writes is for its user only', () => {
    hook('started begin')
    const mode = spawnSync('stat', ['-c', '%a', join(activeIn('qemu'), UUID)], { encoding: 'utf8' }).stdout.trim()
    expect(mode).toBe('600')
  })
})
