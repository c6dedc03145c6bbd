import { EventEmitter } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { expectAsDocumented } from '../docs/documented.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from '../peers/programs.js'
import { type RunOptions, virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-guests-cli-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(cwd)
})

const PATH = process.env['PATH']
const HOST = `test://${resolve('examples/guests/host.xml')}`
const codes = (text: string) => text.match(/(?<=(?:error|warning|note) )VL\d{3}/g) ?? []

const guests = (args: readonly string[], options: Parameters<typeof virtLifecycle>[1] = {}) =>
  virtLifecycle(['guests', ...args, '--record', 'state'], {
    cwd,
    ...options,
    env: { PATH, LIBVIRT_DEFAULT_URI: HOST, ...options.env },
  })

/** A host of libvirt's test driver, all of whose guests are off unless they say otherwise. */
function testHost(...domains: readonly string[]): RunOptions {
  const uuids = domains.map((_, n) => `<uuid>${uuidOf(n)}</uuid><memory>8192</memory><os><type>hvm</type></os>`)
  const elements = domains.map((inner, n) => `<domain type="test"><name>vm${n}</name>${uuids[n]}${inner}</domain>`)
  const xml = `<node xmlns:test="http://libvirt.org/schemas/domain/test/1.0">${elements.join('')}</node>`
  writeFileSync(join(cwd, 'host.xml'), xml)
  return { env: { LIBVIRT_DEFAULT_URI: `test://${cwd}/host.xml` } }
}

const OFF = '<test:runstate>5</test:runstate>'
const settings = (inner: string) =>
  `<metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">${inner}</lifecycle></metadata>`

/** A program called virsh that notes each of its calls. */
function countingVirsh(): { readonly PATH: string; readonly calls: () => number } {
  const log = join(cwd, 'calls')
  writeFileSync(join(cwd, 'virsh'), `#!/bin/sh\necho >> '${log}'\nPATH=\${PATH#*:} exec virsh "$@"\n`)
  chmodSync(join(cwd, 'virsh'), 0o755)
  return { PATH: `${cwd}${delimiter}${PATH}`, calls: () => readFileSync(log, 'utf8').length }
}

test.each([
  [['plan'], /missing required argument 'what'/],
  [['plan', 'reboot'], /Allowed choices are stop, start/],
  [['stop', '--timeout', '0'], /Expected an integer from 1 to 86400/],
  [['stop', '--on-timeout', 'wait'], /Allowed choices are destroy, save, leave/],
  [['start', '--timeout', '5'], /unknown option '--timeout'/],
])('guests %j is a mistake in the call', async (args, message) => {
  const { status, stderr } = await virtLifecycle(['guests', ...args])
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
})

test('virsh is missing: one diagnostic, status 2', async () => {
  const { status, stderr } = await guests(['stop'], { env: { PATH: join(scratch, 'nowhere') } })
  expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL509'] })
})

