import type { HostStop } from '../../lifecycle/index.js'
import { type ScriptFormat, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { chooseHostSettings, type HostService } from './whole-host.js'

/** The configuration of libvirt-guests that comes nearest to what the machines of a host want. */
export const libvirtGuestsFormat = {
  id: 'libvirt-guests',
  description: 'the nearest configuration of libvirt-guests, which is for the whole host',
  syntax: 'script',
  write: writeLibvirtGuests,
} as const satisfies ScriptFormat

/** libvirt-guests(8) of 12.8. It never powers a machine off. */
const LIBVIRT_GUESTS: HostService = {
  name: 'libvirt-guests',
  stops: ['save', 'shutdown'],
  attributes: {
    delay: 'START_DELAY is the time between two starts',
    order: 'the order of starts cannot be set',
  },
}

/** ON_SHUTDOWN for each stop action that it has. */
const ON_SHUTDOWN: Readonly<Partial<Record<HostStop, string>>> = { save: 'suspend', shutdown: 'shutdown' }

function writeLibvirtGuests(machines: readonly Machine[]): WriteResult {
  const { hostStop, restarts, reasons, unserved, diagnostics } = chooseHostSettings(machines, LIBVIRT_GUESTS)
  const parts = [
    HEAD,
    `\n${reasons.hostStart}`,
    restarts === undefined ? '' : restarts ? START : 'ON_BOOT=ignore\n',
    `\n${reasons.hostStop}`,
    hostStop === undefined ? '' : `ON_SHUTDOWN=${ON_SHUTDOWN[hostStop]}\n`,
    hostStop === 'shutdown' ? timeouts(machines.length) : '',
    unserved,
  ]
  return writtenTogether('libvirt-guests', parts.join(''), machines, diagnostics)
}

const HEAD = `# What libvirt-guests does with all machines of this host: what most of them want. Put it into
# /etc/default/libvirt-guests or /etc/sysconfig/libvirt-guests and enable libvirt-guests.service.
# Do not use it together with auto_shutdown_* in qemu.conf (libvirt 11.2 and later): the two exclude each other.
# on_hoststart "start" is left to libvirt's autostart, which "virt-lifecycle convert --to virsh" sets.
# What no machine says is not set here, so the host's own default applies.
# Written by virt-lifecycle.
`

const START = `ON_BOOT=start
# Seconds between two starts. A machine's delay counts from the start of the host, so it is not copied.
START_DELAY=0
`

/** One by one, each machine could take the whole timeout; at once, all of them together. */
function timeouts(machines: number): string {
  const parallel =
    machines > 1
      ? `# All at once; one by one, each machine could take the whole timeout.\nPARALLEL_SHUTDOWN=${machines}\n`
      : ''
  return `${parallel}# Seconds, libvirt-guests' own default. A machine that is still running then is not powered off.\nSHUTDOWN_TIMEOUT=300\n`
}
