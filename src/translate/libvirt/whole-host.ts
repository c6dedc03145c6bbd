import type { Diagnostic } from '../../diagnostics/index.js'
import {
  type HostStart,
  type HostStop,
  hostStopAction,
  isEmptyLifecycle,
  type LifecycleProperty,
  propertyName,
  START_ATTRIBUTE_NAMES,
  type StartAttribute,
} from '../../lifecycle/index.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { nothingToSet } from '../nothing-to-set.js'

/** A service that does the same with all machines of a host. */
export interface HostService {
  /** Its name in messages. */
  readonly name: string
  /** What it can do with machines when the host stops; of those that equally many machines want, the first is chosen. */
  readonly stops: readonly HostStop[]
  /** What it does with each attribute, as a clause. */
  readonly attributes: Readonly<Record<StartAttribute, string>>
}

/** What a service is told, and why. */
export interface HostSettings {
  /** What happens to the machines when the host stops; undefined if no machine says. */
  readonly hostStop: HostStop | undefined
  /** Whether machines that ran when the host stopped are started again; undefined if no machine says. */
  readonly restarts: boolean | undefined
  /** A comment line for each of the two that says how many machines want what. */
  readonly reasons: { readonly hostStop: string; readonly hostStart: string }
  /** The comment about the machines that want something else: a line for each, which says what happens instead. */
  readonly unserved: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Start actions that decide whether machines are started again, the one that is chosen if it is a tie first. */
const STARTS = ['ignore', 'restart-if-active'] as const satisfies readonly HostStart[]

/** How many machines are reported one by one; of more, one diagnostic counts them. */
const MOST_LISTED = 3

/**
 * Choose the settings of a service that most machines want.
 *
 * * The stop: what most machines want among what the service can do. A tie goes to what loses least: save, shutdown,
 *   destroy. If it can do nothing that any machine wants, shutdown.
 * * Starting again: `restart-if-active` or `ignore`, whichever more machines want. A tie goes to `ignore`, because a
 *   machine that is off can still be started. `start` has no vote: libvirt's autostart starts such a machine either way.
 */
export function chooseHostSettings(machines: readonly Machine[], service: HostService): HostSettings {
  const stops = machines.flatMap(({ lifecycle }) => lifecycle.hostStop ?? [])
  const starts = machines.flatMap(({ lifecycle }) => lifecycle.hostStart ?? [])
  const hostStop = mostWanted(stops, service.stops) ?? (stops.length > 0 ? 'shutdown' : undefined)
  const start = mostWanted(starts, STARTS)
  const restarts = start === undefined ? undefined : start === 'restart-if-active'
  const unserved = machines.flatMap((machine) => {
    const settings = unservedSettings(machine, { hostStop, restarts }, service)
    return settings.length === 0 ? [] : [{ machine, settings: settings.join(', ') }]
  })
  const lines = unserved.map(({ machine, settings }) => `#   ${machineLabel(machine)}: ${settings}\n`)
  const nothing = nothingToSet(machines, machines.filter(({ lifecycle }) => !isEmptyLifecycle(lifecycle)).length)
  return {
    hostStop,
    restarts,
    reasons: {
      hostStop: votes('hostStop', stops, machines.length),
      hostStart: votes('hostStart', starts, machines.length),
    },
    unserved: lines.length === 0 ? '' : `\n# Not carried out, because the settings are the host's:\n${lines.join('')}`,
    diagnostics: [...losses(unserved, machines.length, service), ...(nothing === undefined ? [] : [nothing])],
  }
}

/** The choice that most want; undefined if nobody wants any. */
function mostWanted<Choice extends string>(wanted: readonly string[], choices: readonly Choice[]): Choice | undefined {
  const counts = choices.map((choice) => wanted.filter((value) => value === choice).length)
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  return most === 0 ? undefined : choices[counts.indexOf(most)]
}

/** How many machines want what, as a comment. */
function votes(property: LifecycleProperty, wanted: readonly string[], machines: number): string {
  const values = [...new Set(wanted)].sort()
  const counts = values.map((value) => `${wanted.filter((other) => other === value).length} "${value}"`)
  const silent = machines - wanted.length
  if (silent > 0) counts.push(`${silent} not set`)
  return `# ${propertyName(property)}: ${counts.join(', ')}\n`
}

/** The settings of a machine that a service does not carry out, each with what happens instead. */
function unservedSettings(
  { lifecycle }: Machine,
  { hostStop, restarts }: Pick<HostSettings, 'hostStop' | 'restarts'>,
  { attributes }: HostService,
): readonly string[] {
  const unserved: string[] = []
  const add = (property: LifecycleProperty, instead: string): void => {
    unserved.push(`${propertyName(property)} "${lifecycle[property]}" (${instead})`)
  }
  if (lifecycle.hostStart === 'ignore' && restarts === true) {
    add('hostStart', 'it is started if it was active when the host stopped')
  } else if (lifecycle.hostStart === 'restart-if-active' && restarts === false) {
    add('hostStart', 'it stays off when the host starts')
  }
  // A 0 has the effect of no attribute, so it is not lost.
  for (const name of START_ATTRIBUTE_NAMES) if (lifecycle[name]) add(name, attributes[name])
  if (lifecycle.hostStop !== undefined && hostStop !== undefined && lifecycle.hostStop !== hostStop) {
    add('hostStop', `it ${hostStopAction(hostStop).meaning}`)
  }
  return unserved
}

/** What is lost (VL303): by machine if they are few, else counted. */
function losses(
  unserved: readonly { readonly machine: Machine; readonly settings: string }[],
  machines: number,
  { name }: HostService,
): readonly Diagnostic[] {
  const hint = '"--to virsh" keeps every setting in the metadata'
  const [first] = unserved
  if (first !== undefined && unserved.length > MOST_LISTED) {
    const message = `${name} does not carry out all settings of ${unserved.length} of the ${machines} machines; the comments in the result name them`
    return [machineDiagnostic(first.machine, { code: 'VL303', message, hint })]
  }
  return unserved.map(({ machine, settings }) =>
    machineDiagnostic(machine, {
      code: 'VL303',
      message: `${machineLabel(machine)}: ${name} does not carry out ${settings}`,
      hint,
    }),
  )
}
