/**
 * For each command that writes and each of its operations that change anything: that one fails, or the process is killed
 * there. Then every file must hold what it held or what it was to hold, and the next run must complete and leave nothing else.
 */
import { join } from 'node:path'
import { FAULTS } from '../faults/file-system.mjs'
import { withScratch } from '../faults/scratch.mjs'
import { WRITERS } from '../faults/writers.mjs'
import { Broken, Writing } from '../faults/writing.mjs'

const NAMES = Object.keys(WRITERS)
const isKill = ({ fault }) => FAULTS[fault].kills === true

export default {
  name: 'kills',
  promise:
    'Whatever fails while files are written, and wherever the process is killed, each file is the old or the new one, whole; the next run completes and leaves nothing else',
  pass: NAMES.length,
  round: async (random, { isShort, say }) => {
    const name = NAMES[random.seed % NAMES.length]
    const figures = { 'runs with a failing operation': 0, 'runs ended by SIGKILL': 0 }
    await withScratch(async (scratch) => {
      const size = { count: 1 + random.below(isShort ? 2 : 3), padding: random.below(20_000) }
      const writing = new Writing(name, join(scratch, 'work'), size)
      await writing.learn()
      for (const fault of faultsOf(writing.operations, random, isShort)) {
        try {
          await suffer(writing, fault)
        } catch (error) {
          const where = `${fault.fault} at operation ${fault.at} (${writing.operations[fault.at - 1]})`
          throw new Broken(`${name}, ${where}: ${error.message}`)
        }
        figures[isKill(fault) ? 'runs ended by SIGKILL' : 'runs with a failing operation']++
      }
      say(`${name}: ${writing.operations.length} operations`)
    })
    return figures
  },
}

async function suffer(writing, fault) {
  const result = await writing.goWrong(fault, isKill(fault))
  if (isKill(fault)) {
    if (result.signal !== 'SIGKILL')
      throw new Broken(`it was not killed, but ended with ${result.status}`, result.output)
    writing.checkKilled()
  } else {
    const mayLeave = FAULTS[fault.fault].lasts || /^(rm|unlink)/.test(result.failed)
    writing.checkFailed(result, mayLeave)
  }
  await writing.checkNext()
}

/** Each fault at each operation; in short one error at each, and two kills. */
function faultsOf(operations, random, isShort) {
  const all = operations.map((operation, i) =>
    Object.entries(FAULTS)
      .filter(([, { code, takesHalf }]) => code !== undefined || !takesHalf || operation.startsWith('write'))
      .map(([fault]) => ({ at: i + 1, fault })),
  )
  if (!isShort) return all.flat()
  const errors = all.map((faults) => random.pick(faults.filter((fault) => !isKill(fault))))
  return [...errors, ...random.some(all.flat().filter(isKill), 2)]
}
