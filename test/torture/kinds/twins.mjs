/**
 * Two processes that change the same files at once, beside others that change files of their own in the same directory and are
 * killed. Each file must be whole, and have the changes of both but for those that a process reports as refused.
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

/** The change of those that are killed, of domains that no other changes, and more operations than they need for it. */
const KILLED = {
  domains: [1000, 1001, 1002],
  args: into('killed.json'),
  edit: (text) => text.replace('>save<', '>destroy<'),
  operations: 60,
}

/** So many domains, and for each change the machines that it is of. */
function filesOf(count) {
  const all = Array.from({ length: count }, (_, n) => n)
  const machines = (list, settings) =>
    JSON.stringify(list.map((n) => ({ Name: `vm${n}`, Id: uuid(n), State: 2, ...settings })))
  return Object.fromEntries([
    ...Object.entries(CHANGES).map(([name, { settings }]) => [`${name}.json`, machines(all, settings)]),
    ['killed.json', machines(KILLED.domains, CHANGES.stop.settings)],
    ...all.map((n) => [`vms/vm${n}.xml`, domain(n)]),
    ...KILLED.domains.map((n) => [`vms/vm${n}.xml`, domain(n).replace('> save <', '>save<')]),
  ])
}

/** Run and kill one after the other until the others have ended; how many. */
async function killUntil(ended, random, directory) {
  let count = 0
  let isEnded = false
  ended.finally(() => {
    isEnded = true
  })
  while (!isEnded) {
    const { signal } = await runApart(KILLED.args, directory, {
      at: 1 + random.below(KILLED.operations),
      fault: 'a kill',
    })
    if (signal === 'SIGKILL') count++
  }
  return count
}

export default {
  name: 'twins',
  promise:
    'Of two runs that change the same files at once, none loses a change of the other, even if a third is killed beside them: it is made or reported',
  pass: 10,
  shortPass: 4,
  round: async (random, { isShort, say }) => {
    const pair = random.pick(PAIRS)
    const count = isShort ? 30 : 100
    const { refused, killed } = await withScratch(async (scratch) => {
      const directory = join(scratch, 'work')
      const files = filesOf(count)
      // Some have several names, and are written in their place.
      const names = random.some(
        Array.from({ length: count }, (_, n) => `vms/vm${n}.xml`),
        random.below(count),
      )
      fill(directory, files, Object.fromEntries(names.map((name) => [name, `${name}.other`])))
      const pauses = [0, random.below(50)]
      const ended = Promise.all(
        random.shuffled(pair).map(async (name, i) => {
          await setTimeout(pauses[i])
          return { ...CHANGES[name], ...(await runApart(CHANGES[name].args, directory)) }
        }),
      )
      const killed = await killUntil(ended, random, directory)
      // What the killed have left is removed by the next.
      const last = await runApart(KILLED.args, directory)
      return { refused: check(directory, files, await ended, last), killed }
    })
    say(`${pair.join(' and ')}: ${refused} of ${2 * count} changes refused, ${killed} others killed`)
    return {
      'files changed by two runs at once': count,
      'changes refused': refused,
      'runs killed beside them': killed,
    }
  },
}

/** How many changes were refused. Throws if something is lost. */
function check(directory, files, runs, last) {
  const found = contents(directory)
  const output = [...runs, last].map((run) => run.output).join('')
  const left = [...found.keys()].filter(isLeftOver)
  if (left.length > 0) throw new Broken(`left behind: ${left.join(', ')}`, output)
  let refused = 0
  for (const n of KILLED.domains) {
    const name = `vms/vm${n}.xml`
    if (found.get(name) !== KILLED.edit(files[name])) throw new Broken(`${name} is\n${found.get(name)}`, output)
  }
  for (const [name, before] of Object.entries(files)) {
    if (!name.startsWith('vms/') || KILLED.domains.some((n) => name === `vms/vm${n}.xml`)) continue
    const made = runs.filter((run) => !run.output.includes(`${name}:1:1 error VL513`))
    refused += runs.length - made.length
    const expected = made.reduce((text, { edit }) => edit(text), before)
    if (found.get(name) !== expected)
      throw new Broken(`${name} is\n${found.get(name)}and should be\n${expected}`, output)
  }
  return refused
}
