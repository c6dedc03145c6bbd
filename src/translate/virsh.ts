import { type Diagnostic, type Finding, quote } from '../diagnostics/index.js'
import {
  autostart,
  isEmptyLifecycle,
  LIFECYCLE_NAMESPACE,
  LIFECYCLE_PROPERTIES,
  type Lifecycle,
  PROPERTY_NAMES,
} from '../lifecycle/index.js'
import { lifecycleText } from '../xml/index.js'
import { domainLosses } from './domain-losses.js'
import {
  type Format,
  type Machine,
  machineDiagnostic,
  machineLabel,
  type WriteOptions,
  type WriteResult,
  writtenTogether,
} from './machine.js'
import { scriptNameFault } from './script-names.js'

/** A shell script for today's libvirt: the lifecycle into the metadata, and the nearest autostart. */
export const virshFormat: Format = {
  id: 'virsh',
  description: "a shell script for today's libvirt: virsh metadata, and the nearest virsh autostart",
  write: writeVirsh,
}

/** The prefix that libvirt gives the element in the metadata. */
const KEY = 'lifecycle'

/**
 * A POSIX script with a block a machine. The domain is named by its UUID, else by its name. A domain that fails does not
 * stop the others; the script ends with 1 then. Run twice it gives the same. No name can run anything: names stand in
 * single quotes.
 */
function writeVirsh(machines: readonly Machine[], { connect }: WriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const blocks = machines.flatMap((machine) => {
    for (const lost of domainLosses(machine)) diagnostics.push(lost)
    const lifecycle = keptInMetadata(machine.lifecycle)
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

/** Domain XML holds delay and order with a start action only; the loss has been reported. */
function keptInMetadata({ hostStop, ...start }: Lifecycle): Lifecycle {
  return { ...(start.hostStart === undefined ? {} : start), ...(hostStop === undefined ? {} : { hostStop }) }
}

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

/** What autostart cannot say, as a comment. */
function inexpressible(lifecycle: Lifecycle): string {
  const kept = LIFECYCLE_PROPERTIES.filter((key) => lifecycle[key] !== undefined)
    .filter((key) => key !== 'hostStart' || lifecycle.hostStart === 'restart-if-active')
    .map((key) => `${PROPERTY_NAMES[key]} "${lifecycle[key]}"`)
  return kept.length === 0 ? '' : `\n# in the metadata only, for autostart cannot say it: ${kept.join(', ')}`
}

/** A word of a POSIX shell that stands for exactly this text. */
function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** virsh takes a number for the ID of an active domain, and a UUID for a UUID, before it looks for a name. */
function mistakable(machine: Machine): Finding | undefined {
  const { name = '', uuid } = machine
  if (uuid !== undefined || !/^\s*(\d+|[0-9a-f-]{32,36})$/i.test(name)) return undefined
  return {
    code: 'VL309',
    message: `${machineLabel(machine, quote)}: virsh would take its name for an ID or UUID, which may be that of another domain`,
    hint: 'include the UUID when you export the machine, or rename it',
  }
}
