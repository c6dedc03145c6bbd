import {
  type Action,
  AUTOSTART_READINGS,
  type AutostartReading,
  autostart,
  hostStartAction,
  hostStopAction,
  type Lifecycle,
} from '../lifecycle/index.js'

/** The machine to explain. */
export interface Explained {
  readonly name?: string
  readonly uuid?: string
  readonly running?: boolean
  readonly lifecycle: Lifecycle
  /** Where its domain XML says it; absent where it was not read from domain XML. */
  readonly placement?: 'element' | 'metadata' | 'both'
}

/** One side of the explanation: the action, in every vocabulary. */
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

/** What happens to a machine, as data; `explain --json` prints it (schema/explanation.schema.json). */
export interface Explanation {
  readonly name: string | null
  readonly uuid: string | null
  readonly running: boolean | null
  /** Null: nothing is said, so the hypervisor's own default applies. */
  readonly hostStop: ExplainedAction | null
  readonly hostStart: ExplainedAction | null
  /** Seconds between the host's start and the machine's. */
  readonly delay: number | null
  readonly order: number | null
  /** libvirt's autostart flag under each reading of the start action; null where it is unknown. */
  readonly autostart: Readonly<Record<AutostartReading, boolean | null>>
  /** What today's libvirt (up to 12.8) does not keep or do of this, in sentences; empty where it does all. */
  readonly libvirtLoses: readonly string[]
}

/** Explain what happens to a machine when its host stops and starts. */
export function explain(machine: Explained): Explanation {
  const { lifecycle, running } = machine
  const { hostStart, hostStop, delay, order } = lifecycle
  return {
    name: machine.name ?? null,
    uuid: machine.uuid ?? null,
    running: running ?? null,
    hostStop: hostStop === undefined ? null : explained('AutomaticShutdownAction', hostStopAction(hostStop)),
    hostStart: hostStart === undefined ? null : explained('AutomaticStartupAction', hostStartAction(hostStart)),
    delay: delay ?? null,
    order: order ?? null,
    autostart: {
      always: autostart('always', hostStart, running) ?? null,
      configured: autostart('configured', hostStart, running) ?? null,
      running: autostart('running', hostStart, running) ?? null,
    },
    libvirtLoses: libvirtLoses(machine),
  }
}

function explained(property: ExplainedAction['hyperv']['property'], action: Action): ExplainedAction {
  const { value, meaning, v2, cimName, powershell } = action
  return { value, meaning, hyperv: { property, value: v2, name: cimName, powershell } }
}

/** Measured with libvirt 9.0 (virsh define, dumpxml); nothing changed up to 12.8. */
function libvirtLoses({ lifecycle, placement }: Explained): readonly string[] {
  const { hostStart, hostStop, delay, order } = lifecycle
  const said = [hostStart, hostStop, delay, order].some((value) => value !== undefined)
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
  if (hostStop !== undefined) {
    losses.push(
      `on_hoststop "${hostStop}": what happens when the host stops can be set for the whole host only (libvirt-guests, or auto_shutdown_* in qemu.conf since 11.2)`,
    )
  }
  if (hostStart === 'restart-if-active') {
    losses.push(
      'on_hoststart "restart-if-active": autostart is on or off; libvirt-guests does this for the whole host (ON_BOOT=start)',
    )
  }
  if (delay !== undefined) losses.push(`delay "${delay}": libvirt-guests has one START_DELAY for all machines`)
  if (order !== undefined) losses.push(`order "${order}": the order of autostart cannot be set`)
  return losses
}

/** An explanation in words, indented, one machine. `label` names it and its file. Ends with a line end. */
export function explanationAsText(explanation: Explanation, label: string): string {
  const { hostStop, hostStart, delay, order, running } = explanation
  const lines = [label]
  if (running !== null) lines.push(`  now:             ${running ? 'running' : 'not running'}`)
  lines.push(...sideAsText('host stops', hostStop, ''))
  const after = delay === null ? '' : `, ${delay === 1 ? '1 second' : `${delay} seconds`} after the host is up`
  const rank = order === null ? '' : `, at position ${order} in the start order (lower starts earlier)`
  // Without a start, delay and order are idle; say so rather than suggest that the machine waits.
  const idle = hostStart === null || hostStart.value === 'ignore'
  lines.push(...sideAsText('host starts', hostStart, idle ? '' : `${after}${rank}`))
  if (idle && (after !== '' || rank !== '')) lines.push('                   its delay and order have no effect')
  const flags = AUTOSTART_READINGS.map((reading) => `${reading}: ${flagAsText(explanation.autostart[reading])}`)
  lines.push(`  autostart:       ${flags.join(', ')}`)
  explanation.libvirtLoses.forEach((loss, i) => {
    lines.push(`  ${i === 0 ? "today's libvirt: " : ' '.repeat(17)}${loss}`)
  })
  return `${lines.join('\n')}\n`
}

function sideAsText(when: string, action: ExplainedAction | null, more: string): readonly string[] {
  const head = `  ${`${when}:`.padEnd(17)}`
  if (action === null) return [`${head}not said: the hypervisor's own default applies`]
  const { property, value, name, powershell } = action.hyperv
  return [
    `${head}${action.value}: the machine ${action.meaning}${more}`,
    `${' '.repeat(19)}Hyper-V: ${property} ${value} "${name}", in PowerShell ${powershell}`,
  ]
}

function flagAsText(flag: boolean | null): string {
  if (flag === null) return 'unknown'
  return flag ? 'on' : 'off'
}
