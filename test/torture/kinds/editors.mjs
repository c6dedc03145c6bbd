/**
 * An editor that saves a file before each operation of a run that changes that file: in its place, or with a new file. What
 * the editor saved must be there in the end, and be reported unless it was saved after the run's own. In between is the rename,
 * for which the system has no condition: what is saved in the microseconds before it is lost.
 */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contents, isLeftOver } from '../faults/directory.mjs'
import { arm, disarm } from '../faults/file-system.mjs'
import { runHere } from '../faults/program.mjs'
import { withScratch } from '../faults/scratch.mjs'
import { Broken, Writing } from '../faults/writing.mjs'

const NAMES = ['validate --fix', 'convert --into --write', 'convert --into --write --all-or-nothing']
const FILE = 'vms/vm0.xml'

/** Ways to save. */
const SAVES = {
  'in its place': (file, text) => writeFileSync(file, text),
  'with a new file': (file, text) => {
    writeFileSync(`${file}~`, text)
    renameSync(`${file}~`, file)
  },
}

export default {
  name: 'editors',
  promise: 'What somebody else saves in a file while a run is about to replace it stays there, and is reported',
  pass: 2 * NAMES.length,
  round: async (random, { say }) => {
    const name = NAMES[random.seed % NAMES.length]
    const [how, save] = Object.entries(SAVES)[random.below(2)]
    const done = await withScratch(async (scratch) => {
      const writing = new Writing(name, join(scratch, 'work'), { count: 1, padding: random.below(20_000) })
      await writing.learn()
      // The same size as before, larger, or smaller.
      const text = writing.files[FILE].slice(random.below(2) * 3).replace('kvm', random.pick(['xen', 'test', 'qemu']))
      for (let at = 1; at <= writing.operations.length; at++) {
        try {
          await saveBefore(at, writing, () => save(join(writing.directory, FILE), text), text)
        } catch (error) {
          throw new Broken(
            `${name}, saved ${how} before operation ${at} (${writing.operations[at - 1]}): ${error.message}`,
          )
        }
      }
      return writing.operations.length
    })
    say(`${name}, saved ${how}: ${done} moments`)
    return { 'saves between reading and replacing': done }
  },
}

/** Save before an operation, and check what comes of it. */
async function saveBefore(at, writing, save, text) {
  writing.fill()
  const before = contents(writing.directory).get(FILE)
  let isTooLate = false
  let isRename = false
  const does = (operation, args) => {
    isRename = operation === 'renameSync' && args[1].endsWith(FILE)
    isTooLate = contents(writing.directory).get(FILE) !== before
    save()
  }
  arm({ at, does })
  const { status, output } = await runHere(writing.args, writing.directory)
  disarm()
  const found = contents(writing.directory)
  const left = [...found.keys()].filter(isLeftOver)
  if (left.length > 0) throw new Broken(`left behind: ${left.join(', ')}`, output)
  if (isRename) return
  if (found.get(FILE) !== text) throw new Broken('it is lost', output)
  const isReported = output.includes(`${FILE}:1:1 error VL513`) && status !== 0
  if (isReported === isTooLate)
    throw new Broken(isTooLate ? 'it is reported, although it came later' : 'it is not reported', output)
}
