/**
 * How the work for growing input grows, in steps that are counted and not timed: how often each block of code ran, by V8's
 * coverage. For each class of test/torture/classes.mjs that is not a command it prints the steps at a size, at twice and at
 * four times that, as JSON. What engines do in one step, such as searching a text, is not in it: that is for run.mjs.
 *
 * Run it with `--no-opt --no-maglev --no-flush-bytecode`: optimised code does not count its calls, and code that is thrown
 * away forgets them, so that the figures would differ from run to run. The first class is counted again at the end; if that
 * gives other figures, a newer V8 has one more way to lose them.
 */
import { Session } from 'node:inspector'
import { ACTIONS } from './actions.mjs'
import { CLASSES } from './classes.mjs'

const session = new Session()
session.connect()
const post = (method, params) => {
  let [failed, found] = [undefined, undefined]
  session.post(method, params, (error, result) => {
    failed = error
    found = result
  })
  if (failed) throw failed
  return found
}
post('Profiler.enable')
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

function stepsOf(action) {
  post('Profiler.takePreciseCoverage')
  const found = action()
  const { result } = post('Profiler.takePreciseCoverage')
  let steps = 0
  for (const { functions } of result) for (const { ranges } of functions) for (const { count } of ranges) steps += count
  return { steps, found }
}

/** The steps for a class at its three sizes, and the length of its longest message. */
function count({ does, makes, options, from, most = 800, clips = false }) {
  const start = Math.min(from ?? 50, Math.floor(most / 4))
  // The first time, what is kept for later is made.
  ACTIONS[does](makes(start), options)
  const measured = [start, 2 * start, 4 * start].map((size) => {
    const input = makes(clips ? 20 * size : size)
    return stepsOf(() => ACTIONS[does](input, options))
  })
  const longest = clips
    ? measured.at(-1).found.reduce((most, { message, hint = '' }) => Math.max(most, message.length, hint.length), 0)
    : 0
  return { steps: measured.map(({ steps }) => steps), longest }
}

const inThisProcess = Object.entries(CLASSES).filter(([, { does }]) => does !== 'run')
const counted = Object.fromEntries(inThisProcess.map(([name, row]) => [name, count(row)]))
const [[first, row]] = inThisProcess
counted[first].again = count(row).steps
process.stdout.write(JSON.stringify(counted))
