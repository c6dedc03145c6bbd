/**
 * Faults in node:fs. Loading this wraps each operation that changes anything; `arm` makes one of them fail. It must be loaded
 * before the program, as by `node --import`: a process that is started with VIRT_LIFECYCLE_FAULT, a JSON text with what `arm`
 * takes, arms itself.
 */
import fs, { constants } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * How an operation goes wrong: it throws an error, or the process is killed. `takesHalf`: half of what is to be written has
 * been written then; without an error, the system says so. `lasts`: all later operations fail too.
 */
export const FAULTS = {
  'EIO once': { code: 'EIO' },
  'ENOSPC once': { code: 'ENOSPC', takesHalf: true },
  'EIO from then on': { code: 'EIO', lasts: true },
  'a short write': { takesHalf: true },
  'a kill': { kills: true },
  'a kill within a write': { kills: true, takesHalf: true },
}

let armed
let operations = []

/**
 * Let the operation with a number, counted from 1, go wrong; with 0, none does. `does` is done before it instead, and gets its
 * name and arguments.
 */
export function arm({ at, fault, does }) {
  armed = { at, does, ...FAULTS[fault] }
  operations = []
}

/** Nothing goes wrong any more; the names of the operations since `arm`. */
export function disarm() {
  armed = undefined
  return operations
}

/** What becomes of the next operation: undefined if it succeeds. */
function next(name, args) {
  if (armed === undefined) return undefined
  operations.push(name)
  const isHit = armed.lasts ? operations.length >= armed.at : operations.length === armed.at
  if (!isHit || armed.at === 0) return undefined
  const { does, ...fault } = armed
  if (does === undefined) return fault
  armed = undefined
  does(name, args)
  return undefined
}

function fail({ kills, code }, name) {
  if (kills) process.kill(process.pid, 'SIGKILL')
  // A signal to the process itself may take a moment.
  while (kills);
  return Object.assign(new Error(`${code}: ${name}, as wanted`), { code, syscall: name })
}

const WRITES = constants.O_WRONLY | constants.O_RDWR
const opensToWrite = (_path, flags = 'r') => (typeof flags === 'number' ? (flags & WRITES) !== 0 : flags !== 'r')
const always = () => true

/** Operations that change something, and when they do; for those that write, how to write half. */
const SYNC = {
  openSync: [opensToWrite],
  writeSync: [
    always,
    (write, descriptor, bytes, offset, length, position) =>
      write(descriptor, bytes, offset, Math.ceil(length / 2), position),
  ],
  writeFileSync: [always, (write, path, text, options) => write(path, text.slice(0, text.length / 2), options)],
  ftruncateSync: [always],
  fchmodSync: [always],
  fchownSync: [always],
  chmodSync: [always],
  mkdirSync: [always],
  renameSync: [always],
  rmSync: [always],
  rmdirSync: [always],
  unlinkSync: [always],
}
const PROMISES = ['appendFile', 'chmod', 'link', 'mkdir', 'rename', 'rmdir', 'symlink', 'unlink', 'writeFile']

for (const [name, [changes, half]] of Object.entries(SYNC)) {
  const original = fs[name]
  fs[name] = (...args) => {
    const fault = changes(...args) ? next(name, args) : undefined
    if (fault === undefined) return original(...args)
    const taken = fault.takesHalf ? half?.(original, ...args) : undefined
    if (fault.kills || fault.code) throw fail(fault, name)
    return taken ?? original(...args)
  }
}
for (const name of PROMISES) {
  const original = fs.promises[name]
  fs.promises[name] = async (...args) => {
    const fault = next(name, args)
    if (fault?.kills || fault?.code) throw fail(fault, name)
    return original(...args)
  }
}
const { fsync } = fs
fs.fsync = (descriptor, done) => {
  const fault = next('fsync', [descriptor])
  if (fault?.kills || fault?.code) process.nextTick(() => done(fail(fault, 'fsync')))
  else fsync(descriptor, done)
}
syncBuiltinESMExports()

const { VIRT_LIFECYCLE_FAULT: wanted } = process.env
if (wanted !== undefined) arm(JSON.parse(wanted))
