import type { HostStart } from './vocabulary.js'

/**
 * The three ways to read Hyper-V's start action as libvirt's one autostart flag, all from the original discussion.
 * `always`: only "start" counts; what libvirt's hyperv driver does (`AutomaticStartupAction == 4`).
 * `configured`: "start" and "restart-if-active" count.
 * `running`: "start" counts, "restart-if-active" while the machine runs.
 */
export const AUTOSTART_READINGS = ['always', 'configured', 'running'] as const

/** One of the three readings. */
export type AutostartReading = (typeof AUTOSTART_READINGS)[number]

/**
 * The autostart flag under a reading; undefined if it is unknown, because no action is set or, for `running`, because the
 * state of the machine is not known.
 */
export function autostart(
  reading: AutostartReading,
  hostStart: HostStart | undefined,
  running: boolean | undefined,
): boolean | undefined {
  if (hostStart === undefined) return undefined
  if (hostStart !== 'restart-if-active') return hostStart === 'start'
  switch (reading) {
    case 'always':
      return false
    case 'configured':
      return true
    case 'running':
      return running
  }
}

/** The start action for an autostart flag: on is `start`, off is `ignore`. */
export function hostStartOfAutostart(flag: boolean): HostStart {
  return flag ? 'start' : 'ignore'
}
