import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import { parseHookFile } from '../../guests/index.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import type { Io } from '../io.js'
import { type Change, type Changes, changeText, makeChanges, removalOf } from './changes.js'
import { hookPath, systemStateDirectory } from './hook-files.js'
import { cannotLook, rootOf } from './install.js'
import { belowRoot, INSTALLED_FILE, type Installed, loadInstalled, type Root, saveInstalled } from './installed.js'
import type { UninstallOptions } from './options.js'
import { isSystemdRunning, systemctl, systemdDiagnostic } from './systemctl.js'
import { START_UNIT, STOP_UNIT } from './units.js'

/** Carry out `guests uninstall`. */
export async function uninstall(terminal: Terminal, options: UninstallOptions): Promise<ExitStatus> {
  const { io } = terminal
  const root = rootOf(io, options)
  const end = async (diagnostics: readonly Diagnostic[]): Promise<ExitStatus> => {
    await terminal.diagnostics(diagnostics)
    return exitStatus(diagnostics)
  }
  const loaded = await loadInstalled(root)
  if ('diagnostics' in loaded) return end(loaded.diagnostics)
  const { installed } = loaded
  if (installed === undefined) {
    terminal.note(`nothing is installed: there is no ${join(root.root, INSTALLED_FILE)}`)
    return 0
  }
  const found: Diagnostic[] = []
  let removals: Removals
  try {
    const removal = await removalOf(root, installed, options.force === true)
    for (const diagnostic of removal.diagnostics) found.push(diagnostic)
    removals = await removalsOf(root, installed, removal)
  } catch (error) {
    return end([cannotLook(root, error)])
  }
  const { units, others, left } = removals
  if (options.dryRun === true) {
    for (const change of [...units, ...others]) terminal.result(`${changeText(root, change)}\n`)
    return end(found)
  }
  const say = ({ path }: Change): void => terminal.result(`${changeText(root, { kind: 'remove', path })}\n`)
  const hasSystemd = options.root === undefined && (await isSystemdRunning(root.root))
  const isRemoved = (unit: string): boolean => units.some(({ path }) => path.endsWith(`/${unit}`))
  if (hasSystemd && isRemoved(START_UNIT)) {
    // It has no ExecStop=: a start that still waits for delays is ended, and nothing else.
    const result = await systemctl(io, ['stop', START_UNIT])
    if ('diagnostic' in result) return end([...found, result.diagnostic])
  }
  const failure = await makeChanges(root, units, say)
  if (failure !== undefined) return end([...found, failure])
  const afterUnits = hasSystemd ? await forgetUnits(io, isRemoved(STOP_UNIT)) : undefined
  if (afterUnits !== undefined) found.push(afterUnits)
  const unremoved = await makeChanges(root, others, say)
  const unsaved = left === undefined ? undefined : await saveInstalled(root, left)
  return end([...found, ...[unremoved, unsaved].filter((diagnostic) => diagnostic !== undefined)])
}

/** What is removed, in this order. */
interface Removals {
  readonly units: readonly Change[]
  readonly others: readonly Change[]
  /** The list of what is kept; absent if nothing is. */
  readonly left?: Installed
}

async function removalsOf(root: Root, installed: Installed, { changes, diagnostics }: Changes): Promise<Removals> {
  const changed = new Set(diagnostics.map(({ file }) => file))
  const files = installed.files.filter(({ path }) => changed.has(join(root.root, path)))
  // A link to a unit that is kept still has a purpose.
  const isKept = (link: string): boolean =>
    changed.has(join(root.root, link)) || files.some(({ path }) => basename(path) === basename(link))
  const links = installed.links.filter(({ path }) => isKept(path))
  const keptLinks = new Set(links.map(({ path }) => path))
  const removed = changes.filter(({ path }) => !keptLinks.has(path))
  const isUnit = ({ path }: Change): boolean => path.endsWith('.service')
  const isAll = files.length === 0 && links.length === 0
  const others: Change[] = [
    ...removed.filter((change) => !isUnit(change)),
    ...(await hookFiles(root, removed)),
    ...(isAll ? [{ kind: 'remove' as const, path: INSTALLED_FILE }] : []),
    ...installed.directories.toReversed().map((path) => ({ kind: 'remove-if-empty' as const, path })),
  ]
  return { units: removed.filter(isUnit), others, ...(isAll ? {} : { left: { ...installed, files, links } }) }
}

/** What the hooks that are removed have kept: after an installation later on, it would say what is long untrue. */
async function hookFiles(root: Root, removed: readonly Change[]): Promise<readonly Change[]> {
  const drivers = (['qemu', 'lxc', 'libxl'] as const).filter((driver) =>
    removed.some(({ path }) => path === hookPath('/', driver)),
  )
  const found = await Promise.all(
    drivers.map(async (driver) => {
      const directory = join(systemStateDirectory('/'), 'active', driver)
      const names = await readdir(belowRoot(root, directory)).catch(() => [])
      return names.filter((name) => parseHookFile(name, '') !== undefined).map((name) => join(directory, name))
    }),
  )
  return found.flat().map((path) => ({ kind: 'remove', path }))
}

/**
 * Let systemd forget the units. To stop the unit that stops the guests is to stop the guests, so this is done only after
 * its file is gone and systemd has been told: then it has no ExecStop= any more. That is checked, because a drop-in, or a
 * unit of that name from a package, may still give it one.
 */
async function forgetUnits(io: Io, isStopUnitRemoved: boolean): Promise<Diagnostic | undefined> {
  const reloaded = await systemctl(io, ['daemon-reload'])
  if ('diagnostic' in reloaded) return reloaded.diagnostic
  if (!isStopUnitRemoved) return undefined
  const shown = await systemctl(io, ['show', '--property=ActiveState,ExecStop', STOP_UNIT])
  if ('diagnostic' in shown) return shown.diagnostic
  if (/^ExecStop=./m.test(shown.stdout)) {
    const message = `${STOP_UNIT} still has an ExecStop= from elsewhere, so it was not stopped: that would stop the guests`
    return systemdDiagnostic(message, `"systemctl cat ${STOP_UNIT}" shows where it comes from`)
  }
  if (!/^ActiveState=active$/m.test(shown.stdout)) return undefined
  const stopped = await systemctl(io, ['stop', STOP_UNIT])
  return 'diagnostic' in stopped ? stopped.diagnostic : undefined
}
