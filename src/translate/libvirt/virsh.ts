import { type Diagnostic, type Finding, quote } from '../../diagnostics/index.js'
import { lifecycleText } from '../../domain/index.js'
import {
  autostart,
  inDomainXml,
  isEmptyLifecycle,
  LIFECYCLE_NAMESPACE,
  LIFECYCLE_PROPERTIES,
  type Lifecycle,
  propertyName,
} from '../../lifecycle/index.js'
import { type ScriptFormat, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { scriptNameFault } from '../script-names.js'
import { domainLosses } from './losses.js'

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

/** The prefix of the element in the metadata. */
const KEY = 'lifecycle'

/**
 * A POSIX script with one block per machine. A domain is found by its UUID, else by its name. If a domain fails, the
 * others are still set and the script ends with status 1. Running it twice has the same effect as running it once. Names
 * are in single quotes, so that they cannot run anything.
 */
function writeVirsh(machines: readonly Machine[], { connect }: VirshWriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const blocks = machines.flatMap((machine) => {
    for (const lost of domainLosses(machine)) diagnostics.push(lost)
    const lifecycle = inDomainXml(machine.lifecycle)
    if (isEmptyLifecycle(lifecycle)) return []
    const fault = scriptNameFault(machine) ?? mistakable(machine)
    if (fault === undefined) return [blockOf(machine, lifecycle)]
    diagnostics.push(machineDiagnostic(machine, fault))
    return []
  })
  const to = connect === undefined ? '' : ` --connect ${singleQuoted(connect)}`
  return writtenTogether(
    'virsh',
    `${HEAD}\nvirsh_quietly() {\n  virsh${to} --quiet "$@"\n}\n${blocks.join('')}${FOOT}`,
    machines,
    diagnostics,
  )
}

const HEAD = `#!/bin/sh
# Stores what happens to domains when their host starts and stops, as far as today's libvirt lets it:
# in each domain's metadata, which libvirt keeps but does not act on, and as the nearest autostart.
# Written by virt-lifecycle.
set -u
failed=0
`

const FOOT = `
if [ "$failed" -gt 0 ]; then
  echo "$failed of the domains could not be set; see above." >&2
  exit 1
fi
`

function blockOf({ name, uuid }: Machine, lifecycle: Lifecycle): string {
  const domain = `--domain=${singleQuoted(uuid ?? name ?? '')}`
  const start = autostart('always', lifecycle.hostStart, undefined)
  const disable = start === true ? '' : ' --disable'
  const commands = [
    `virsh_quietly metadata ${domain} --uri=${LIFECYCLE_NAMESPACE} --key=${KEY} --config \\\n    --set=${singleQuoted(lifecycleText(lifecycle))}`,
    ...(start === undefined ? [] : [`virsh_quietly autostart ${domain}${disable}`]),
  ]
  return `
# ${quote(name ?? uuid ?? '')}${inexpressible(lifecycle)}
if ! { ${commands.join(' &&\n  ')}; }; then
  printf '%s: could not be set\\n' ${singleQuoted(quote(name ?? uuid ?? ''))} >&2
  failed=$((failed + 1))
fi
`
}

/** A comment with the settings that autostart cannot express. */
function inexpressible(lifecycle: Lifecycle): string {
  const kept = LIFECYCLE_PROPERTIES.filter((property) => lifecycle[property] !== undefined)
    .filter((property) => property !== 'hostStart' || lifecycle.hostStart === 'restart-if-active')
    .map((property) => `${propertyName(property)} "${lifecycle[property]}"`)
  return kept.length === 0 ? '' : `\n# in the metadata only, because autostart cannot express it: ${kept.join(', ')}`
}

/** A text as one word of a POSIX shell. */
function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** virsh reads a number as the ID of an active domain, and a UUID as a UUID, before it looks for a name (VL309). */
function mistakable(machine: Machine): Finding | undefined {
  const { name = '', uuid } = machine
  if (uuid !== undefined || !/^\s*(\d+|[0-9a-f-]{32,36})$/i.test(name)) return undefined
  return {
    code: 'VL309',
    message: `${machineLabel(machine)}: virsh would read its name as an ID or UUID, which may be another domain's`,
    hint: 'include the UUID when you export the machine, or rename it',
  }
}
