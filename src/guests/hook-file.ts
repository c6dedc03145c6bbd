import type { GuestIdentity } from './guest.js'
import type { BeforeStart } from './record.js'

/** What libvirt's hook (packaging/hook) keeps of an active guest. */
export interface HookFile extends GuestIdentity {
  /** The boot in which the guest was started; empty if the file was cut off. */
  readonly boot: string
}

/** The drivers of libvirt whose hooks tell when a guest starts and stops, by the scheme of their connections. */
const DRIVERS: ReadonlyMap<string, HookDriver['driver']> = new Map([
  ['qemu', 'qemu'],
  ['lxc', 'lxc'],
  ['xen', 'libxl'],
])

/** A connection to a daemon of this host. Those of the system are also written without a path. */
const LOCAL = /^([a-z]+)(?:\+unix)?:\/\/\/(system|session)?(?:\?|$)/

/** A driver with hooks, and whose daemon runs it: each has a directory of its own for the files. */
export interface HookDriver {
  readonly driver: 'qemu' | 'lxc' | 'libxl'
  readonly mode: 'system' | 'session'
}

/** The driver whose hook tells of the guests of a connection; undefined for a remote one and for one without hooks. */
export function hookDriverOf(uri: string): HookDriver | undefined {
  const [, scheme = '', mode] = LOCAL.exec(uri) ?? []
  const driver = DRIVERS.get(scheme)
  return driver === undefined ? undefined : { driver, mode: mode === 'session' ? 'session' : 'system' }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Read a file of the hook: the boot, a newline, the name. Nothing makes the hook's writes survive a loss of power, so a
 * file may be empty or cut off. It still says that the guest was active.
 *
 * @param fileName the UUID of the guest; a file with another name is not the hook's
 */
export function parseHookFile(fileName: string, text: string): HookFile | undefined {
  if (!UUID.test(fileName)) return undefined
  const newline = text.indexOf('\n')
  const boot = newline < 0 ? '' : text.slice(0, newline)
  const name = newline < 0 ? '' : text.slice(newline + 1).replace(/\n$/, '')
  return { uuid: fileName, name: name || fileName, boot: UUID.test(boot) ? boot : '' }
}

/** The files of guests that were active in an earlier boot of the host. What was cut off counts as such. */
export function ofEarlierBoots(files: readonly HookFile[], boot: string): readonly HookFile[] {
  return files.filter((file) => file.boot === '' || file.boot !== boot)
}

/**
 * The guests that were active when the host stopped or lost power, by all that is known; undefined if nobody knows.
 *
 * @param files what the hook has kept; undefined if it keeps nothing
 */
export function activeBefore(
  before: BeforeStart,
  files: readonly HookFile[] | undefined,
  boot: string,
): readonly GuestIdentity[] | undefined {
  const recorded = before.kind === 'stopped' ? before.guests : undefined
  if (recorded === undefined && files === undefined) return undefined
  const guests = [...(recorded ?? []), ...ofEarlierBoots(files ?? [], boot)]
  return [...new Map(guests.map(({ uuid, name }) => [uuid, { uuid, name }])).values()]
}
