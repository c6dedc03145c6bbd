import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { PROGRAM, virtLifecycle } from '../cli/program.js'
import { expectAsDocumented } from '../docs/documented.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'
import { type TestGuest, TestGuests } from './test-guests.js'

const codes = (text: string) => text.match(/(?<=(?:error|warning) )VL\d{3}/g)

/** As the program reads it, which knows by it that a lock is not of an earlier run of the machine. */
const BOOT = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

const FIVE: readonly TestGuest[] = [
  { n: 1, name: 'saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save', order: 1 }, answers: true },
  { n: 2, name: `a;b 'c"`, lifecycle: { hostStart: 'start', hostStop: 'shutdown' }, answers: true },
  { n: 3, name: 'deaf', lifecycle: { hostStart: 'ignore', hostStop: 'shutdown' } },
  { n: 4, name: 'killed', lifecycle: { hostStart: 'restart-if-active', hostStop: 'destroy', order: 2 } },
  { n: 5, name: 'unset', lifecycle: {} },
]

describeWithPeer(['virsh', 'libvirtd'], 'guests of a running libvirt', () => {
  let libvirt: SessionLibvirt
  let guests: TestGuests
  let run = 0
  let state = ''

  beforeAll(async () => {
    libvirt = await startSessionLibvirt()
    guests = new TestGuests(libvirt)
  })
  beforeEach(() => {
    state = guests.directory(`state${run++}`)
  })
  afterEach(() => guests.clear())
  afterAll(async () => {
    await libvirt?.stop()
    guests?.remove()
  })

  const env = { PATH: process.env['PATH'] }
  const guestsCommand = (command: string, ...args: readonly string[]) =>
    virtLifecycle(['guests', command, '--uri', libvirt.uri, '--record', state, ...args], {
      env,
      system: { processors: 4, bootId: BOOT },
    })
  const resultsOf = () => {
    const { connections } = JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'))
    const entries = connections[0].guests as { name: string; result: string; action?: string }[]
    return Object.fromEntries(entries.map(({ name, result, action }) => [name, action ?? result]))
  }
  /** Whether a stop has saved its record, so that its actions follow. */
  const isRecorded = () => readdirSync(state).some((name) => /^guests-.*json$/.test(name))
  test('five settings: all stop as they say, and exactly the right ones come back, one with its memory', async () => {
    guests.start(FIVE)
    const bootTime = await guests.booted(1)
    await guests.booted(2)
    const stopped = await guestsCommand('stop', '--timeout', '5', '--report', join(state, 'report.json'))
    expect(stopped.stderr).not.toContain('error')
    expect(resultsOf()).toEqual({ saved: 'save', [`a;b 'c"`]: 'shutdown', deaf: 'destroy', killed: 'destroy' })
    expect(guests.active()).toEqual([5])
    libvirt.virsh(`destroy ${uuidOf(5)}`)

    const again = await guestsCommand('stop', '--report', join(state, 'report.json'))
    expect({ status: again.status, results: resultsOf() }).toEqual({ status: 0, results: {} })

    const started = await guestsCommand('start', '--report', join(state, 'report.json'))
    expect({ status: started.status, results: resultsOf() }).toEqual({
      status: 0,
      results: { saved: 'start', [`a;b 'c"`]: 'start', killed: 'start' },
    })
    expect(guests.active()).toEqual([1, 2, 4])
    expect(guests.bootTime(1)).toBe(bootTime)
  })

  test('a stop that is killed half way is taken up by the next, and no guest is forgotten', async () => {
    const some = FIVE.filter(({ n }) => [1, 3, 4].includes(n)).map((guest) => {
      return { ...guest, lifecycle: { ...guest.lifecycle, hostStart: 'restart-if-active' as const } }
    })
    guests.start(some)
    const bootTime = await guests.booted(1)
    // The deaf one is the first, for it has no order; the others still run when the program is killed.
    const args = ['guests', 'stop', '--uri', libvirt.uri, '--record', state, '--timeout', '300']
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('shutdown')) resolve()
      })
    })
    const beside = await guestsCommand('stop')
    expect({ status: beside.status, codes: codes(beside.stderr) }).toEqual({ status: 2, codes: ['VL601'] })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(guests.active()).toEqual([1, 3, 4])

    const second = await guestsCommand('stop', '--timeout', '1')
    expect({ status: second.status, codes: codes(second.stderr) }).toEqual({ status: 0, codes: ['VL605'] })
    expect(guests.active()).toEqual([])
    expect((await guestsCommand('start')).status).toBe(0)
    expect(guests.active()).toEqual([1, 3, 4])
    expect(guests.bootTime(1)).toBe(bootTime)
  })

  test('guests that vanish meanwhile are no failure of a stop; a start says which no longer exist', async () => {
    const some = FIVE.filter(({ n }) => n === 3 || n === 4).map((guest) => {
      return { ...guest, lifecycle: { hostStart: 'restart-if-active', hostStop: 'shutdown' } as const }
    })
    guests.start(some)
    const stopping = guestsCommand('stop', '--timeout', '60')
    while (!isRecorded()) await pause(50)
    libvirt.virsh(`destroy ${uuidOf(3)}`, `destroy ${uuidOf(4)}`)
    expect((await stopping).status).toBe(0)
    libvirt.virsh(`undefine ${uuidOf(4)}`)
    const started = await guestsCommand('start')
    expect({ status: started.status, codes: codes(started.stderr) }).toEqual({ status: 0, codes: ['VL610'] })
    expectAsDocumented('VL610', started.stderr)
    expect(guests.active()).toEqual([3])
  })

  test("a daemon that dies during a stop is waited for, while the guests' time goes on", async () => {
    const some = FIVE.filter(({ n }) => n === 2 || n === 3)
    guests.start(some)
    await guests.booted(2)
    const stopping = guestsCommand('stop', '--timeout', '15', '--report', join(state, 'report.json'))
    while (!isRecorded()) await pause(50)
    await libvirt.restart(2000)
    const { status } = await stopping
    const expected = { [`a;b 'c"`]: 'shutdown', deaf: 'destroy' }
    expect({ status, results: resultsOf() }).toEqual({ status: 0, results: expected })
    expect(guests.active()).toEqual([])
  })

  test('a paused guest is saved and comes back paused; a transient one that is to be saved is asked to shut down', async () => {
    const some = FIVE.filter(({ n }) => n === 1 || n === 2).map((guest) => {
      return { ...guest, lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' } as const }
    })
    guests.define(some)
    // Started from its definition alone, libvirt forgets it when it stops.
    libvirt.virsh(`undefine ${uuidOf(2)}`, `create ${guests.definitionOf(2)}`, `start --paused ${uuidOf(1)}`)
    await guests.booted(2)
    const stopped = await guestsCommand('stop', '--report', join(state, 'report.json'))
    expect(codes(stopped.stderr)).toEqual(['VL605'])
    expect(resultsOf()).toEqual({ saved: 'save', [`a;b 'c"`]: 'shutdown' })
    const started = await guestsCommand('start')
    expect(codes(started.stderr)).toEqual(['VL610'])
    expect(libvirt.virsh('list --all --state-paused --uuid').trim()).toBe(uuidOf(1))
  })
})
