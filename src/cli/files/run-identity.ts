import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/**
 * What names a process for ever, for the name of a file: the run of the machine with its namespace of processes, the
 * number of the process, and when it was started. All zero where /proc is missing.
 */
export function ownIdentity(): string {
  own ??= identityOf(linkAt('/proc/self'))
  return own
}

/** It never changes, and is asked for with every file. */
let own: string | undefined

function identityOf(processId: string): string {
  const where = world()
  return where === NOWHERE ? `${NOWHERE}-0-0` : `${where}-${processId}-${startOf(processId)}`
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
 * container, or an earlier run of this machine, or /proc hides the processes of other users.
 */
export function hasEnded(identity: string): boolean | undefined {
  const [where = '', processId = '', started] = identity.split('-')
  if (where !== world() || !isKnown(identity)) return undefined
  if (startOf(processId) === started) return false
  // The first process is there as long as the machine is.
  return textAt('/proc/1/stat') === '' ? undefined : true
}

/** When a process was started, in ticks after the machine; 0 if there is no such process any more, or /proc is missing. */
export function startOf(processId: string): string {
  const stat = processId === '' ? '' : textAt(`/proc/${processId}/stat`)
  // The name, in parentheses, may contain anything; the start time is field 22, which is the twentieth after it.
  const [state = 'X', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // One that was killed is there until its parent takes notice; nobody may ever, in a container.
  return /^[ZXx]$/.test(state) ? '0' : (fields[18] ?? '0')
}

/** What stands for a world in which processes cannot be told apart. */
const NOWHERE = '00000000'

/** This run of the machine, and within it the namespaces whose numbers and times processes have. */
function world(): string {
  const boot = existsSync('/proc/self/stat') ? textAt('/proc/sys/kernel/random/boot_id') : ''
  if (boot === '') return NOWHERE
  const text = `${boot} ${linkAt('/proc/self/ns/pid')} ${linkAt('/proc/self/ns/time')}`
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
