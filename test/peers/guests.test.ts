import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { lifecycleText } from '../../src/domain/index.js'
import { LIFECYCLE_NAMESPACE, type Lifecycle } from '../../src/lifecycle/index.js'
import { PROGRAM, virtLifecycle } from '../cli/program.js'
import { expectAsDocumented } from '../docs/documented.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'

const codes = (text: string) => text.match(/(?<=(?:error|warning) )VL\d{3}/g)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-guests-'))
// QEMU runs as another user.
chmodSync(scratch, 0o755)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** As the program reads it, which knows by it that a lock is not of an earlier run of the machine. */
const BOOT = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** Where the guest counts, 18 times a second. */
const COUNTER = 0x7e00

/**
 * A boot sector that counts in memory and answers ACPI's power button: it enables the button's event (PM1_EN, port 0x602),
 * looks at its status at each tick of the timer (bit 8 of PM1_STS, port 0x600), and switches off (PM1_CNT, port 0x604).
 */
function bootSector(): Buffer {
  const code = [
    0x31,
    0xc0,
    0x8e,
    0xd8, // xor ax, ax; mov ds, ax
    0x66,
    0xc7,
    0x06,
    0x00,
    0x7e,
    0,
    0,
    0,
    0, // mov dword [COUNTER], 0
    0xba,
    0x02,
    0x06,
    0xb8,
    0x00,
    0x01,
    0xef, // mov dx, 0x602; mov ax, 0x100; out dx, ax
    0xfb,
    0xf4, // tick: sti; hlt
    0x66,
    0xff,
    0x06,
    0x00,
    0x7e, // inc dword [COUNTER]
    0xba,
    0x00,
    0x06,
    0xed,
    0xf6,
    0xc4,
    0x01, // mov dx, 0x600; in ax, dx; test ah, 1
    0x74,
    0xf0, // jz tick
    0xba,
    0x04,
    0x06,
    0xb8,
    0x00,
    0x20,
    0xef, // mov dx, 0x604; mov ax, 0x2000; out dx, ax
    0xeb,
    0xe7, // jmp tick
  ]
  const sector = Buffer.alloc(512)
  sector.set(code)
  sector.set([0x55, 0xaa], 510)
  return sector
}

interface TestGuest {
  readonly n: number
  readonly name: string
  readonly lifecycle: Lifecycle
  /** Whether it answers a request to shut down. */
  readonly answers?: boolean
}

const FIVE: readonly TestGuest[] = [
  { n: 1, name: 'saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save', order: 1 }, answers: true },
  { n: 2, name: `a;b 'c"`, lifecycle: { hostStart: 'start', hostStop: 'shutdown' }, answers: true },
  { n: 3, name: 'deaf', lifecycle: { hostStart: 'ignore', hostStop: 'shutdown' } },
  { n: 4, name: 'killed', lifecycle: { hostStart: 'restart-if-active', hostStop: 'destroy', order: 2 } },
  { n: 5, name: 'unset', lifecycle: {} },
]

function definition({ n, name, lifecycle, answers = false }: TestGuest): string {
  const disk = join(scratch, `disk${n}`)
  if (answers && !existsSync(disk)) {
    writeFileSync(disk, bootSector())
    chmodSync(disk, 0o666)
  }
  const settings = lifecycleText(lifecycle).replace('>', ` xmlns="${LIFECYCLE_NAMESPACE}">`)
  return `<domain type="qemu">
<name>${name.replaceAll('"', '&quot;')}</name><uuid>${uuidOf(n)}</uuid>
<metadata>${settings}</metadata>
<memory unit="MiB">32</memory><os><type machine="pc">hvm</type></os><features><acpi/></features>
<devices>${answers ? `<disk type="file"><source file="${disk}"/><target dev="hda" bus="ide"/></disk>` : ''}</devices>
</domain>`
}

