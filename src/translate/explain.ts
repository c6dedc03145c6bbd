import type { Placement } from '../domain/index.js'
import {
  type Action,
  AUTOSTART_READINGS,
  type AutostartReading,
  attributeRow,
  autostart,
  hostStartAction,
  hostStopAction,
  isEmptyLifecycle,
  type Lifecycle,
  type LifecycleProperty,
  propertyName,
  START_ATTRIBUTE_NAMES,
  type StartAttribute,
} from '../lifecycle/index.js'
import { type HypervAction, START_ACTIONS, STOP_ACTIONS } from './hyperv/index.js'

/** The machine to explain. */
export interface Explained {
  readonly name?: string
  readonly uuid?: string
  readonly running?: boolean
  readonly lifecycle: Lifecycle
  /** Where the lifecycle is in its domain XML; absent if it was not read from domain XML. */
  readonly placement?: Placement
}

/** An action in every vocabulary. */
export interface ExplainedAction {
  /** The value in domain XML. */
  readonly value: string
  readonly meaning: string
  readonly hyperv: {
    readonly property: 'AutomaticStartupAction' | 'AutomaticShutdownAction'
    readonly value: number
    readonly name: string
    readonly powershell: string
  }
}

/** What happens to a machine, as data; `explain --json` prints it (schema/explanation.schema.json). Delays are in seconds. */
export interface Explanation extends Readonly<Record<StartAttribute, number | null>> {
  readonly name: string | null
  readonly uuid: string | null
  readonly running: boolean | null
  /** Null if it is not set, so the hypervisor's default applies. */
  readonly hostStop: ExplainedAction | null
  readonly hostStart: ExplainedAction | null
  /** libvirt's autostart flag under each reading of the start action; null if it is unknown. */
  readonly autostart: Readonly<Record<AutostartReading, boolean | null>>
  /** What today's libvirt (up to 12.8) does not keep or do, one sentence each. */
  readonly libvirtLoses: readonly string[]
}

/** Explain what happens to a machine when its host stops and starts. */
export function explain(machine: Explained): Explanation {
  const { lifecycle, running } = machine
  const { hostStart, hostStop } = lifecycle
  return {
    name: machine.name ?? null,
    uuid: machine.uuid ?? null,
    running: running ?? null,
    hostStop:
      hostStop === undefined
        ? null
        : explained('AutomaticShutdownAction', hostStopAction(hostStop), STOP_ACTIONS[hostStop]),
    hostStart:
      hostStart === undefined
        ? null
        : explained('AutomaticStartupAction', hostStartAction(hostStart), START_ACTIONS[hostStart]),
    ...attributesOf(lifecycle),
    autostart: {
      always: autostart('always', hostStart, running) ?? null,
      configured: autostart('configured', hostStart, running) ?? null,
      running: autostart('running', hostStart, running) ?? null,
    },
    libvirtLoses: libvirtLoses(machine),
  }
}

function explained(
  property: ExplainedAction['hyperv']['property'],
  { value, meaning }: Action,
  { v2, cimName, powershell }: HypervAction,
): ExplainedAction {
  return { value, meaning, hyperv: { property, value: v2, name: cimName, powershell } }
}

function attributesOf(lifecycle: Lifecycle): Readonly<Record<StartAttribute, number | null>> {
  const values = START_ATTRIBUTE_NAMES.map((name) => [name, lifecycle[name] ?? null])
  return Object.fromEntries(values) // has every name
}

/** Measured with libvirt 9.0 (virsh define, dumpxml); nothing changed up to 12.8. */
function libvirtLoses({ lifecycle, placement }: Explained): readonly string[] {
  const said = !isEmptyLifecycle(lifecycle)
  const losses: string[] = []
  if (said && placement === 'element') {
    losses.push(
      '"virsh define" drops the elements silently and "define --validate" refuses them; --placement metadata survives both',
    )
  } else if (said && placement === 'both') {
    losses.push(
      '"virsh define" drops the elements silently and "define --validate" refuses them; the copy in the metadata is kept',
    )
  } else if (said && placement === 'metadata') {
    losses.push('the metadata is kept by "virsh define" and shown by dumpxml, but nothing acts on it')
  }
  return [...losses, ...lostSettings(lifecycle).map((property) => lossOf(property, lifecycle))]
}

/** The settings of a machine that today's libvirt cannot carry out for this machine alone. */
export function lostSettings(lifecycle: Lifecycle): readonly LifecycleProperty[] {
  return (['hostStop', 'hostStart', ...START_ATTRIBUTE_NAMES] as const).filter((property) =>
    property === 'hostStart' ? lifecycle.hostStart === 'restart-if-active' : Boolean(lifecycle[property]),
  )
}

function lossOf(property: LifecycleProperty, lifecycle: Lifecycle): string {
  const setting = `${propertyName(property)} "${lifecycle[property]}"`
  switch (property) {
    case 'hostStop':
      return `${setting}: what happens when the host stops can be set for the whole host only (libvirt-guests, or auto_shutdown_* in qemu.conf since 11.2)`
    case 'hostStart':
      return `${setting}: autostart is on or off; libvirt-guests does this for the whole host (ON_BOOT=start)`
    default:
      return `${setting}: ${attributeRow(property).libvirt}`
  }
}

/** An explanation as indented text, which ends with a line end. `label`, its first line, names the machine and its file. */
export function explanationAsText(explanation: Explanation, label: string): string {
  const { hostStop, hostStart, running } = explanation
  const lines = [label]
  if (running !== null) lines.push(`  now:             ${running ? 'running' : 'not running'}`)
  for (const line of sideAsText('host stops', hostStop, '')) lines.push(line)
  const set = START_ATTRIBUTE_NAMES.filter((name) => explanation[name])
  const phrases = set.map((name) => `, ${attributeRow(name).phrase(explanation[name] ?? 0)}`)
  // If the machine is not started, the attributes have no effect: say so, rather than that it waits.
  const idle = hostStart === null || hostStart.value === 'ignore'
  for (const line of sideAsText('host starts', hostStart, idle ? '' : phrases.join(''))) lines.push(line)
  if (idle && set.length > 0)
    lines.push(`${' '.repeat(19)}${set.join(' and ')} ${set.length === 1 ? 'has' : 'have'} no effect`)
  const flags = AUTOSTART_READINGS.map((reading) => `${reading}: ${flagAsText(explanation.autostart[reading])}`)
  lines.push(`  autostart:       ${flags.join(', ')}`)
  explanation.libvirtLoses.forEach((loss, i) => {
    lines.push(`  ${i === 0 ? "today's libvirt: " : ' '.repeat(17)}${loss}`)
  })
  return `${lines.join('\n')}\n`
}

function sideAsText(when: string, action: ExplainedAction | null, more: string): readonly string[] {
  const head = `  ${`${when}:`.padEnd(17)}`
  if (action === null) return [`${head}not set: the hypervisor's default applies`]
  return [`${head}${action.value}: the machine ${action.meaning}${more}`, `${' '.repeat(19)}${hypervAsText(action)}`]
}

/** What Hyper-V calls an action, in one line. */
export function hypervAsText({ hyperv: { property, value, name, powershell } }: ExplainedAction): string {
  return `Hyper-V: ${property} ${value} "${name}", in PowerShell ${powershell}`
}

function flagAsText(flag: boolean | null): string {
  if (flag === null) return 'unknown'
  return flag ? 'on' : 'off'
}
