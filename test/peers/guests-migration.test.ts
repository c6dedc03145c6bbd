import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { virtLifecycle } from '../cli/program.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'
import { type TestGuest, TestGuests } from './test-guests.js'

/** It does not answer, and writes so much that its migration does not end while that is slow. */
const MOVING: TestGuest = {
  n: 1,
  name: 'moving',
  lifecycle: { hostStart: 'restart-if-active', hostStop: 'shutdown' },
  answers: false,
  writes: true,
}

describeWithPeer(['virsh', 'libvirtd'], 'a guest that moves to another host during a stop', () => {
  let hosts: readonly { readonly libvirt: SessionLibvirt; readonly guests: TestGuests }[] = []

  beforeAll(async () => {
    // One machine is two hosts for libvirt if their UUIDs differ.
    const uuids = [1001, 1002].map((n) => `host_uuid = "${uuidOf(n)}"`)
    const started = await Promise.all(uuids.map((uuid) => startSessionLibvirt({ settings: [uuid] })))
    hosts = started.map((libvirt) => ({ libvirt, guests: new TestGuests(libvirt) }))
  })
  afterAll(async () => {
    for (const { libvirt, guests } of hosts) {
      guests.clear()
      await libvirt.stop()
      guests.remove()
    }
  })

  test('it is not powered off while it moves, and counts as stopped once it is gone', async () => {
    const [from, to] = hosts
    if (from === undefined || to === undefined) throw new Error('two libvirts must run')
    from.guests.start([MOVING])
    const bootTime = await from.guests.booted(1)
    const state = from.guests.directory('state')
    const guests = (command: readonly string[], onOutput: (text: string) => void = () => {}) =>
      virtLifecycle(['guests', ...command, '--uri', from.libvirt.uri, '--record', state], {
        env: { PATH: process.env['PATH'] },
        onOutput,
      })

    from.libvirt.virsh(`migrate-setmaxdowntime ${uuidOf(1)} 1`)
    const migrating = spawn('virsh', [
      ...['-c', from.libvirt.uri, 'migrate', '--live', '--persistent', '--unsafe'],
      ...['--domain', uuidOf(1), '--desturi', to.libvirt.uri],
      ...['--migrateuri', 'tcp://127.0.0.1', '--bandwidth', '1'],
    ])
    const migrated = once(migrating, 'exit')
    while (!/Outgoing migration/.test(from.libvirt.virsh(`domjobinfo ${uuidOf(1)}`))) await pause(100)
    let stopping: ReturnType<typeof guests> | undefined
    await new Promise<void>((resolve) => {
      stopping = guests(['stop', '--timeout', '100'], (text) => {
        if (text.includes('moving: shutdown')) resolve()
      })
    })
    expect(from.guests.active()).toEqual([1])
    from.libvirt.virsh(`migrate-setmaxdowntime ${uuidOf(1)} 10000`, `migrate-setspeed ${uuidOf(1)} 1000`)
    expect(await migrated).toEqual([0, null])
    const stopped = await stopping

    expect(stopped).toMatchObject({ status: 0, stderr: expect.not.stringContaining('destroy') })
    expect(stopped?.stderr).toContain('VL620')
    expect(from.guests.active()).toEqual([])
    expect(to.guests.active('--state-running')).toEqual([1])
    expect(to.guests.bootTime(1)).toBe(bootTime)
    // It is still defined here, but a second copy would destroy its disks.
    expect(await guests(['start'])).toMatchObject({ status: 0 })
    expect(from.guests.active('--all')).toEqual([1])
    expect(from.guests.active()).toEqual([])
  })
})
