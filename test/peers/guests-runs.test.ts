import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { PROGRAM } from '../cli/program.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'
import { type TestGuest, TestGuests } from './test-guests.js'
import { wrapVirsh } from './virsh-wrapper.js'

/** Off at a stop: first the one without an order, then the one with the higher; the one that is saved is the last. */
const THREE: readonly TestGuest[] = [
  { n: 1, name: 'saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save', order: 1 }, answers: true },
  { n: 2, name: 'killed', lifecycle: { hostStart: 'restart-if-active', hostStop: 'destroy', order: 2 } },
  { n: 3, name: 'ignored', lifecycle: { hostStart: 'ignore', hostStop: 'destroy' } },
]

/** virsh's verbs that do something with a guest. */
const REQUEST = /(managedsave|shutdown|destroy|start) --domain/

describeWithPeer(['virsh', 'libvirtd'], 'runs of guests as processes, against a running libvirt', () => {
  let libvirt: SessionLibvirt
  let guests: TestGuests
  let run = 0
  let directory = ''
  let bootTime = 0

  beforeAll(async () => {
    libvirt = await startSessionLibvirt()
    guests = new TestGuests(libvirt)
    guests.define(THREE)
  })
  // Booting takes most of the time, so the guests that the test before has left running go on.
  beforeEach(async () => {
    directory = guests.directory(`run${run++}`)
    const active = guests.active()
    guests.start(THREE.filter(({ n }) => !active.includes(n)))
    bootTime = await guests.booted(1)
  })
  afterAll(async () => {
    guests?.clear()
    await libvirt?.stop()
    guests?.remove()
  })

  const recorded = () => readdirSync(directory).some((name) => /^guests-.*json$/.test(name))
  const begin = (path: string | undefined, command: string, ...args: readonly string[]) =>
    spawn(
      process.execPath,
      [PROGRAM, 'guests', command, '--uri', libvirt.uri, '--record', directory, '--parallel', '4', ...args],
      { env: { ...process.env, PATH: path, NODE_OPTIONS: '' }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
  const complete = (path: string | undefined, command: string) => ended(begin(path, command))

  test('of two stops at the same time one refuses to run, and each guest is stopped once', async () => {
    const go = join(directory, 'go')
    // The first one cannot be so fast that the other finds nothing left to do.
    const virsh = wrapVirsh(directory, { '*destroy*': `while ! [ -e '${go}' ]; do sleep 0.1; done` })
    const both = [begin(virsh.path, 'stop'), begin(virsh.path, 'stop')].map(ended)
    const refused = await Promise.race(both)
    expect(refused).toEqual({ status: 2, stderr: expect.stringContaining('error VL601') })
    expect(guests.active()).toEqual([1, 2, 3])
    writeFileSync(go, '')
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([0, 2])
    expect(guests.active()).toEqual([])
    const destroyed = virsh.calls().flatMap((call) => /destroy --domain (\S{36})/.exec(call)?.[1] ?? [])
    expect(destroyed.sort()).toEqual([2, 3].map(uuidOf))
  })

  const KILL = 'kill -KILL $PPID'

  test.each([
    ['before the record', { '*dumpxml*': `${KILL}; exit` }, { isRecorded: false, left: [1, 2, 3] }],
    ['after the record', { '*--persistent*': ':', '*list*': `${KILL}; exit` }, { isRecorded: true, left: [1, 2, 3] }],
    ['between guests', { [`*destroy*${uuidOf(2)}*`]: `${KILL}; exit` }, { isRecorded: true, left: [1, 2] }],
    // What was asked of libvirt goes on.
    ['while saving', { '*managedsave*': KILL }, { isRecorded: true, left: undefined }],
  ])('a stop that is killed %s is taken up by the next', async (_, actions, { isRecorded, left }) => {
    const { path } = wrapVirsh(directory, actions)
    expect(await complete(path, 'stop')).toMatchObject({ status: null })
    expect(recorded()).toBe(isRecorded)
    if (left !== undefined) expect(guests.active()).toEqual(left)

    expect(await complete(process.env['PATH'], 'stop')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([])
    expect(await complete(process.env['PATH'], 'start')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([1, 2])
    expect(guests.bootTime(1)).toBe(bootTime)
  })

  test('200 domains, of which three are active: only these are stopped, and the processes are as many as their steps', async () => {
    const others = Array.from({ length: 197 }, (_, i): TestGuest => {
      return { n: i + 4, name: `other${i}`, lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' } }
    })
    guests.define(others)
    const virsh = wrapVirsh(directory)

    expect(await complete(virsh.path, 'stop')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([])
    const stopping = virsh.calls()
    expect(stopping.filter((call) => REQUEST.test(call))).toHaveLength(3)
    // One reads the lists, one all definitions, one looks for guests that have moved; a guest is looked at before and
    // after its request, and on a slow machine now and then meanwhile.
    expect(stopping.length).toBeLessThanOrEqual(20)

    expect(await complete(virsh.path, 'start')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([1, 2])
    expect(guests.bootTime(1)).toBe(bootTime)
    const starting = virsh.calls()
    expect(starting.filter((call) => REQUEST.test(call))).toHaveLength(2)
    expect(starting.length).toBeLessThanOrEqual(2 + 2 * 3)
  })
})

/** What a process that ends gave; the status is null if it was killed. */
async function ended(child: ChildProcess): Promise<{ readonly status: number | null; readonly stderr: string }> {
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const [status] = await once(child, 'close')
  return { status, stderr }
}
