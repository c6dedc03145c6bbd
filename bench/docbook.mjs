/**
 * Wall time of validating DocBook documents against DocBook's schema: the engine as a library (virt-lifecycle/relaxng), xmllint and
 * jing, each one process for all files. The programs alternate; the median of the runs counts.
 *
 * Needs Debian's packages docbook5-xml, libxml2-utils and jing.
 * Run: npm run build && node bench/docbook.mjs
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SCHEMA = '/usr/share/xml/docbook/schema/rng/5.0/docbook.rng'
const DOCUMENTS = resolve(import.meta.dirname, '../test/peers/docbook')
const COUNTS = [1, 100, 1000]
const RUNS = 5

/** What a program that uses the library does. */
async function validate(files) {
  const { compileSchema } = await import('../dist/relaxng/index.js')
  const { validator, error } = compileSchema(readFileSync(SCHEMA, 'utf8'), pathToFileURL(SCHEMA).href, () => undefined)
  if (error) throw new Error(error.message)
  for (const file of files) if (validator.validate(readFileSync(file, 'utf8')).length > 0) process.exitCode = 1
}

const PROGRAMS = {
  'virt-lifecycle/relaxng': (files) => [process.execPath, fileURLToPath(import.meta.url), ...files],
  xmllint: (files) => ['xmllint', '--noout', '--relaxng', SCHEMA, ...files],
  jing: (files) => ['jing', '-i', SCHEMA, ...files],
}

function compare() {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-docbook-'))
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
  const names = readdirSync(DOCUMENTS)
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}\n`)
  console.log('| documents | program | seconds | of xmllint |\n|---|---|---|---|')
  for (const count of COUNTS) {
    const files = Array.from({ length: count }, (_, i) => {
      const copy = join(scratch, `${i}.xml`)
      copyFileSync(join(DOCUMENTS, names[i % names.length]), copy)
      return copy
    })
    const seconds = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]))
    for (let run = 0; run < RUNS; run++) {
      for (const [name, command] of Object.entries(PROGRAMS)) {
        const [program, ...args] = command(files)
        const began = performance.now()
        const { status, error } = spawnSync(program, args, { stdio: 'ignore' })
        if (error || status !== 0) throw error ?? new Error(`${name}: status ${status}`)
        seconds[name].push((performance.now() - began) / 1000)
      }
    }
    for (const name of Object.keys(PROGRAMS)) {
      const [mine, theirs] = [median(seconds[name]), median(seconds.xmllint)]
      console.log(`| ${count} | ${name} | ${mine.toFixed(2)} | ${(mine / theirs).toFixed(2)} |`)
    }
  }
  rmSync(scratch, { recursive: true })
}

const files = process.argv.slice(2)
await (files.length > 0 ? validate(files) : compare())
