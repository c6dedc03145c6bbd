import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { hookPath } from '../../src/cli/guests/hook-files.js'
import { lifecycleText } from '../../src/domain/index.js'
import { LIFECYCLE_NAMESPACE, type Lifecycle } from '../../src/lifecycle/index.js'
import { virtLifecycle } from '../cli/program.js'
import { uuidOf } from '../guests/guests.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'

const codes = (text: string) => text.match(/(?<=(?:error|warning) )VL\d{3}/g) ?? []

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-guests-hook-'))
// The daemon runs as another user.
chmodSync(scratch, 0o755)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The user of the daemon. */
const NOBODY = 65_534

/** Names that a hook must not stumble over. libvirt allows no slash and no newline in them. */
const NAMES = ['', `a;b 'c"`, '$(touch x)', '%s -n', '&lt;uuid>', 'web 5']

function definition(n: number, lifecycle: Lifecycle): string {
  const settings = lifecycleText(lifecycle).replace('>', ` xmlns="${LIFECYCLE_NAMESPACE}">`)
  const name = (NAMES[n] ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return `<domain type="qemu"><name>${name}</name><uuid>${uuidOf(n)}</uuid><metadata>${settings}</metadata>
<memory unit="MiB">32</memory><os><type machine="pc">hvm</type></os><devices/></domain>`
}

describeWithPeer(['virsh', 'libvirtd', 'mount-namespace'], "libvirt's hook", () => {
  let libvirt: SessionLibvirt
  let active = ''
  let boot = 0
  let run = 0
  const root = join(scratch, 'root')
  const hook = hookPath(root, 'qemu')
  const bootFile = join(scratch, 'boot_id')

  /** What the hook takes for the boot from now on. */
  function nextBoot(): void {
    writeFileSync(bootFile, `${uuidOf(++boot)}\n`)
  }
  function installHook(): void {
    cpSync('packaging/hook', hook)
    chmodSync(hook, 0o755)
  }

  beforeAll(async () => {
    mkdirSync(dirname(hook), { recursive: true })
    installHook()
    nextBoot()
    libvirt = await startSessionLibvirt({
      mounts: { configuration: join(root, 'etc/libvirt'), bootId: bootFile },
    })
    active = join(libvirt.home, '.local/state/virt-lifecycle/active/qemu')
    mkdirSync(active, { recursive: true })
    chownSync(active, NOBODY, NOBODY)
    chownSync(dirname(active), NOBODY, NOBODY)
  })
  beforeEach(() => mkdirSync(join(scratch, `state${++run}`)))
  afterEach(() => {
    for (const uuid of listed('--all')) {
      libvirt.virsh(`destroy ${uuid}`, `managedsave-remove ${uuid}`, `undefine ${uuid}`)
    }
  })
  afterAll(() => libvirt?.stop())

  const listed = (which = '') => libvirt.virsh(`list ${which} --uuid`).split('\n').filter(Boolean)
  const numbers = (uuids: readonly string[]) => uuids.map((uuid) => Number(uuid.slice(-2))).sort()
  const running = () => numbers(listed())
  const heard = () => numbers(readdirSync(active))
  const guests = (command: string, ...args: readonly string[]) =>
    virtLifecycle(['guests', command, '--uri', libvirt.uri, '--record', join(scratch, `state${run}`), ...args], {
      env: { PATH: process.env['PATH'] },
      system: { processors: 4, bootId: uuidOf(boot), home: libvirt.home, root },
    })

  function define(lifecycles: Readonly<Record<number, Lifecycle>>, ...started: readonly number[]): void {
    for (const [n, lifecycle] of Object.entries(lifecycles)) {
      writeFileSync(join(scratch, `${n}.xml`), definition(Number(n), lifecycle))
      libvirt.virsh(`define ${join(scratch, `${n}.xml`)}`)
    }
    libvirt.virsh(...started.map((n) => `start ${uuidOf(n)}`))
  }
  const again = { hostStart: 'restart-if-active', hostStop: 'destroy' } as const
  const FIVE: Readonly<Record<number, Lifecycle>> = {
    1: again,
    2: { hostStart: 'start' },
    3: { hostStart: 'ignore' },
    4: again,
    5: again,
  }

  test('after a loss of power, exactly those that were active are started again', async () => {
    define(FIVE, 1, 3, 5)
    expect(heard()).toEqual([1, 3, 5])
    const named = [1, 3, 5].map((n) => readFileSync(join(active, uuidOf(n)), 'utf8'))
    expect(named).toEqual([1, 3, 5].map((n) => `${uuidOf(boot)}\n${NAMES[n]}\n`))
    libvirt.virsh(`destroy ${uuidOf(5)}`)
    expect(heard()).toEqual([1, 3])
    expect(codes((await guests('status')).stderr)).toEqual([])

    nextBoot()
    await libvirt.losePower()
    expect({ running: running(), heard: heard() }).toEqual({ running: [], heard: [1, 3] })
    const started = await guests('start')
    expect({ status: started.status, codes: codes(started.stderr) }).toEqual({ status: 0, codes: [] })
    expect({ running: running(), heard: heard() }).toEqual({ running: [1, 2], heard: [1, 2] })

    // What was stopped by hand since stays off, and so does what was off before a second loss of power.
    libvirt.virsh(`destroy ${uuidOf(1)}`)
    await guests('start')
    expect(running()).toEqual([2])
    nextBoot()
    await libvirt.losePower()
    await guests('start')
    expect(running()).toEqual([2])
  })

  test('a stop is known by its record, and what it left to the loss of power by the hook', async () => {
    define({ ...FIVE, 4: { hostStart: 'restart-if-active' } }, 1, 4)
    expect((await guests('stop')).status).toBe(0)
    expect({ running: running(), heard: heard() }).toEqual({ running: [4], heard: [4] })
    // As after a stop by libvirt itself, of which nothing is recorded.
    libvirt.virsh(`start ${uuidOf(5)}`)
    nextBoot()
    await libvirt.losePower()
    expect((await guests('start')).status).toBe(0)
    expect(running()).toEqual([1, 2, 4, 5])
    expect(heard()).toEqual([1, 2, 4, 5])
  })

  test('a saved guest is not active, and a paused one is', async () => {
    define({ 1: again, 4: again }, 1, 4)
    libvirt.virsh(`managedsave ${uuidOf(1)}`, `suspend ${uuidOf(4)}`)
    expect(heard()).toEqual([4])
    libvirt.virsh(`start ${uuidOf(1)}`)
    expect(heard()).toEqual([1, 4])
  })

  test('a hook that was installed later hears of the active guests when the daemon starts again', async () => {
    rmSync(hook)
    await libvirt.restart(0)
    define({ 1: again }, 1)
    expect(heard()).toEqual([])
    installHook()
    expect(codes((await guests('status')).stderr)).toEqual(['VL612'])
    await libvirt.restart(0)
    expect(running()).toEqual([1])
    // The daemon answers before it has called the hook for the guests that it found.
    for (let waited = 0; heard().length === 0 && waited < 30_000; waited += 100) await pause(100)
    expect(heard()).toEqual([1])
    expect(codes((await guests('status')).stderr)).toEqual([])
  })
})
