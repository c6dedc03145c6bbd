#!/usr/bin/env node
/**
 * Which mistakes the tests would let pass. Stryker changes the sources in thousands of ways; for each change, a mutant, the tests
 * that execute it are run. If none fails, the mutant survives. It is listed in .cache/mutation/, and is either a gap in the tests or a
 * change that nobody can notice.
 *
 * Run: npm run mutation -- [--concurrency N] [FOLDER OR FILE OF src/…]
 *
 * The output is the table of docs/reliability.md.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

const FOLDERS = ['src/lifecycle', 'src/domain', 'src/translate']
const SCRATCH = '.cache/mutation'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '1' } },
})

/** Every mutant of a folder or file, with what became of it. */
function mutantsOf(path) {
  return new Stryker({
    mutate: [statSync(path).isDirectory() ? `${path}/**/*.ts` : path],
    plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
    testRunner: 'bundle',
    buildCommand: `node test/mutation/bundle.mjs ${path}`,
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    // A machine that others use as well must not make a mutant look endless.
    timeoutMS: 30_000,
    timeoutFactor: 3,
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    logLevel: 'error',
    tempDirName: `${SCRATCH}/sandbox`,
    ignorePatterns: ['.cache', 'dist', 'docs/pictures'],
  }).runMutationTest()
}

/** How many mutants there are with one of the statuses. */
const count = (mutants, ...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length

/** A row of the table. A mutant with which the tests do not end is noticed, too. */
function row(folder, mutants) {
  const killed = count(mutants, 'Killed')
  const endless = count(mutants, 'Timeout')
  const survived = count(mutants, 'Survived')
  const unreached = count(mutants, 'NoCoverage')
  const all = killed + endless + survived + unreached
  const score = all === 0 ? '-' : `${((100 * (killed + endless)) / all).toFixed(1)} %`
  return `| ${folder} | ${all} | ${killed} | ${endless} | ${survived} | ${unreached} | ${score} |`
}

/** One line for each mutant that no test noticed: where it is, and what it has there instead of what. */
function survivorsAmong(mutants) {
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location: { start, end }, status, replacement }) => {
      const file = relative('.', fileName)
      const original = textBetween(readFileSync(file, 'utf8').split('\n'), start, end)
      return `${file}:${start.line}:${start.column} ${status}: ${onOneLine(original)} -> ${onOneLine(replacement)}\n`
    })
}

/** The text from a line and column to another; both count from 1. */
function textBetween(lines, start, end) {
  const whole = lines.slice(start.line - 1, end.line)
  const cut = whole.with(-1, whole.at(-1).slice(0, end.column - 1))
  return cut.with(0, cut[0].slice(start.column - 1)).join('\n')
}

const onOneLine = (text) => text.replace(/\s+/g, ' ')

// Stryker's copy of the project has no .cache/.
process.env.LIBVIRT_SOURCE ||= resolve('.cache/libvirt-source')
mkdirSync(SCRATCH, { recursive: true })
console.log('| folder | mutants | killed | endless | survived | not executed | score |\n|---|---|---|---|---|---|---|')
for (const path of positionals.length === 0 ? FOLDERS : positionals) {
  const mutants = await mutantsOf(path)
  const folderOf = ({ fileName }) => relative('.', dirname(fileName))
  for (const folder of new Set(mutants.map(folderOf))) {
    const own = mutants.filter((mutant) => folderOf(mutant) === folder)
    console.log(row(folder, own))
  }
  writeFileSync(join(SCRATCH, `${path.replaceAll('/', '-')}.txt`), survivorsAmong(mutants).join(''))
}
