import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PROGRAM } from '../cli/program.js'
import { describeWithPeer } from './programs.js'
import { type SystemLibvirt, startSystemLibvirt } from './system-libvirt.js'
import { type TestGuest, TestGuests } from './test-guests.js'

const SOME: readonly TestGuest[] = [
  { n: 1, name: 'saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' }, answers: true },
  { n: 2, name: 'killed', lifecycle: { hostStart: 'start', hostStop: 'destroy' } },
  { n: 3, name: 'ignored', lifecycle: { hostStart: 'ignore', hostStop: 'destroy' } },
]

describeWithPeer(['virsh', 'libvirtd', 'mount-namespace'], "guests of the system's libvirt", () => {
  let libvirt: SystemLibvirt
  let guests: TestGuests

  beforeAll(async () => {
    libvirt = await startSystemLibvirt()
    guests = new TestGuests(libvirt)
  })
  afterAll(async () => {
    guests?.clear()
    await libvirt?.stop()
    guests?.remove()
  })

  test('they stop and come back; the record is in the directory of the system', async () => {
    const run = (command: string) =>
      libvirt.run(process.execPath, PROGRAM, 'guests', command, '--uri', 'qemu:///system')
    guests.start(SOME)
    const bootTime = await guests.booted(1)
    expect(run('stop')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([])
    expect(libvirt.run('ls', '/var/lib/virt-lifecycle').stdout).toBe('guests-qemu%3A%2F%2F%2Fsystem.json\n')
    expect(run('start')).toMatchObject({ status: 0 })
    expect(guests.active()).toEqual([1, 2])
    expect(guests.bootTime(1)).toBe(bootTime)
  })
})
