import { dirname, join, resolve } from 'node:path'
import { type Diagnostic, hasErrors, SourceText } from '../../diagnostics/index.js'
import { PACKAGING } from '../../generated/packaging.js'
import { hookDriverOf, longestDuration, planStop } from '../../guests/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { kindOf } from '../files/paths.js'
import type { Io } from '../io.js'
import { type Change, type Changes, changed, changeText, foreign, makeChanges, removalOf } from './changes.js'
import { hookPath, systemStateDirectory } from './hook-files.js'
import {
  belowRoot,
  digestOf,
  type Installed,
  type InstalledOptions,
  loadInstalled,
  lookAt,
  type Root,
  saveInstalled,
} from './installed.js'
import type { InstallOptions } from './options.js'
import { otherServices } from './other-services.js'
import { connectAll } from './run.js'
import { isSystemdRunning, systemctl } from './systemctl.js'
import { START_UNIT, STOP_UNIT, unitTexts } from './units.js'

/** Where an administrator's units are, below the root. */
const UNITS = '/etc/systemd/system'

/** The units that systemd starts with the host. */
const WANTS = `${UNITS}/multi-user.target.wants`

/** Seconds that a stop may take, however few guests there are now. */
const SHORTEST_STOP = 900

/** Seconds for what a plan does not count: the program, virsh, libvirt. */
const MARGIN = 60

/** Seconds that the unit must give a stop whose plan takes so long. */
export function timeoutStopFor(longest: number): number {
  return Math.ceil(longest) + MARGIN
}

/** The unit that stops the guests, below a root. */
export function stopUnitPath(root: string): string {
  return join(root, UNITS, STOP_UNIT)
}

/** Options that the units pass on to `guests stop` and `guests start`. */
const PASSED = { parallel: '--parallel' } as const

/** Options that the units pass on to `guests stop`. */
const PASSED_TO_STOP = {
  timeout: '--timeout',
  saveTimeout: '--save-timeout',
  onTimeout: '--on-timeout',
  defaultStop: '--default-stop',
} as const

/**
 * Carry out `guests install`.
 *
 * @param isGiven whether the user gave an option: the units pass on those only, so that the others keep their defaults
 */
