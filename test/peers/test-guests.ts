import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { lifecycleText } from '../../src/domain/index.js'
import { LIFECYCLE_NAMESPACE, type Lifecycle } from '../../src/lifecycle/index.js'
import { uuidOf } from '../guests/guests.js'
import type { SessionLibvirt } from './session-libvirt.js'

/** A small guest, which QEMU runs without KVM. */
export interface TestGuest {
  readonly n: number
  readonly name: string
  readonly lifecycle: Lifecycle
  /**
   * Whether it answers a request to shut down. One that does not still counts in its memory if it is false; without it, the
   * guest has no disk and does nothing at all.
   */
  readonly answers?: boolean
  /** Whether it also writes half a mebibyte of its memory at each tick, so that it is slow to migrate. */
  readonly writes?: boolean
}

/** Where the guest counts, 18 times a second. */
const COUNTER = 0x7e00

/** Where it keeps when it booted, in ticks since midnight as its firmware knows them from the clock. */
const BOOT_TIME = 0x7e04

/** What a guest does at each tick of the timer. */
const LOOPS = {
  counts: ['ebf7'], // jmp tick
  answers: [
    'ba0006 ed f6c401 74f0', // mov dx, 0x600; in ax, dx; test ah, 1; jz tick
    'ba0406 b80020 ef ebe7', // mov dx, 0x604; mov ax, 0x2000; out dx, ax; jmp tick
  ],
  writes: [
    'fc b80010', // cld; mov ax, 0x1000
    '8ec0 31ff b90080 f3ab', // segment: mov es, ax; xor di, di; mov cx, 0x8000; rep stosw
    '050010 3d0080 75ef ebe2', // add ax, 0x1000; cmp ax, 0x8000; jne segment; jmp tick
  ],
} as const

/**
 * A boot sector that keeps the time and counts in memory. If it answers ACPI's power button, it enables the button's event (PM1_EN, port 0x602),
 * looks at its status at each tick (bit 8 of PM1_STS, port 0x600), and switches off (PM1_CNT, port 0x604).
 */
function bootSector(loop: keyof typeof LOOPS): Buffer {
  const code = [
    '31c0 8ed8 66c706 007e 00000000', // xor ax, ax; mov ds, ax; mov dword [COUNTER], 0
    '66a1 6c04 66a3 047e', // mov eax, [0x46c]; mov [BOOT_TIME], eax
    'ba0206 b80001 ef', // mov dx, 0x602; mov ax, 0x100; out dx, ax
    'fb f4 66ff06 007e', // tick: sti; hlt; inc dword [COUNTER]
    ...LOOPS[loop],
  ]
  const sector = Buffer.alloc(512)
  sector.set(Buffer.from(code.join('').replaceAll(' ', ''), 'hex'))
  sector.set([0x55, 0xaa], 510)
  return sector
}

/** The guests of a libvirt that nobody else uses, and the directory with their definitions and disks. */
export class TestGuests {
  /** What a run keeps belongs here: it is removed with all else. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-guests-'))

  constructor(private readonly libvirt: Pick<SessionLibvirt, 'virsh'>) {
    // QEMU runs as another user.
    chmodSync(this.scratch, 0o755)
  }

  /** Define guests, and run other commands after that. */
  define(guests: readonly TestGuest[], ...commands: readonly string[]): void {
    for (const guest of guests) writeFileSync(this.definitionOf(guest.n), this.definition(guest))
    this.libvirt.virsh(...guests.map(({ n }) => `define ${this.definitionOf(n)}`), ...commands)
  }

  /** Define guests and start them. */
  start(guests: readonly TestGuest[]): void {
    this.define(guests, ...guests.map(({ n }) => `start ${uuidOf(n)}`))
  }

  /** The file with the definition of a guest that has been defined. */
  definitionOf(n: number): string {
    return join(this.scratch, `${n}.xml`)
  }

  /** The numbers of the guests that are active, or of those that some options of virsh list. */
  active(which = ''): readonly number[] {
    const uuids = this.libvirt.virsh(`list ${which} --uuid`).split('\n').filter(Boolean)
    return uuids.map((uuid) => Number(uuid.slice(-12))).sort((a, b) => a - b)
  }

  /** When a guest that counts booted: its next boot is at another time, but one that is resumed keeps it. */
  bootTime(n: number): number {
    return this.memory(n, BOOT_TIME)
  }

  /** Wait until a guest counts, which it does for some time after it was started. Returns when it booted. */
  async booted(n: number): Promise<number> {
    const counts = () => this.memory(n, COUNTER) > 3 && this.memory(n, COUNTER) < 100_000
    for (let waited = 0; !counts(); waited += 100) {
      if (waited > 60_000) throw new Error(`guest ${n} does not count: ${this.memory(n, COUNTER)}`)
      await pause(100)
    }
    return this.bootTime(n)
  }

  /** Undefine all guests, whatever their state. */
  clear(): void {
    const each = (which: string, ...commands: readonly string[]) =>
      this.active(which).flatMap((n) => commands.map((command) => `${command} ${uuidOf(n)}`))
    const commands = [
      ...each('', 'destroy'),
      ...each('--all --with-managed-save', 'managedsave-remove'),
      ...each('--all --persistent', 'undefine'),
    ]
    if (commands.length > 0) this.libvirt.virsh(...commands)
  }

  /** Make a directory of its own for a run. */
  directory(name: string): string {
    const directory = join(this.scratch, name)
    mkdirSync(directory)
    return directory
  }

  /** Remove the files. */
  remove(): void {
    rmSync(this.scratch, { recursive: true, force: true })
  }

  private memory(n: number, address: number): number {
    const printed = this.libvirt.virsh(`qemu-monitor-command ${uuidOf(n)} --hmp "xp /1wd ${address}"`)
    return Number(/: *(\d+)/.exec(printed)?.[1])
  }

  private definition({ n, name, lifecycle, answers, writes = false }: TestGuest): string {
    const settings = lifecycleText(lifecycle).replace('>', ` xmlns="${LIFECYCLE_NAMESPACE}">`)
    return `<domain type="qemu">
<name>${name.replaceAll('"', '&quot;')}</name><uuid>${uuidOf(n)}</uuid>
<metadata>${settings}</metadata>
<memory unit="MiB">32</memory><os><type machine="pc">hvm</type></os><features><acpi/></features>
<devices>${answers === undefined ? '' : this.disk(n, answers ? 'answers' : writes ? 'writes' : 'counts')}</devices>
</domain>`
  }

  private disk(n: number, loop: keyof typeof LOOPS): string {
    const disk = join(this.scratch, `disk${n}`)
    if (!existsSync(disk)) {
      writeFileSync(disk, bootSector(loop))
      chmodSync(disk, 0o666)
    }
    return `<disk type="file"><source file="${disk}"/><target dev="hda" bus="ide"/></disk>`
  }
}
