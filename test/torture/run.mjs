#!/usr/bin/env node
/**
 * What the program promises, put to the test for as long as wanted. Each kind of torture (test/torture/kinds/) works in rounds, each
 * with a seed of its own; a failure says how to repeat its round. At the end the rows of docs/reliability.md are printed.
 *
 * Run: npm run torture -- [MINUTES] [--seed N] [--short] [PART OF A NAME…]
 *
 * A name is that of a kind or of a class of growing input (test/torture/classes.mjs). All rounds of each kind are done at least
 * once, and further ones until the minutes are over; with --seed, the round with that seed alone; with --short, rounds that take
 * seconds, as in CI.
 */
import { parseArgs } from 'node:util'
import { CLASSES } from './classes.mjs'
import editors from './kinds/editors.mjs'
import fullDisk from './kinds/full-disk.mjs'
import fuzz from './kinds/fuzz.mjs'
import { growthOf } from './kinds/growth.mjs'
import kills from './kinds/kills.mjs'
import scripts from './kinds/scripts.mjs'
import twins from './kinds/twins.mjs'
import { Random } from './random.mjs'
import { rows } from './rows.mjs'

/**
 * A kind has a name, which is that of its file; a promise, which docs/reliability.md repeats; how many rounds with consecutive seeds make a whole
 * `pass` (`shortPass` with --short); what is `missing` for it, if anything is; what it `lacks` for a part of it; and a `round`, which gives what it counted, and throws if the promise
 * is broken.
 */
const KINDS = [kills, fullDisk, twins, editors, fuzz, scripts]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, short: { type: 'boolean', default: false } },
})
const [first = ''] = positionals
const isMinutes = /^[0-9.]+$/.test(first)
const parts = isMinutes ? positionals.slice(1) : positionals
const minutes = isMinutes ? Number(first) : 0

/** The kinds that names choose; without names all. */
function chosen() {
  const isChosen = (name) => parts.length === 0 || parts.some((part) => name.includes(part))
  const classes = Object.keys(CLASSES)
  const named = isChosen('growth') ? classes : classes.filter(isChosen)
  return [
    ...(named.length > 0 && !values.short ? [growthOf(named)] : []),
    ...KINDS.filter(({ name }) => isChosen(name)),
  ]
}

/** Whether everything is there that a kind needs; says so if not. */
function isPossible({ name, missing, lacks }) {
  const what = missing?.()
  if (what !== undefined) console.log(`skip  ${name.padEnd(9)} needs ${what}`)
  for (const part of what === undefined ? (lacks?.() ?? []) : []) console.log(`skip  ${name.padEnd(9)} no ${part} here`)
  return what === undefined
}

/** Do the next round of a kind. */
async function advance(tally) {
  const { kind } = tally
  const seed = tally.seed + tally.rounds
  const began = performance.now()
  const say = (text) => console.log(`  ok  ${kind.name.padEnd(9)} ${text}`)
  try {
    const figures = await kind.round(new Random(seed), { isShort: values.short, say })
    for (const [what, count] of Object.entries(figures)) tally.figures[what] = (tally.figures[what] ?? 0) + count
  } catch (error) {
    tally.failures++
    const names = parts.length > 0 && kind.name === 'growth' ? parts : [kind.name]
    const again = ['--seed', seed, ...(values.short ? ['--short'] : []), ...names.map((name) => `'${name}'`)].join(' ')
    console.log(
      `FAIL  ${kind.name.padEnd(9)} ${error.name === 'Broken' ? error.message : error.stack}\n      again: npm run torture -- ${again}`,
    )
  }
  tally.rounds++
  tally.time += performance.now() - began
}

const from = values.seed === undefined ? (values.short ? 0 : Math.floor(Math.random() * 1e9)) : Number(values.seed)
const tallies = chosen()
  .filter(isPossible)
  .map((kind) => ({ kind, seed: from, rounds: 0, time: 0, failures: 0, figures: {} }))
const end = performance.now() + minutes * 60_000
const passOf = ({ pass, shortPass = pass }) => (values.short ? shortPass : pass)
const isOver = ({ kind, rounds }) => rounds >= (values.seed === undefined ? passOf(kind) : 1)
for (;;) {
  const open = performance.now() < end ? tallies : tallies.filter((tally) => !isOver(tally))
  if (open.length === 0) break
  await advance(open.reduce((least, tally) => (tally.time < least.time ? tally : least)))
}
console.log(rows(tallies))
const failures = tallies.reduce((sum, tally) => sum + tally.failures, 0)
console.log(failures === 0 ? 'all well' : `${failures} ${failures === 1 ? 'failure' : 'failures'}`)
process.exitCode = failures === 0 && tallies.length > 0 ? 0 : 1