export async function install(
  terminal: Terminal,
  options: InstallOptions,
  isGiven: (option: string) => boolean,
): Promise<ExitStatus> {
  const { io } = terminal
  const { dryRun = false, force = false } = options
  const root = rootOf(io, options)
  const end = async (diagnostics: readonly Diagnostic[]): Promise<ExitStatus> => {
    await terminal.diagnostics(diagnostics)
    return exitStatus(diagnostics)
  }
  const uris = [...new Set(options.uri ?? ['qemu:///system'])]
  const sessions = uris.filter((uri) => hookDriverOf(uri)?.mode === 'session')
  if (sessions.length > 0) return end(sessions.map(ofSession))
  const services = otherServices(
    { env: io.env, system: { ...io.system, root: belowRoot(root, '/') } },
    uris,
    force ? 'VL603' : 'VL602',
  )
  if (hasErrors(services)) return end(services)
  const loaded = await loadInstalled(root)
  if ('diagnostics' in loaded) return end(loaded.diagnostics)

  const { timeoutStop, unreachable } = await timeoutStopOf(io, { ...options, uri: uris })
  const record = isGiven('record') ? resolve(io.cwd, options.record) : undefined
  const passed = (flags: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(flags).flatMap(([name, flag]) =>
      isGiven(name) ? [flag, String(options[name as keyof typeof options])] : [],
    )
  const common = [
    ...uris.flatMap((uri) => ['--uri', uri]),
    ...passed(PASSED),
    ...(record === undefined ? [] : ['--record', record]),
    ...(services.length > 0 ? ['--force'] : []),
  ]
  const units = unitTexts({
    program: io.system.program,
    stop: [...common, ...passed(PASSED_TO_STOP)],
    start: common,
    timeoutStop,
    ...(record === undefined ? {} : { record }),
  })
  const drivers = [...new Set(uris.flatMap((uri) => hookDriverOf(uri)?.driver ?? []))]
  const wanted: Wanted = {
    directories: [
      ...stateDirectories(drivers).map((path) => ({ path, mode: 0o700 })),
      ...(record === undefined ? [] : [{ path: record, mode: 0o700 }]),
      ...[WANTS, ...drivers.map((driver) => dirname(hookPath('/', driver)))].map((path) => ({ path, mode: 0o755 })),
    ],
    files: [
      ...drivers.map((driver) => ({ path: hookPath('/', driver), content: PACKAGING.hook, mode: 0o755 })),
      ...Object.entries(units).map(([name, content]) => ({ path: `${UNITS}/${name}`, content, mode: 0o644 })),
    ],
    links: [STOP_UNIT, START_UNIT].map((name) => ({ path: `${WANTS}/${name}`, target: `../${name}` })),
  }
  let plan: InstallPlan
  try {
    plan = await planInstall(root, wanted, loaded.installed, force)
  } catch (error) {
    return end([cannotLook(root, error)])
  }
  const found = [...services, ...unreachable, ...plan.diagnostics]
  if (hasErrors(found)) return end(found)
  const { timeout, saveTimeout, onTimeout, defaultStop, parallel } = options
  const installedOptions: InstalledOptions = {
    uri: uris,
    timeout,
    saveTimeout,
    onTimeout,
    defaultStop,
    ...(isGiven('parallel') ? { parallel } : {}),
  }
  if (dryRun) {
    for (const change of plan.changes) terminal.result(`${changeText(root, change)}\n${settingsIn(change)}`)
    if (plan.changes.length === 0) terminal.note('everything is installed already: nothing would be changed')
    return end(found)
  }
  const failure = await carryOut(terminal, root, plan, installedOptions)
  if (failure !== undefined) return end([...found, failure])
  const reloaded = await tellSystemd(io, root, options)
  if (reloaded !== undefined) return end([...found, reloaded])
  terminal.note(options.root === undefined ? nextSteps(drivers.length > 0) : `installed below ${options.root}`)
  return end(found)
}

/** The directory that everything is written below. */
export function rootOf({ cwd, system }: Pick<Io, 'cwd' | 'system'>, { root }: { readonly root?: string }): Root {
  return { cwd, root: root ?? system.root }
}

/** What could not be looked at (VL501): only the superuser may install. */
export function cannotLook({ root }: Root, error: unknown): Diagnostic {
  return fileDiagnostic(root, 'VL501', 'what is installed cannot be read', error, 'run it as root')
}

/** What is to be there in the end. */
interface Wanted {
  readonly directories: readonly { readonly path: string; readonly mode: number }[]
  readonly files: readonly { readonly path: string; readonly content: string; readonly mode: number }[]
  readonly links: Installed['links']
}

/** The changes of an installation, and the lists before the first and after the last of them. */
interface InstallPlan extends Changes {
  readonly during: Omit<Installed, 'version' | 'options'>
  readonly after: Omit<Installed, 'version' | 'options'>
}

async function planInstall(
  root: Root,
  wanted: Wanted,
  installed: Installed | undefined,
  force: boolean,
): Promise<InstallPlan> {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const made = await missingDirectories(root, wanted.directories)
  for (const change of made) changes.push(change)
  const files: { path: string; before: readonly string[]; sha256: string }[] = []
  const kept: { path: string; sha256: readonly string[] }[] = []
  for (const { path, content, mode } of wanted.files) {
    const found = await lookAt(belowRoot(root, path))
    const listed = installed?.files.find((file) => file.path === path)
    const sha256 = digestOf(content)
    const isThere = found.kind === 'file' && found.sha256 === sha256
    const isOurs = found.kind === 'file' && listed?.sha256.includes(found.sha256) === true
    const isReplaceable = found.kind === 'file' || found.kind === 'link'
    if (isThere || found.kind === 'nothing' || isOurs || (listed !== undefined && force && isReplaceable)) {
      // Writing would follow a link.
      if (found.kind === 'link') changes.push({ kind: 'remove', path })
      if (!isThere) changes.push({ kind: found.kind === 'file' ? 'update' : 'create', path, content, mode })
      files.push({ path, before: listed?.sha256 ?? [], sha256 })
    } else if (listed !== undefined && isReplaceable) {
      diagnostics.push(changed(join(root.root, path)))
      kept.push(listed)
    } else diagnostics.push(foreign(join(root.root, path)))
  }
  for (const { path, target } of wanted.links) {
    const found = await lookAt(belowRoot(root, path))
    if (found.kind === 'nothing') changes.push({ kind: 'link', path, target })
    else if (found.kind !== 'link' || found.target !== target) diagnostics.push(foreign(join(root.root, path)))
  }
  const isWanted = new Set([...wanted.files, ...wanted.links].map(({ path }) => path))
  const obsolete = {
    files: installed?.files.filter(({ path }) => !isWanted.has(path)) ?? [],
    links: installed?.links.filter(({ path }) => !isWanted.has(path)) ?? [],
  }
  const removal = await removalOf(root, obsolete, force)
  const isRemoved = new Set(removal.changes.map(({ path }) => path))
  const still = obsolete.files.filter(({ path }) => !isRemoved.has(path))
  // Sorted: a directory comes before what is in it.
  const directories = [...new Set([...(installed?.directories ?? []), ...made.map(({ path }) => path)])].sort()
  return {
    changes: [...changes, ...removal.changes],
    diagnostics: [...diagnostics, ...removal.diagnostics],
    during: {
      files: [
        ...files.map(({ path, before, sha256 }) => ({ path, sha256: [...new Set([...before, sha256])] })),
        ...kept,
        ...obsolete.files,
      ],
      links: [...wanted.links, ...obsolete.links],
      directories,
    },
    after: {
      files: [...files.map(({ path, sha256 }) => ({ path, sha256: [sha256] })), ...kept, ...still],
      links: wanted.links,
      directories,
    },
  }
}

/** The directories of the state, each before what is in it. */
function stateDirectories(drivers: readonly string[]): readonly string[] {
  const state = systemStateDirectory('/')
  const active = join(state, 'active')
  return drivers.length === 0 ? [state] : [state, active, ...drivers.map((driver) => join(active, driver))]
}

/** The directories that do not exist, each before what is in it. One that does exist keeps its permissions. */
async function missingDirectories(root: Root, wanted: Wanted['directories']): Promise<readonly Change[]> {
  const missing = new Map<string, number>()
  for (const { path, mode } of wanted) {
    const above: string[] = []
    for (let each = dirname(path); each !== dirname(each); each = dirname(each)) above.unshift(each)
    for (const [each, own] of [...above.map((each) => [each, 0o755] as const), [path, mode] as const]) {
      if ((await kindOf(belowRoot(root, each))) === 'nothing' && !missing.has(each)) missing.set(each, own)
    }
  }
  return [...missing].map(([path, mode]) => ({ kind: 'make-directory', path, mode }))
}

/** The settings of a unit that differ from host to host, for a dry run. */
function settingsIn(change: Change): string {
  if (change.kind !== 'create' && change.kind !== 'update') return ''
  const lines = change.content.match(/^(ExecStart|ExecStop|TimeoutStopSec|ReadWritePaths)=.*$/gm) ?? []
  return lines.map((line) => `    ${line}\n`).join('')
}

/** Make the changes; the list is written before the first file, so that `guests uninstall` finds what a failure left. */
async function carryOut(
  terminal: Terminal,
  root: Root,
  plan: InstallPlan,
  options: InstalledOptions,
): Promise<Diagnostic | undefined> {
  const say = (change: Change): void => terminal.result(`${changeText(root, change)}\n`)
  const list = (entries: InstallPlan['during']): Installed => ({ version: 1, options, ...entries })
  const state = systemStateDirectory('/')
  const isForList = ({ kind, path }: Change): boolean => kind === 'make-directory' && `${state}/`.startsWith(`${path}/`)
  const rest = plan.changes.filter((change) => !isForList(change))
  return (
    (await makeChanges(root, plan.changes.filter(isForList), say)) ??
    (await saveInstalled(root, list(plan.during))) ??
    (await makeChanges(root, rest, say)) ??
    (await saveInstalled(root, list(plan.after)))
  )
}

/**
 * The time that the stop of the host gives the guests. Another root is another host, whose libvirt cannot be asked.
 *
 * @returns seconds, and VL618 for each connection that could not be asked
 */
async function timeoutStopOf(
  io: Io,
  options: InstallOptions,
): Promise<{ readonly timeoutStop: number; readonly unreachable: readonly Diagnostic[] }> {
  if (options.root !== undefined) return { timeoutStop: SHORTEST_STOP, unreachable: [] }
  const connections = await connectAll(io, options)
  const needed = connections.map(({ guests }) =>
    timeoutStopFor(longestDuration(planStop(guests, options), options.parallel)),
  )
  const timeoutStop = needed.reduce((most, one) => Math.max(most, one), SHORTEST_STOP)
  const unreachable = connections
    .filter(({ uri }) => uri === undefined)
    .map(({ label, diagnostics: [reason] }) => {
      const message = `how long its guests take to stop is not known (${reason?.message ?? ''}): the host waits ${timeoutStop} s for all of them`
      const hint =
        'run "guests install" again when libvirt can be reached; "guests status" says if the time is too short'
      return new SourceText(label, '').diagnostic({ code: 'VL618', message, hint }, 0)
    })
  return { timeoutStop, unreachable }
}

function ofSession(uri: string): Diagnostic {
  const message = "the units are those of the system, which cannot reach the guests of a user's session"
  const hint = 'install for qemu:///system; for a session, run "guests stop" and "guests start" as its user'
  return new SourceText(uri, '').diagnostic({ code: 'VL619', message, hint }, 0)
}

/** Let systemd know the units. The guests are not started: an installation is no start of the host. */
async function tellSystemd(io: Io, root: Root, options: InstallOptions): Promise<Diagnostic | undefined> {
  if (options.root !== undefined || !(await isSystemdRunning(root.root))) return undefined
  for (const args of [['daemon-reload'], ['start', STOP_UNIT]]) {
    const result = await systemctl(io, args)
    if ('diagnostic' in result) return result.diagnostic
  }
  return undefined
}

function nextSteps(hasHook: boolean): string {
  const hook = `libvirt looks for hooks when its daemon starts: run "systemctl restart libvirtd" (or virtqemud, virtlxcd, virtxend);
guests go on running. Then `
  return `installed. ${hasHook ? hook : ''}"virt-lifecycle guests status" says what will happen with each guest`
}
