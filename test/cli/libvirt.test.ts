import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runVirsh } from '../../src/cli/libvirt/virsh.js'
import { expectAsDocumented } from '../docs/documented.js'
import { describeWithPeer } from '../peers/programs.js'
import { type SessionLibvirt, startSessionLibvirt } from '../peers/session-libvirt.js'
import { spawnVirtLifecycle, virtLifecycle } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-libvirt-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const run = (...args: readonly string[]) =>
  virtLifecycle(['convert', ...args], { cwd: scratch, env: { PATH: process.env['PATH'] } })
const put = (file: string, content: string) => writeFileSync(join(scratch, file), content)
const codes = (text: string) => text.match(/VL\d{3}/g)
const uuid = (n: number) => `6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e0${n}`
const machinesIn = (stdout: string) => JSON.parse(stdout).machines as readonly object[]

/** A program called virsh that changes the commands it is given, before the real one gets them. */
function virshThat(name: string, sed: string): string {
  const directory = join(scratch, name)
  mkdirSync(directory)
  put(
    `${name}/virsh`,
    `#!/bin/sh\nfor last; do :; done\nscript=$(printf '%s' "$last" | sed '${sed}')\nPATH=\${PATH#*:} exec virsh "$1" "$2" "$script"\n`,
  )
  chmodSync(join(directory, 'virsh'), 0o755)
  return `${directory}${delimiter}${process.env['PATH']}`
}

const METADATA = (inner: string) =>
  `<metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">${inner}</lifecycle></metadata>`
const domain = (type: string, name: string, id: string, more = '') =>
  `<domain type="${type}"><name>${name}</name><uuid>${id}</uuid>${more}<memory>32768</memory><os><type>hvm</type></os></domain>`

