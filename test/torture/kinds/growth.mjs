/**
 * How the time for growing input grows: for each class of test/torture/classes.mjs, the CPU time of its action at a size and at
 * twice that. The size grows until the time can be told from noise, or the class ends. Each measurement is a process of
 * its own, with 512 MiB of heap. It fails where twice the input takes much more than twice the time, where a process
 * crashes or is not done within a minute, and where a message repeats the bulk of its input.
 */
import { fork } from 'node:child_process'
import { CLASSES } from '../classes.mjs'

/** Milliseconds of CPU that tell growth from noise. */
const ENOUGH = 250
/** With less than this, the size grows faster. */
const LITTLE = 30
/** What twice the input may take: linear is 2, quadratic is 4; collecting garbage takes more in a larger heap. */
const MOST_GROWTH = 3.2
const LARGEST = 1_000_000
const LONGEST_MESSAGE = 4100
/** Milliseconds. */
const PATIENCE = 60_000

function measure(name, size) {
  return new Promise((resolve) => {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc']
    const child = fork(new URL('../measure.mjs', import.meta.url), [name, String(size)], {
      execArgv: ['--max-old-space-size=512'],
      stdio,
    })
    let [measured, said] = [undefined, '']
    child.stderr.on('data', (data) => {
      said += data
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    child.on('message', (message) => {
      measured = message
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      const why =
        signal === 'SIGKILL' ? 'not done within a minute' : (/^\w*Error.*$/m.exec(said)?.[0] ?? signal ?? code)
      resolve(measured ?? { failed: `${why}` })
    })
  })
}

/** What is said of a class, and whether it fails. */
async function judge(name) {
  const { most = LARGEST, from = Math.min(1000, Math.floor(most / 4)) } = CLASSES[name]
  // What a process takes for nearly nothing.
  const base = (await measure(name, Math.max(1, Math.floor(from / 20)))).cpu ?? 0
  let before
  let step = 2
  for (let size = from; size <= most; size *= step) {
    const now = await measure(name, size)
    if (now.failed !== undefined) return [false, `${size}: ${now.failed}`]
    if (now.longest > LONGEST_MESSAGE) return [false, `${size}: a message of ${now.longest} characters`]
    if (before !== undefined && step === 2 && before.cpu - base > ENOUGH) {
      let growth = (now.cpu - base) / (before.cpu - base)
      // A machine that does something else at the same time disturbs: the best of three counts.
      for (let again = 0; growth > MOST_GROWTH && again < 2; again++) {
        const [half, whole] = [await measure(name, size / 2), await measure(name, size)]
        growth = Math.min(growth, (whole.cpu - base) / (half.cpu - base))
      }
      return [
        growth <= MOST_GROWTH,
        `${size}: ${now.cpu.toFixed(0)} ms, ${growth.toFixed(1)} times that of half the size`,
      ]
    }
    before = now
    step = now.cpu - base < LITTLE && 8 * size <= most ? 8 : 2
  }
  return [true, `${before.cpu.toFixed(0)} ms at the largest size`]
}

/** @param {readonly string[]} names classes; each round measures one */
export const growthOf = (names) => ({
  name: 'growth',
  promise: 'Work grows with the size of the input, not with its square; messages do not repeat the input',
  pass: names.length,
  round: async ({ seed }, { say }) => {
    const name = names[seed % names.length]
    const [isGood, what] = await judge(name)
    if (!isGood) throw new Error(`${name}: ${what}`)
    say(`${name.padEnd(56)} ${what}`)
    return { 'classes of input measured': 1 }
  },
})
