import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Diagnostic, quote, SourceText } from '../../diagnostics/index.js'
import {
  type Guest,
  type HookDriver,
  type HookFile,
  type Hypervisor,
  hookDriverOf,
  isActive,
  ofEarlierBoots,
  parseHookFile,
} from '../../guests/index.js'
import { fileDiagnostic, isSystemError } from '../../node/file-diagnostic.js'
import { kindOf } from '../files/paths.js'
import type { System } from '../io.js'

/** What finding the hook's files needs of the world. */
type HookSystem = Pick<System, 'root' | 'home' | 'bootId'>

/** The file of the hook for a driver (https://libvirt.org/hooks.html), which is run by the system's daemon and by sessions. */
export function hookPath(root: string, driver: string): string {
  return join(root, 'etc/libvirt/hooks', `${driver}.d`, 'virt-lifecycle')
}

/** Where the state of the system is; packaging/hook writes there if it may. */
export function systemStateDirectory(root: string): string {
  return join(root, 'var/lib/virt-lifecycle')
}

/** Where the hook keeps its files about the guests of a connection; undefined for a connection that has no hook. */
function activeDirectory({ root, home }: HookSystem, uri: string): string | undefined {
  const found = hookDriverOf(uri)
  if (found === undefined) return undefined
  const state = found.mode === 'system' ? systemStateDirectory(root) : join(home, '.local/state/virt-lifecycle')
  return join(state, 'active', found.driver)
}

/**
 * What the hook has kept about the guests of a connection.
 *
 * @param uri the connection, as libvirt itself names it
 * @returns undefined if it keeps nothing, or if this user may not know
 */
export async function readHookFiles(system: HookSystem, uri: string): Promise<readonly HookFile[] | undefined> {
  const directory = activeDirectory(system, uri)
  if (directory === undefined) return undefined
  let names: readonly string[]
  try {
    names = await readdir(directory)
  } catch {
    return undefined
  }
  const files = await Promise.all(
    // A file that cannot be read says as much as an empty one.
    names.map(async (name) => parseHookFile(name, await readFile(join(directory, name), 'utf8').catch(() => ''))),
  )
  return files.filter((file) => file !== undefined)
}

/**
 * Remove the hook's files of earlier boots, after a start has dealt with them. That of an active guest stays: a hook that
 * libvirt has not yet found does not write it anew.
 *
 * @returns VL503 for the first that cannot be removed
 */
export async function removeHookFiles(
  system: HookSystem,
  uri: string,
  hypervisor: Pick<Hypervisor, 'activity'>,
): Promise<readonly Diagnostic[]> {
  const directory = activeDirectory(system, uri)
  const old = ofEarlierBoots((await readHookFiles(system, uri)) ?? [], system.bootId)
  if (directory === undefined || old.length === 0) return []
  const activity = await hypervisor.activity()
  if (activity === undefined) return []
  // Read again: a guest that was started meanwhile has a file of this boot.
  const still = new Set(ofEarlierBoots((await readHookFiles(system, uri)) ?? [], system.bootId).map(({ uuid }) => uuid))
  for (const { uuid } of old) {
    if (activity.get(uuid) === true || !still.has(uuid)) continue
    try {
      await unlink(join(directory, uuid))
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') continue
      return [fileDiagnostic(join(directory, uuid), 'VL503', 'cannot be removed', error)]
    }
  }
  return []
}

/** Whether the hook is installed for a connection, but did not hear of a guest that is active (VL612). */
export async function deafHook(
  system: HookSystem,
  uri: string,
  guests: readonly Guest[],
): Promise<readonly Diagnostic[]> {
  const found = hookDriverOf(uri)
  if (found === undefined || (await kindOf(hookPath(system.root, found.driver))) !== 'file') return []
  const files = await readHookFiles(system, uri)
  if (files === undefined) return []
  const heard = new Set(files.map(({ uuid }) => uuid))
  const missing = guests.filter(({ uuid, state }) => isActive(state) && !heard.has(uuid))
  const [first] = missing
  if (first === undefined) return []
  const more = missing.length === 1 ? '' : ` and ${missing.length - 1} more`
  const message = `the hook has not heard of active guests: ${quote(first.name)}${more}; after a loss of power, nobody would know that they were active`
  const hint = `restart libvirt's daemon, which looks for hooks when it starts: "systemctl restart libvirtd", or ${DAEMONS[found.driver]} where that runs; guests go on running`
  return [new SourceText(uri, '').diagnostic({ code: 'VL612', message, hint }, 0)]
}

/** The daemon of each driver, on a host without libvirtd, which has all drivers. */
const DAEMONS: Readonly<Record<HookDriver['driver'], string>> = {
  qemu: 'virtqemud',
  lxc: 'virtlxcd',
  libxl: 'virtxend',
}
