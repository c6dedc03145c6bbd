/**
 * Two processes that change the same files at once. Each file must be whole, and have the changes of both but for those that a
 * process reports as refused.
 */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { contents, fill, isLeftOver } from '../faults/directory.mjs'
import { runApart } from '../faults/program.mjs'
import { withScratch } from '../faults/scratch.mjs'
import { Broken } from '../faults/writing.mjs'

const uuid = (n) => `6f1a2c34-8d0e-4a57-9b61-${String(n).padStart(12, '0')}`
const domain = (n) =>
  `<domain type='kvm'>\n  <name>vm${n}</name>\n  <uuid>${uuid(n)}</uuid>\n  <on_hoststop> save </on_hoststop>\n</domain>\n`
const into = (file) => ['convert', file, '--into', 'vms', '--write']

/** The commands, and what each makes of a domain. */
const CHANGES = {
  fix: {
    args: ['validate', '--schema', 'embedded', '--fix', 'vms'],
    edit: (text) => text.replace('> save <', '>save<'),
  },
  start: {
    args: into('start.json'),
    edit: (text) => text.replace('</on_hoststop>\n', '</on_hoststop>\n  <on_hoststart>start</on_hoststart>\n'),
    settings: { AutomaticStartAction: 4 },
  },
  stop: {
    args: into('stop.json'),
    edit: (text) => text.replace('> save <', '>destroy<'),
    settings: { AutomaticStopAction: 2 },
  },
}
const PAIRS = [
  ['fix', 'start'],
  ['start', 'stop'],
]

/** So many domains, and for each change the machines that it is of. */
function filesOf(count) {
  const all = Array.from({ length: count }, (_, n) => n)
  const inputs = Object.entries(CHANGES).map(([name, { settings }]) => [
    `${name}.json`,
    JSON.stringify(all.map((n) => ({ Name: `vm${n}`, Id: uuid(n), State: 2, ...settings }))),
  ])
  return Object.fromEntries([...inputs, ...all.map((n) => [`vms/vm${n}.xml`, domain(n)])])
}

export default {
  name: 'twins',
  promise: 'Of two runs that change the same files at once, none loses a change of the other: it is made or reported',
  pass: 10,
  shortPass: 4,
  round: async (random, { isShort, say }) => {
    const pair = random.pick(PAIRS)
    const count = isShort ? 30 : 100
    const refused = await withScratch(async (scratch) => {
      const directory = join(scratch, 'work')
      const files = filesOf(count)
      // Some have several names, and are written in their place.
      const names = random.some(
        Object.keys(files).filter((name) => name.startsWith('vms/')),
        random.below(count),
      )
      fill(directory, files, Object.fromEntries(names.map((name) => [name, `${name}.other`])))
      const runs = await Promise.all(
        random.shuffled(pair).map(async (name, i) => {
          await setTimeout(i * random.below(50))
          return { ...CHANGES[name], ...(await runApart(CHANGES[name].args, directory)) }
        }),
      )
      return check(directory, files, runs)
    })
    say(`${pair.join(' and ')}: ${refused} of ${2 * count} changes refused`)
    return { 'files changed by two runs at once': count, 'changes refused': refused }
  },
}

/** How many changes were refused. Throws if something is lost. */
function check(directory, files, runs) {
  const found = contents(directory)
  const output = runs.map((run) => run.output).join('')
  const left = [...found.keys()].filter(isLeftOver)
  if (left.length > 0) throw new Broken(`left behind: ${left.join(', ')}`, output)
  let refused = 0
  for (const [name, before] of Object.entries(files)) {
    if (!name.startsWith('vms/')) continue
    const made = runs.filter((run) => !run.output.includes(`${name}:1:1 error VL513`))
    refused += runs.length - made.length
    const expected = made.reduce((text, { edit }) => edit(text), before)
    if (found.get(name) !== expected)
      throw new Broken(`${name} is\n${found.get(name)}and should be\n${expected}`, output)
  }
  return refused
}