describeWithPeer(['virsh', 'libvirtd'], 'guests of a running libvirt', () => {
  let libvirt: SessionLibvirt
  let run = 0
  let state = ''

  beforeAll(async () => {
    libvirt = await startSessionLibvirt()
  })
  afterEach(() => {
    for (const uuid of listed('--all')) {
      libvirt.virsh(`destroy ${uuid}`, `managedsave-remove ${uuid}`, `undefine ${uuid}`)
    }
  })
  afterAll(() => libvirt?.stop())

  const listed = (which = '') => libvirt.virsh(`list ${which} --uuid`).split('\n').filter(Boolean)
  const active = () =>
    listed()
      .map((uuid) => Number(uuid.slice(-2)))
      .sort()

  function define(guests: readonly TestGuest[], ...commands: readonly string[]): void {
    state = join(scratch, `state${run++}`)
    mkdirSync(state)
    for (const guest of guests) writeFileSync(join(scratch, `${guest.n}.xml`), definition(guest))
    libvirt.virsh(...guests.map(({ n }) => `define ${join(scratch, `${n}.xml`)}`), ...commands)
  }
  const startAll = (guests: readonly TestGuest[]) => guests.map(({ n }) => `start ${uuidOf(n)}`)

  const env = { PATH: process.env['PATH'] }
  const guestsCommand = (command: string, ...args: readonly string[]) =>
    virtLifecycle(['guests', command, '--uri', libvirt.uri, '--record', state, ...args], {
      env,
      system: { processors: 4, bootId: BOOT },
    })
  const resultsOf = () => {
    const { connections } = JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'))
    const guests = connections[0].guests as { name: string; result: string; action?: string }[]
    return Object.fromEntries(guests.map(({ name, result, action }) => [name, action ?? result]))
  }
  /** Whether a stop has saved its record, so that its actions follow. */
  const isRecorded = () => readdirSync(state).some((name) => /^guests-.*json$/.test(name))
  /** The counter of a guest in its memory. */
  const counter = (n: number) => {
    const printed = libvirt.virsh(`qemu-monitor-command ${uuidOf(n)} --hmp "xp /1wd ${COUNTER}"`)
    return Number(/: *(\d+)/.exec(printed)?.[1])
  }
  /** Wait until a guest that answers has come so far that it counts. */
  async function booted(n: number): Promise<void> {
    for (let waited = 0; !(counter(n) > 3 && counter(n) < 100_000); waited += 100) {
      if (waited > 60_000) throw new Error(`guest ${n} does not count: ${counter(n)}`)
      await pause(100)
    }
  }

  test('five settings: all stop as they say, and exactly the right ones come back, one with its memory', async () => {
    define(FIVE, ...startAll(FIVE))
    await booted(1)
    await booted(2)
    const stopped = await guestsCommand('stop', '--timeout', '5', '--report', join(state, 'report.json'))
    expect(stopped.stderr).not.toContain('error')
    expect(resultsOf()).toEqual({ saved: 'save', [`a;b 'c"`]: 'shutdown', deaf: 'destroy', killed: 'destroy' })
    expect(active()).toEqual([5])
    libvirt.virsh(`destroy ${uuidOf(5)}`)

    const again = await guestsCommand('stop', '--report', join(state, 'report.json'))
    expect({ status: again.status, results: resultsOf() }).toEqual({ status: 0, results: {} })

    const started = await guestsCommand('start', '--report', join(state, 'report.json'))
    expect({ status: started.status, results: resultsOf() }).toEqual({
      status: 0,
      results: { saved: 'start', [`a;b 'c"`]: 'start', killed: 'start' },
    })
    expect(active()).toEqual([1, 2, 4])
    // A guest that boots sets it to 0, and needs seconds to come so far.
    expect(counter(1)).toBeGreaterThan(3)
  })

  test('a stop that is killed half way is taken up by the next, and no guest is forgotten', async () => {
    const guests = FIVE.filter(({ n }) => [1, 3, 4].includes(n)).map((guest) => {
      return { ...guest, lifecycle: { ...guest.lifecycle, hostStart: 'restart-if-active' as const } }
    })
    define(guests, ...startAll(guests))
    await booted(1)
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
    expect(active()).toEqual([1, 3, 4])

    const second = await guestsCommand('stop', '--timeout', '1')
    expect({ status: second.status, codes: codes(second.stderr) }).toEqual({ status: 0, codes: ['VL605'] })
    expect(active()).toEqual([])
    expect((await guestsCommand('start')).status).toBe(0)
    expect(active()).toEqual([1, 3, 4])
    expect(counter(1)).toBeGreaterThan(3)
  })

  test('guests that vanish meanwhile are no failure of a stop; a start says which no longer exist', async () => {
    const guests = FIVE.filter(({ n }) => n === 3 || n === 4).map((guest) => {
      return { ...guest, lifecycle: { hostStart: 'restart-if-active', hostStop: 'shutdown' } as const }
    })
    define(guests, ...startAll(guests))
    const stopping = guestsCommand('stop', '--timeout', '60')
    while (!isRecorded()) await pause(50)
    libvirt.virsh(`destroy ${uuidOf(3)}`, `destroy ${uuidOf(4)}`)
    expect((await stopping).status).toBe(0)
    libvirt.virsh(`undefine ${uuidOf(4)}`)
    const started = await guestsCommand('start')
    expect({ status: started.status, codes: codes(started.stderr) }).toEqual({ status: 0, codes: ['VL610'] })
    expectAsDocumented('VL610', started.stderr)
    expect(active()).toEqual([3])
  })

  test("a daemon that dies during a stop is waited for, while the guests' time goes on", async () => {
    const guests = FIVE.filter(({ n }) => n === 2 || n === 3)
    define(guests, ...startAll(guests))
    await booted(2)
    const stopping = guestsCommand('stop', '--timeout', '15', '--report', join(state, 'report.json'))
    while (!isRecorded()) await pause(50)
    await libvirt.restart(2000)
    const { status } = await stopping
    const expected = { [`a;b 'c"`]: 'shutdown', deaf: 'destroy' }
    expect({ status, results: resultsOf() }).toEqual({ status: 0, results: expected })
    expect(active()).toEqual([])
  })

  test('a paused guest is saved and comes back paused; a transient one that is to be saved is asked to shut down', async () => {
    const guests = FIVE.filter(({ n }) => n === 1 || n === 2).map((guest) => {
      return { ...guest, lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' } as const }
    })
    define(guests)
    // Started from its definition alone, libvirt forgets it when it stops.
    libvirt.virsh(`undefine ${uuidOf(2)}`, `create ${join(scratch, '2.xml')}`, `start --paused ${uuidOf(1)}`)
    await booted(2)
    const stopped = await guestsCommand('stop', '--report', join(state, 'report.json'))
    expect(codes(stopped.stderr)).toEqual(['VL605'])
    expect(resultsOf()).toEqual({ saved: 'save', [`a;b 'c"`]: 'shutdown' })
    const started = await guestsCommand('start')
    expect(codes(started.stderr)).toEqual(['VL610'])
    expect(libvirt.virsh('list --all --state-paused --uuid').trim()).toBe(uuidOf(1))
  })
})
