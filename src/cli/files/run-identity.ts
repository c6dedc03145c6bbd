import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/**
 * What names a process for ever, for the name of a file: the run of the machine with its namespace of processes, the
 * number of the process, and when it was started. All zero where /proc is missing.
 */
export function ownIdentity(): string {
  const processId = linkAt('/proc/self')
  return `${world()}-${processId || '0'}-${startOf(processId)}`
}

/** The user that this process acts for; undefined where /proc is missing. */
export function ownUser(): number | undefined {
  return statSync('/proc/self', { throwIfNoEntry: false })?.uid
}

/** What an identity looks like. */
export const IDENTITY = '[0-9a-f]{8}-[0-9]+-[0-9]+'

/** Whether an identity names a process: it names none where /proc is missing. */
export function isKnown(identity: string): boolean {
  return identity.split('-')[1] !== '0'
}

/**
 * Whether the process of an identity has ended; undefined if it cannot be known: it belongs to another machine, another
 * container, or an earlier run of this machine.
 */
export function hasEnded(identity: string): boolean | undefined {
  const [where = '', processId = '', started] = identity.split('-')
  if (where !== world() || !isKnown(identity)) return undefined
  return startOf(processId) !== started
}

/** When a process was started, in ticks after the machine; 0 if there is no such process, or /proc is missing. */
export function startOf(processId: string): string {
  const stat = processId === '' ? '' : textAt(`/proc/${processId}/stat`)
  // The name, in parentheses, may contain anything; the start time is field 22, which is the twentieth after it.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
}

/** This run of the machine, and within it the namespace whose numbers processes have. */
function world(): string {
  if (!existsSync('/proc/self/stat')) return '00000000'
  const text = `${textAt('/proc/sys/kernel/random/boot_id')} ${linkAt('/proc/self/ns/pid')}`
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