describe('without a libvirt', () => {
  test('virsh is missing: the program ends at once', () => {
    const { status, stderr } = spawnVirtLifecycle(['convert', '--from', 'libvirt', '--to', 'json'], {
      env: { PATH: join(scratch, 'nowhere') },
      // Shorter than the time that virsh is given.
      timeout: 30_000,
    })
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL509'] })
  })

  test('virsh hangs, and so does what it started: it is ended, with one diagnostic', async () => {
    mkdirSync(join(scratch, 'hanging'))
    put('hanging/virsh', '#!/bin/sh\nsleep 20 &\nexec sleep 20\n')
    chmodSync(join(scratch, 'hanging/virsh'), 0o755)
    const env = { PATH: `${join(scratch, 'hanging')}${delimiter}${process.env['PATH']}` }
    const result = await runVirsh({ cwd: scratch, env }, '', ['list'], 200)
    expect(result).toMatchObject({ diagnostic: { code: 'VL510', message: expect.stringContaining('within 0.2 s') } })
  })

  test('virsh is missing: one diagnostic, status 2', async () => {
    const { status, stdout, stderr } = await virtLifecycle(['convert', '--from', 'libvirt', '--to', 'json'], {
      env: { PATH: join(scratch, 'nowhere') },
    })
    expect({ status, stdout, codes: codes(stderr) }).toEqual({ status: 2, stdout: '', codes: ['VL509'] })
  })

  test.each([
    [['--from', 'libvirt', '--ndjson', '--to', 'json'], /'--ndjson' cannot be used with '--from libvirt'/],
    [
      ['--into', 'libvirt:', '--diff', '--placement', 'element'],
      /'--placement element' cannot be used with '--into libvirt:'/,
    ],
    [['--to', 'json', '--map', 'a=b'], /'--map' requires '--into/],
    [['--to', 'json', '--report', 'r.csv'], /'--report' requires '--into/],
  ] as const)('%j is a usage error', async (args, message) => {
    const { status, stderr } = await run(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})

describeWithPeer(['virsh'], "libvirt's test driver", () => {
  const uri = `test://${scratch}/node.xml`
  beforeAll(() =>
    put(
      'node.xml',
      `<node>${domain('test', 'plain', uuid(1))}${domain('test', 'a;b &apos;c', uuid(2), METADATA('<on_hoststart delay="30">start</on_hoststart>'))}</node>`,
    ),
  )

  test('an unreachable one: one diagnostic with what virsh said, status 2, nothing written', async () => {
    for (const args of [
      ['--from', 'libvirt', 'test:///no.xml', '--to', 'json'],
      ['node.xml', '--into', 'libvirt:test:///no.xml', '--write'],
    ]) {
      const { status, stdout, stderr } = await run(...args)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(codes(stderr)?.filter((code) => code !== 'VL109')).toEqual(['VL510'])
      expect(stderr).toContain("failed to parse xml document '/no.xml'")
    }
  })

  test('domains are read with their state; the metadata counts, else autostart', async () => {
    const { status, stdout, stderr } = await run('--from', 'libvirt', uri, '--to', 'json')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: ['VL343'] })
    expectAsDocumented('VL343', stderr)
    expect(machinesIn(stdout)).toEqual(
      expect.arrayContaining([
        { name: 'plain', uuid: uuid(1), running: true, on_hoststart: 'ignore' },
        { name: "a;b 'c", uuid: uuid(2), running: true, on_hoststart: 'start', delay: 30 },
      ]),
    )
    expect(machinesIn(stdout).length).toBe(2)
  })

  test('a domain that is gone when it is read', async () => {
    const path = virshThat('gone', `s/--domain ${uuid(1)}/--domain ${uuid(9)}/`)
    const { status, stdout, stderr } = await virtLifecycle(['convert', '--from', 'libvirt', uri, '--to', 'json'], {
      env: { PATH: path },
    })
    expect(status).toBe(2)
    expectAsDocumented('VL512', stderr)
    expect(stderr).toMatch(/VL512 the definition of "plain" cannot be read: .*6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e09/)
    expect(machinesIn(stdout).length).toBe(1)
  })

  const vms = (...settings: readonly object[]) =>
    put('vms.json', JSON.stringify(settings.map((more, i) => ({ VMName: `m${i + 1}`, VMId: uuid(i + 1), ...more }))))

  test('writing is checked: a domain that does not hold its settings is an error', async () => {
    vms({ AutomaticStartAction: 4, AutomaticStopAction: 3 }, { AutomaticStartAction: 4 })
    const path = virshThat('refusing', `s/autostart --domain ${uuid(1)}/autostart --domain ${uuid(9)}/`)
    const { status, stderr } = await virtLifecycle(
      ['convert', 'vms.json', '--into', `libvirt:${uri}`, '--write', '--report', 'r.json'],
      {
        cwd: scratch,
        env: { PATH: path },
      },
    )
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL511'] })
    expectAsDocumented('VL511', stderr)
    expect(stderr).toMatch(/VL511 machine "plain": the domain was not changed: failed to get domain/)
    expect(stderr).toMatch(
      /changed 1 of 2 domains, 0 already up to date; 1 of 2 machines not applied: 1 not written\n$/,
    )
    expect(JSON.parse(readFileSync(join(scratch, 'r.json'), 'utf8')).machines).toMatchObject([
      { name: 'm1', outcome: 'not-written', codes: ['VL511'] },
      { name: 'm2', outcome: 'changed', matchedBy: 'uuid' },
    ])
  })

  test('--diff shows the definitions and autostart, and an explicit 0 removes the delay', async () => {
    vms({ AutomaticStopAction: 3 }, { AutomaticStartDelay: 0 })
    const { status, stdout } = await run('vms.json', '--into', `libvirt:${uri}`, '--diff')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^--- a\/plain\.xml$/m)
    expect(stdout).toMatch(/^autostart of "a;b 'c": off -> on$/m)
    expect(stdout).toMatch(/^\+.*<on_hoststart>start<\/on_hoststart>$/m)
  })
})

describeWithPeer(['virsh', 'libvirtd'], 'a libvirt with QEMU', () => {
  let libvirt: SessionLibvirt
  beforeAll(async () => {
    libvirt = await startSessionLibvirt()
    for (const [i, name] of ['web', 'a;b &apos;c', 'gone'].entries()) {
      put(`${i}.xml`, domain('qemu', name, uuid(i + 1)))
      libvirt.virsh(`define ${join(scratch, `${i}.xml`)}`)
    }
  })
  afterAll(() => libvirt.stop())

  const into = (how: string, ...more: readonly string[]) =>
    run('vms.json', '--into', `libvirt:${libvirt.uri}`, how, ...more)
  const held = async () => machinesIn((await run('--from', 'libvirt', libvirt.uri, '--to', 'json')).stdout)

  test('settings are stored, held, and up to date the second time; what is not said stays', async () => {
    put(
      'vms.json',
      JSON.stringify([
        { VMName: 'old', VMId: uuid(1), AutomaticStartAction: 4, AutomaticStartDelay: 30, AutomaticStopAction: 2 },
        { VMName: "A;B 'C", AutomaticStartAction: 3 },
      ]),
    )
    expect((await into('--write')).stderr).toMatch(/changed 2 of 3 domains, 0 already up to date\n$/)
    expect(await held()).toEqual(
      expect.arrayContaining([
        { name: 'web', uuid: uuid(1), running: false, on_hoststart: 'start', delay: 30, on_hoststop: 'destroy' },
        { name: "a;b 'c", uuid: uuid(2), running: false, on_hoststart: 'restart-if-active' },
        { name: 'gone', uuid: uuid(3), running: false, on_hoststart: 'ignore' },
      ]),
    )
    expect(libvirt.virsh('list --all --autostart --name').trim()).toBe('web')
    const again = await into('--write')
    expect({ status: again.status, stdout: again.stdout }).toEqual({ status: 0, stdout: '' })
    expect(again.stderr).toMatch(/changed 0 of 3 domains, 2 already up to date\n$/)
    put('vms.json', JSON.stringify([{ VMId: uuid(1), AutomaticStartAction: 2, AutomaticStartDelay: 0 }]))
    expect((await into('--write')).status).toBe(0)
    expect(await held()).toContainEqual({
      name: 'web',
      uuid: uuid(1),
      running: false,
      on_hoststart: 'ignore',
      on_hoststop: 'destroy',
    })
    expect(libvirt.virsh('list --all --autostart --name').trim()).toBe('')
  })

  test('--all-or-nothing: after a failure the others hold what they held', async () => {
    put(
      'vms.json',
      JSON.stringify([
        { VMId: uuid(1), AutomaticStartAction: 4 },
        { VMId: uuid(3), AutomaticStartAction: 4 },
      ]),
    )
    const before = await held()
    const path = virshThat('half', `s/autostart --domain ${uuid(3)};/autostart --domain ${uuid(9)};/`)
    const { status, stderr } = await virtLifecycle(
      ['convert', 'vms.json', '--into', `libvirt:${libvirt.uri}`, '--write', '--all-or-nothing'],
      { cwd: scratch, env: { PATH: path } },
    )
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL511'] })
    expect(stderr).toContain('nothing was written')
    expect(await held()).toEqual(before)
  })

  test('a transient domain is read live; it cannot keep settings', async () => {
    put('transient.xml', domain('qemu', 'live', uuid(4), METADATA('<on_hoststop>save</on_hoststop>')))
    libvirt.virsh(`create ${join(scratch, 'transient.xml')}`)
    expect(await held()).toContainEqual({
      name: 'live',
      uuid: uuid(4),
      running: true,
      on_hoststart: 'ignore',
      on_hoststop: 'save',
    })
    put('vms.json', JSON.stringify([{ VMId: uuid(4), AutomaticStartAction: 4 }]))
    const { status, stderr } = await into('--write')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 1, codes: ['VL344'] })
    expectAsDocumented('VL344', stderr)
    libvirt.virsh(`destroy ${uuid(4)}`)
  })
})