describeWithPeer(['virsh'], 'guests, with the test driver of libvirt', () => {
  test('what is printed and written as JSON follows its schema', async () => {
    const args = ['--timeout', '1', '--on-timeout', 'leave', '--report', 'report.json']
    expect((await guests(['stop', ...args])).status).toBe(1)
    const report = readFileSync(join(cwd, 'report.json'), 'utf8')
    await guests(['start', '--report', 'started.json'])
    const texts: readonly (readonly [string, string])[] = [
      ['guests-plan', (await guests(['plan', 'stop', '--json'])).stdout],
      ['guests-plan', (await guests(['plan', 'start', '--json', '--record', 'other'])).stdout],
      ['guests-status', (await guests(['status', '--json'])).stdout],
      ['guests-report', report],
      ['guests-report', readFileSync(join(cwd, 'started.json'), 'utf8')],
    ]
    for (const [name, text] of texts) {
      const validate = new Ajv({ allowUnionTypes: true }).compile(
        JSON.parse(readFileSync(resolve(`schema/${name}.schema.json`), 'utf8')),
      )
      expect({ name, valid: validate(JSON.parse(text)), errors: validate.errors }).toEqual({
        name,
        valid: true,
        errors: null,
      })
    }
    expect(JSON.parse(report).connections[0].guests.map(({ result }: { result: string }) => result)).toContain('failed')
  })

  test('a connection that cannot be reached is reported, and the others are dealt with', async () => {
    const args = ['plan', 'stop', '--json', '--uri', 'test:///nosuch.xml', '--uri', HOST]
    const { status, stdout, stderr } = await guests(args)
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL510', 'VL609'] })
    expect(JSON.parse(stdout).connections).toMatchObject([{ uri: HOST, kind: 'stop' }])
  })

  test('200 guests are read by two processes', async () => {
    const host = testHost(
      ...Array.from({ length: 200 }, (_, n) => `${settings('<on_hoststop>save</on_hoststop>')}${n > 0 ? OFF : ''}`),
    )
    const { calls, PATH: counting } = countingVirsh()
    const { stdout } = await guests(['plan', 'stop', '--json'], { env: { ...host.env, PATH: counting } })
    const [{ stages, untouched }] = JSON.parse(stdout).connections
    expect([stages[0].steps.length, untouched.length, calls()]).toEqual([1, 199, 2])
  })

  test('a guest with invalid settings is left, with the mistake and its position', async () => {
    const host = testHost(settings('<on_hoststop>sav</on_hoststop>'))
    const { status, stdout, stderr } = await guests(['plan', 'stop', '--default-stop', 'destroy'], host)
    expect({ status, codes: codes(stderr) }).toEqual({ status: 1, codes: ['VL203'] })
    expect(stderr).toContain('did you mean "save"?')
    expect(stdout).toContain('its settings are invalid')
  })

  test('nothing to stop is well, and leaves a record; a start then knows it', async () => {
    const host = testHost(`${settings('<on_hoststart>restart-if-active</on_hoststart>')}${OFF}`)
    expect(codes((await guests(['plan', 'start'], host)).stderr)).toEqual(['VL611'])
    const { status } = await guests(['stop', '--report', 'report.json'], host)
    expect(status).toBe(0)
    expect(readdirSync(join(cwd, 'state'))).toHaveLength(1)
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({
      connections: [{ kind: 'stop', guests: [], untouched: [{ name: 'vm0', why: 'it is not active' }] }],
    })
    expect(codes((await guests(['plan', 'start'], host)).stderr)).toEqual([])
  })

  test('a second start in the same run of the host does nothing; after the host has started again it does', async () => {
    const host = testHost(`${settings('<on_hoststart>start</on_hoststart>')}`, OFF)
    await guests(['start'], host)
    const again = (bootId: string) => guests(['plan', 'start'], { ...host, system: { bootId } })
    expect((await again('boot')).stdout).toContain("already been started since the host's start")
    expect((await again('next')).stdout).not.toContain('already been started')
  })

  test('a record that is damaged is refused, and with --force done without', async () => {
    const host = testHost(OFF)
    await guests(['stop'], host)
    const [file = ''] = readdirSync(join(cwd, 'state'))
    writeFileSync(join(cwd, 'state', file), '{"version": 1, "uri"')
    const { status, stderr } = await guests(['stop'], host)
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL604'] })
    const shown = await guests(['status'], host)
    expect({ status: shown.status, codes: codes(shown.stderr) }).toEqual({ status: 2, codes: ['VL604'] })
    expect((await guests(['stop', '--force'], host)).status).toBe(0)
    expect((await guests(['stop'], host)).status).toBe(0)
  })

  test('a record that cannot be written stops everything before the first action', async () => {
    writeFileSync(join(cwd, 'state'), '')
    const { status, stderr } = await guests(['stop'])
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL503'] })
    expect(stderr).not.toContain('because')
  })

  test('the lock of a run that goes on is respected, and that of one that has ended is not', async () => {
    const host = testHost(OFF)
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const lock = join(cwd, 'state/lock')
    const giveTo = (holder: string) => mkdirSync(join(lock, holder), { recursive: true })
    giveTo(`${process.pid}_boot_${started}_0123456789abcdef`)
    const { status, stderr } = await guests(['stop'], host)
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL601'] })
    expectAsDocumented('VL601', stderr)
    expect(readdirSync(join(cwd, 'state'))).toEqual(['lock'])
    rmSync(lock, { recursive: true })
    for (const ended of [`${process.pid}_boot_1_1`, `${process.pid}_before_${started}_1`, '4194305_boot_5_1', 'x']) {
      giveTo(ended)
      expect((await guests(['stop'], host)).status).toBe(0)
      expect(readdirSync(join(cwd, 'state')).filter((name) => name.startsWith('lock'))).toEqual([])
    }
    mkdirSync(lock)
    expect((await guests(['stop'], host)).status).toBe(0)
  })

  test('a file with the name of the lock is reported, and stays', async () => {
    mkdirSync(join(cwd, 'state'))
    writeFileSync(join(cwd, 'state/lock'), 'mine')
    const { status, stderr } = await guests(['stop'])
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL503'] })
    expect(stderr).toContain('lock is in the way, which is not a directory: remove it')
    expect(readFileSync(join(cwd, 'state/lock'), 'utf8')).toBe('mine')
  })

  test('an interrupted run ends with the status of the signal, and gives the lock back', async () => {
    const signals = new EventEmitter()
    const onOutput = (text: string) => {
      if (text.includes('web01: shutdown')) signals.emit('SIGTERM', 'SIGTERM')
    }
    const { status } = await guests(['stop', '--timeout', '300'], { signals, onOutput })
    expect(status).toBe(143)
    expect(readdirSync(join(cwd, 'state')).filter((name) => name.startsWith('lock'))).toEqual([])
  })
})

