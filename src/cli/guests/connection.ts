import { setTimeout as pause } from 'node:timers/promises'
import { type Diagnostic, hasErrors } from '../../diagnostics/index.js'
import type { Answer, Guest, GuestAction, GuestIdentity, Hypervisor } from '../../guests/index.js'
import type { Io } from '../io.js'
import { LISTS, namesByUuid, readLibvirt } from '../libvirt/read.js'
import { labelOf, runVirsh } from '../libvirt/virsh.js'

/** What a connection needs of the world. */
type ConnectionIo = Pick<Io, 'cwd' | 'env' | 'now'>

/** A libvirt and its guests, as they were read. */
export interface Connection {
  /** What the user called it. */
  readonly label: string
  /** What libvirt itself calls it; absent if it cannot be reached. */
  readonly uri?: string
  /** Sorted by name, so that two runs show the same. */
  readonly guests: readonly Guest[]
  readonly diagnostics: readonly Diagnostic[]
  readonly hypervisor: Hypervisor
}

/**
 * Read the guests of a connection. A guest with invalid settings is one without settings.
 *
 * @param uri the connection; empty for virsh's default
 */
export async function connect(io: ConnectionIo, uri: string, maxDepth: number): Promise<Connection> {
  const { uri: named, domains, diagnostics } = await readLibvirt(io, uri, { from: 'domain', maxDepth, editable: false })
  const label = labelOf(uri)
  const guests = domains
    .map(({ uuid, name, state, isPersistent, hasSavedState, autostart, reading }): Guest => {
      const lifecycle = hasErrors(reading.diagnostics) ? undefined : reading.machines[0]?.lifecycle
      return {
        uuid,
        name,
        state,
        persistent: isPersistent,
        saved: hasSavedState,
        autostart,
        ...(lifecycle === undefined ? {} : { lifecycle }),
        file: `${label}/${name}`,
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return {
    label,
    ...(named === undefined ? {} : { uri: named }),
    guests,
    diagnostics: [...diagnostics, ...domains.flatMap(({ reading }) => reading.diagnostics)],
    hypervisor: new Virsh(io, uri),
  }
}

/** virsh's commands for the actions. */
const COMMANDS: Readonly<Record<GuestAction, string>> = {
  save: 'managedsave',
  shutdown: 'shutdown',
  destroy: 'destroy',
  start: 'start',
}

/** Milliseconds that a look at the guests may take. */
const LOOK_MS = 30_000

/** What virsh says of a guest that is off here because it runs elsewhere. */
const MIGRATED = /^shut off \(migrated\)/

/** How often libvirt is asked whether a save goes on, in milliseconds. */
const IDLE_MS = 5000

/** What virsh says of a guest that nothing is done with. */
const NO_JOB = /^Job type: +None/m

/** What it says if the driver has no jobs: then what it does is done at once. */
const NO_JOBS = /not supported by the connection driver/

/** What libvirt says, after half a minute, if another job of the guest is under way, such as its migration. */
const BUSY = /cannot acquire state change lock/

/** What virsh says if the connection breaks during a command. */
const BROKEN = /Disconnected from|End of file while reading|client socket is closed|[Cc]onnection reset/

/** A libvirt that is asked through virsh, whose exit status says nothing of a guest. */
class Virsh implements Hypervisor {
  constructor(
    private readonly io: ConnectionIo,
    private readonly uri: string,
  ) {}

  async activity(): Promise<ReadonlyMap<string, boolean> | undefined> {
    const result = await runVirsh(this.io, this.uri, [LISTS.all, LISTS.active], LOOK_MS)
    if ('diagnostic' in result || result.printed.some(({ stderr }) => stderr !== '')) return undefined
    const [all, active] = result.printed.map(namesByUuid)
    return new Map([...(all?.keys() ?? [])].map((uuid) => [uuid, active?.has(uuid) === true]))
  }

  async request(action: GuestAction, { uuid }: GuestIdentity, within: number, signal: AbortSignal): Promise<Answer> {
    const began = this.io.now()
    const virsh = new AbortController()
    const end = (): void => virsh.abort()
    signal.addEventListener('abort', end)
    const asked = runVirsh(this.io, this.uri, [`${COMMANDS[action]} --domain ${uuid}`], within * 1000, virsh.signal)
    const isIdle = action === 'save' ? this.isIdle(uuid, asked) : new Promise<never>(() => {})
    const result = await Promise.race([asked, isIdle]).finally(() => signal.removeEventListener('abort', end))
    if (result === 'idle') {
      end()
      return 'busy'
    }
    if ('diagnostic' in result) {
      if (signal.aborted) return 'unreachable'
      if (this.io.now() - began < within * 1000) return 'unreachable'
      if (action === 'save') await this.abortSave(uuid)
      return { refused: `no answer after ${Math.round(within)} s` }
    }
    const [{ stderr = '' } = {}] = result.printed
    if (stderr === '') return 'accepted'
    if (BUSY.test(stderr)) return 'busy'
    return BROKEN.test(stderr) ? 'unreachable' : { refused: stderr }
  }

  async movedAway(guests: readonly GuestIdentity[]): Promise<ReadonlySet<string>> {
    const commands = guests.map(({ uuid }) => `domstate --reason --domain ${uuid}`)
    const result = await runVirsh(this.io, this.uri, commands, LOOK_MS)
    const printed = 'printed' in result ? result.printed : []
    return new Set(guests.flatMap(({ uuid }, i) => (MIGRATED.test(printed[i]?.stdout ?? '') ? [uuid] : [])))
  }

  /**
   * virsh (9.0) can miss the end of a save that ends at once, because it is refused: then it waits for ever. So libvirt is
   * asked from time to time whether it does anything with the guest.
   *
   * @param asked ends when virsh does
   * @returns if nothing is being done, twice in a row
   */
  private async isIdle(uuid: string, asked: Promise<unknown>): Promise<'idle'> {
    let isOver = false
    const over = asked.then(() => {
      isOver = true
    })
    for (let idle = 0; idle < 2; ) {
      await Promise.race([over, pause(IDLE_MS, undefined, { ref: false })])
      if (isOver) return new Promise<never>(() => {})
      const result = await runVirsh(this.io, this.uri, [`domjobinfo --domain ${uuid}`], LOOK_MS)
      const [{ stdout, stderr } = { stdout: '', stderr: '' }] = 'printed' in result ? result.printed : []
      idle = NO_JOB.test(stdout) || NO_JOBS.test(stderr) ? idle + 1 : 0
    }
    return 'idle'
  }

  /** A save goes on without whoever asked for it, and while it does libvirt refuses everything else. */
  private async abortSave(uuid: string): Promise<void> {
    await runVirsh(this.io, this.uri, [`domjobabort --domain ${uuid}`], LOOK_MS)
  }
}
