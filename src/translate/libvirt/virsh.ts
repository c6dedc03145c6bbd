import { quote } from '../../diagnostics/index.js'
import { lifecycleText } from '../../domain/index.js'
import {
  autostart,
  inDomainXml,
  isEmptyLifecycle,
  LIFECYCLE_PROPERTIES,
  type Lifecycle,
  propertyName,
} from '../../lifecycle/index.js'
import { type ScriptFormat, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { nothingToSet } from '../nothing-to-set.js'
import { type ScriptMachine, scriptMachines } from '../script-machines.js'
import { domainLosses } from './losses.js'
import { SCRIPT_FOOT, scriptHead, singleQuoted } from './virsh-script.js'

/** Options of the writer of virsh scripts. */
export interface VirshWriteOptions extends WriteOptions {
  /** The connection URI for virsh; virsh's own default unless given. */
  readonly connect?: string
}

/** A shell script for today's libvirt: it puts the lifecycle into the metadata and sets the nearest autostart. */
export const virshFormat = {
  id: 'virsh',
  description: "a shell script for today's libvirt: virsh metadata, and the nearest virsh autostart",
  syntax: 'script',
  write: writeVirsh,
} as const satisfies ScriptFormat

/**
 * A POSIX script with a call for each machine. A domain is found where the script runs: by its UUID, else by its name if
 * exactly one has it; virsh is then given UUIDs only. If a domain fails, the others are still set and the script ends
 * with status 1. Running it twice has the same effect as running it once. Names are in single quotes, so that they cannot
 * run anything.
 */
function writeVirsh(machines: readonly Machine[], { connect }: VirshWriteOptions): WriteResult {
  const lost = machines.flatMap((machine) => domainLosses(machine))
  const settable = machines.filter(({ lifecycle }) => !isEmptyLifecycle(inDomainXml(lifecycle)))
  const nothing = nothingToSet(machines, settable.length)
  const { machines: found, diagnostics } = scriptMachines(machines, settable)
  const uuids = machines.flatMap(({ uuid }) => uuid ?? [])
  const head = scriptHead(connect === undefined ? 'virsh' : `virsh --connect ${singleQuoted(connect)}`, uuids)
  return writtenTogether('virsh', `${head}${found.map(callFor).join('')}${SCRIPT_FOOT}`, machines, [
    ...lost,
    ...diagnostics,
    ...(nothing === undefined ? [] : [nothing]),
  ])
}

function callFor({ machine, byName }: ScriptMachine): string {
  const { name = '', uuid = '' } = machine
  const lifecycle = inDomainXml(machine.lifecycle)
  const words = [quote(name || uuid), uuid, name].map(singleQuoted).join(' ')
  const flag = AUTOSTART_WORDS.get(autostart('always', lifecycle.hostStart, undefined))
  return `
${inexpressible(lifecycle)}set_lifecycle ${words} ${byName} \\
  ${singleQuoted(lifecycleText(lifecycle))} '${flag}'
`
}

/** What a script does to the autostart flag. */
const AUTOSTART_WORDS: ReadonlyMap<boolean | undefined, string> = new Map([
  [true, 'on'],
  [false, 'off'],
  [undefined, 'as it is'],
])

/** A comment with the settings that autostart cannot express. */
function inexpressible(lifecycle: Lifecycle): string {
  const kept = LIFECYCLE_PROPERTIES.filter((property) => lifecycle[property] !== undefined)
    .filter((property) => property !== 'hostStart' || lifecycle.hostStart === 'restart-if-active')
    .map((property) => `${propertyName(property)} "${lifecycle[property]}"`)
  return kept.length === 0 ? '' : `# in the metadata only, because autostart cannot express it: ${kept.join(', ')}\n`
}
