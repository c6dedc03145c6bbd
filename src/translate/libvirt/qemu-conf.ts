import type { HostStop } from '../../lifecycle/index.js'
import { type ScriptFormat, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { chooseHostSettings, type HostService } from './whole-host.js'

/** The `auto_shutdown_*` settings of qemu.conf that come nearest to what the machines of a host want. */
export const qemuConfFormat = {
  id: 'qemu-conf',
  description: 'the nearest auto_shutdown_* settings of qemu.conf (libvirt 11.2 and later), for the whole host',
  syntax: 'script',
  write: writeQemuConf,
} as const satisfies ScriptFormat

/** qemu.conf of libvirt 12.8. */
const QEMU_DRIVER: HostService = {
  name: 'auto_shutdown_* in qemu.conf',
  stops: ['save', 'shutdown', 'destroy'],
  attributes: { delay: 'no start is delayed', order: 'the order of starts cannot be set' },
}

/** The steps that the driver takes one after the other, each with the machines that still run. */
const STEPS = [
  { name: 'auto_shutdown_try_save', action: 'save' },
  { name: 'auto_shutdown_try_shutdown', action: 'shutdown' },
  { name: 'auto_shutdown_poweroff', action: 'destroy' },
] as const satisfies readonly { readonly name: string; readonly action: HostStop }[]

function writeQemuConf(machines: readonly Machine[]): WriteResult {
  const { hostStop, restarts, reasons, unserved, diagnostics } = chooseHostSettings(machines, QEMU_DRIVER)
  const parts = [
    HEAD,
    `\n${reasons.hostStop}`,
    hostStop === undefined ? '' : stopSettings(hostStop),
    `\n${reasons.hostStart}`,
    restarts === undefined ? '' : `auto_shutdown_restore = ${restarts ? 1 : 0}\n`,
    unserved,
  ]
  return writtenTogether('qemu-conf', parts.join(''), machines, diagnostics)
}

const HEAD = `# What libvirt's QEMU driver does with all machines of this host: what most of them want. Put it into
# /etc/libvirt/qemu.conf of libvirt 11.2 or later and restart the daemon.
# Do not use it together with libvirt-guests: the two exclude each other.
# on_hoststart "start" is left to libvirt's autostart, which "virt-lifecycle convert --to virsh" sets.
# What no machine says is not set here, so the host's own default applies.
# Written by virt-lifecycle from the documentation of libvirt 12.8; not tried on a host.
`

/** The first step does what most machines want; those after it are for machines with which it fails. */
function stopSettings(hostStop: HostStop): string {
  const first = STEPS.findIndex(({ action }) => action === hostStop)
  const lines = STEPS.map(({ name }, i) => `${name} = "${i < first ? 'none' : 'persistent'}"\n`)
  return `${lines.join('')}${hostStop === 'destroy' ? '' : WAIT}`
}

const WAIT = `# Seconds. systemd-logind waits no longer than its own InhibitDelayMaxSec (logind.conf): raise that too.
auto_shutdown_wait = 300
`