describe('another service that stops the guests', () => {
  /** A virsh for a connection of QEMU without guests. */
  function emptyQemu(mode: string): RunOptions['env'] {
    const script = `#!/bin/sh\nfor last; do :; done\nprintf '%s\\n' "$last" | sed 's/; /\\n/g' | while IFS= read -r line; do
case $line in 'echo --err '*) echo "\${line#echo --err }" >&2;; 'echo '*) echo "\${line#echo }";; uri) echo 'qemu:///${mode}';; esac
done\n`
    writeFileSync(join(cwd, 'virsh'), script)
    chmodSync(join(cwd, 'virsh'), 0o755)
    return { PATH: `${cwd}${delimiter}${PATH}`, XDG_CONFIG_HOME: join(cwd, 'config') }
  }
  const enableLibvirtGuests = () => {
    const directory = join(cwd, 'etc/systemd/system/multi-user.target.wants')
    mkdirSync(directory, { recursive: true })
    symlinkSync('/lib/systemd/system/libvirt-guests.service', join(directory, 'libvirt-guests.service'))
  }
  const setAutoShutdown = (directory: string, value: string) => {
    mkdirSync(join(cwd, directory), { recursive: true })
    writeFileSync(
      join(cwd, directory, 'qemu.conf'),
      `#auto_shutdown_poweroff = "all"\nauto_shutdown_try_save = ${value}\n`,
    )
  }

  test.each([
    ['libvirt-guests', 'system', enableLibvirtGuests],
    ['libvirt-guests', 'session', enableLibvirtGuests],
    ['auto_shutdown', 'system', () => setAutoShutdown('etc/libvirt', '"persistent"')],
    ['auto_shutdown', 'session', () => setAutoShutdown('config/libvirt', '"all"')],
  ])('%s beside a %s connection: refused, unless forced; reported by plan and status', async (_, mode, enable) => {
    enable()
    const options = { env: emptyQemu(mode) ?? {}, system: { root: cwd } }
    for (const command of ['stop', 'start']) {
      const { status, stderr } = await guests([command], options)
      expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL602'] })
      expectAsDocumented('VL602', stderr)
      const forced = await guests([command, '--force'], options)
      expect({ status: forced.status, codes: codes(forced.stderr) }).toEqual({ status: 0, codes: ['VL603'] })
    }
    for (const command of [['plan', 'stop'], ['status']]) {
      const { status, stderr } = await guests(command, options)
      expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: ['VL603'] })
    }
  })

  test.each([
    ['a setting that is "none"', 'system', () => setAutoShutdown('etc/libvirt', '"none"')],
    ["the system's setting, for a session", 'session', () => setAutoShutdown('etc/libvirt', '"all"')],
  ])('%s is no reason', async (_, mode, set) => {
    set()
    const { status, stderr } = await guests(['stop'], { env: emptyQemu(mode) ?? {}, system: { root: cwd } })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})
