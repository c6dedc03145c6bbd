import { type Diagnostic, quote, SourceText } from '../../diagnostics/index.js'
import { type GuestState, isActive } from '../../guests/index.js'
import { autostart, hostStartOfAutostart } from '../../lifecycle/index.js'
import {
  joinReadings,
  type Machine,
  machineDiagnostic,
  machineLabel,
  type ReadMachinesOptions,
  type ReadResult,
  readMachines,
} from '../../translate/index.js'
import { diagnosticAt, labelOf, type Printed, runVirsh, unreachable, type VirshIo } from './virsh.js'

/** A domain of a running libvirt. */
export interface LibvirtDomain {
  readonly uuid: string
  readonly name: string
  /** Whether libvirt keeps its definition while it is off. */
  readonly isPersistent: boolean
  readonly state: GuestState
  /** Whether it has a managed save image. */
  readonly hasSavedState: boolean
  readonly autostart: boolean
  /** What its definition says: that for its next start if it is persistent, else the live one. */
  readonly reading: ReadResult
}

/** What a running libvirt has. */
export interface LibvirtReading {
  /** The connection, as libvirt itself names it; absent if it cannot be reached. */
  readonly uri?: string
  readonly domains: readonly LibvirtDomain[]
  /** Why some or all domains could not be read (VL509, VL510, VL512). */
  readonly diagnostics: readonly Diagnostic[]
}

/** The commands that print lists of domains, of which virsh promises the form. */
export const LISTS = {
  all: listCommand('--all'),
  persistent: listCommand('--all --persistent'),
  autostart: listCommand('--all --autostart'),
  saved: listCommand('--all --with-managed-save'),
  active: listCommand(''),
  running: listCommand('--state-running'),
  paused: listCommand('--state-paused'),
} as const

function listCommand(which: string): string {
  return `list ${which} --uuid --name`
}

/** Read all domains of a running libvirt. */
export async function readLibvirt(io: VirshIo, uri: string, options: ReadMachinesOptions): Promise<LibvirtReading> {
  const names = Object.keys(LISTS) as readonly (keyof typeof LISTS)[] // Its only keys.
  const listed = await runVirsh(io, uri, ['uri', ...names.map((name) => LISTS[name])])
  if ('diagnostic' in listed) return { domains: [], diagnostics: [listed.diagnostic] }
  const failed = listed.printed.find(({ stderr }) => stderr !== '')
  if (failed !== undefined) return { domains: [], diagnostics: [unreachable(uri, failed.stderr)] }
  const [named, ...lists] = listed.printed
  const on = new Map(names.map((name, i) => [name, namesByUuid(lists[i] ?? { stdout: '', stderr: '' })]))
  const is = (list: keyof typeof LISTS, uuid: string): boolean => on.get(list)?.has(uuid) === true
  const found = [...(on.get('all') ?? [])].map(([uuid, name]) => ({
    uuid,
    name,
    isPersistent: is('persistent', uuid),
    state: stateOf((list) => is(list, uuid)),
    hasSavedState: is('saved', uuid),
    autostart: is('autostart', uuid),
  }))
  const dumped = await runVirsh(io, uri, found.map(dumpCommand))
  if ('diagnostic' in dumped) return { domains: [], diagnostics: [dumped.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const domains = found.flatMap((domain, i): readonly LibvirtDomain[] => {
    const { stdout = '', stderr = '' } = dumped.printed[i] ?? {}
    const file = `${labelOf(uri)}/${domain.name}`
    if (stdout.trim() !== '') return [{ ...domain, reading: readMachines(new SourceText(file, stdout), options) }]
    const message = `the definition of ${quote(domain.name)} cannot be read: ${stderr || 'virsh printed nothing'}`
    diagnostics.push(
      diagnosticAt(uri, { code: 'VL512', message, hint: 'if it was undefined meanwhile, run this again' }),
    )
    return []
  })
  return { uri: named?.stdout.trim() ?? uri, domains, diagnostics }
}

function stateOf(is: (list: 'running' | 'paused' | 'active') => boolean): GuestState {
  if (is('running')) return 'running'
  if (is('paused')) return 'paused'
  return is('active') ? 'other' : 'shut off'
}

/** The command that prints the definition of a domain. A UUID needs no quotes. */
export function dumpCommand({ uuid, isPersistent }: Pick<LibvirtDomain, 'uuid' | 'isPersistent'>): string {
  return `dumpxml ${isPersistent ? '--inactive ' : ''}--domain ${uuid}`
}

/** The names of listed domains by UUID. */
export function namesByUuid({ stdout }: Printed): ReadonlyMap<string, string> {
  const lines = stdout
    .split('\n')
    .map((line) => /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s+(\S.*)$/.exec(line.trim()))
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? '']])))
}

/**
 * The machines of a running libvirt, with their state. Where a domain does not say what happens when its host starts, its
 * autostart does: on is `start`, off is `ignore`. Where both say something else, the domain's own word counts (VL343).
 */
export function machinesIn({ domains, diagnostics }: LibvirtReading): ReadResult {
  const readings = domains.map(({ state, autostart: flag, reading }): ReadResult => {
    const machines = reading.machines.map((machine): Machine => {
      const hostStart = machine.lifecycle.hostStart ?? hostStartOfAutostart(flag)
      return { ...machine, running: isActive(state), lifecycle: { ...machine.lifecycle, hostStart } }
    })
    return {
      machines,
      diagnostics: [...reading.diagnostics, ...machines.flatMap((machine) => differing(machine, flag))],
    }
  })
  return joinReadings([...readings, { machines: [], diagnostics }])
}

function differing(machine: Machine, flag: boolean): readonly Diagnostic[] {
  const { hostStart } = machine.lifecycle
  if (autostart('always', hostStart, undefined) === flag) return []
  const message = `${machineLabel(machine)}: on_hoststart is "${hostStart}", but autostart is ${flag ? 'on' : 'off'}; on_hoststart is used`
  const hint = `if autostart is right, set on_hoststart to "${hostStartOfAutostart(flag)}"; else run "virsh autostart${flag ? ' --disable' : ''}"`
  return [machineDiagnostic(machine, { code: 'VL343', message, hint })]
}
