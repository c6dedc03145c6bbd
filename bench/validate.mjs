/**
 * Wall time and peak memory of validating libvirt's own test domains against libvirt's schema: this program, xmllint and
 * jing, each one process for all files, and virt-xml-validate, which takes one file at a time. The corpus is repeated
 * under other names where more documents are asked for. The programs alternate; the median of the runs counts. Then, where the
 * time of this program goes. Node alone, with an empty program, is what one document is compared with.
 *
 * Needs what `.ci/run` installs, and GNU time (Debian: time) for the memory.
 * Run: npm run build && node bench/validate.mjs
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inWords, profileOf } from './profile.mjs'

const PROGRAM = resolve(import.meta.dirname, '../dist/cli/main.js')
const CORPUS = resolve(import.meta.dirname, '../.cache/libvirt-source/tests/qemuxml2argvdata')
const SCHEMAS = '/usr/share/libvirt/schemas'
const COUNTS = [1, 100, 1070, 10_700]
const RUNS = 5
/** virt-xml-validate starts a process a file; for more files than this it is left out. */
const MOST_ONE_BY_ONE = 100

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-bench-'))
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/**
 * The valid ones of libvirt's documents: of a few, its parser refuses what its schema allows, and to say so takes longer than
 * to find nothing.
 */
function validDocuments() {
  const files = readdirSync(CORPUS)
    .filter((name) => name.endsWith('.xml') && !name.endsWith('-invalid.xml'))
    .map((name) => join(CORPUS, name))
  const [program, ...args] = ours(files, '--format', 'compact')
  const { stdout } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  return files.filter((file) => !stdout.includes(`${file}:`))
}

/** This many valid documents, under other names from the second round on. */
function documents(count) {
  return Array.from({ length: count }, (_, i) => {
    const copy = join(scratch, `${i}.xml`)
    if (!existsSync(copy)) copyFileSync(valid[i % valid.length], copy)
    return copy
  })
}

const ours = (files, ...more) => [process.execPath, PROGRAM, 'validate', '--schema', SCHEMAS, ...more, ...files]
const PROGRAMS = {
  'virt-lifecycle': (files) => [ours(files)],
  'node -e 0': (files) => (files.length > 1 ? [] : [[process.execPath, '-e', '0']]),
  'virt-lifecycle --no-cache': (files) => [ours(files, '--no-cache')],
  xmllint: (files) => [['xmllint', '--noout', '--relaxng', join(SCHEMAS, 'domain.rng'), ...files]],
  jing: (files) => [['jing', '-i', join(SCHEMAS, 'domain.rng'), ...files]],
  'virt-xml-validate': (files) =>
    files.length > MOST_ONE_BY_ONE ? [] : files.map((file) => ['virt-xml-validate', file, 'domain']),
}
const hasTime = existsSync('/usr/bin/time')
const env = { ...process.env, XDG_CACHE_HOME: join(scratch, 'cache') }

/** Seconds, and the peak in MiB of the largest process. */
function run(commands) {
  const peak = join(scratch, 'peak')
  const peaks = []
  const began = performance.now()
  for (const command of commands) {
    const [program, ...args] = hasTime ? ['/usr/bin/time', '-q', '-f', '%M', '-o', peak, ...command] : command
    const { error } = spawnSync(program, args, { env, stdio: 'ignore' })
    if (error) throw error
    if (hasTime) peaks.push(Number(readFileSync(peak, 'utf8')) / 1024)
  }
  return { seconds: (performance.now() - began) / 1000, peak: Math.max(...peaks, 0) }
}

const valid = validDocuments()
const version = (command, ...args) => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim().split('\n')[0]
}
console.log(
  [
    new Date().toISOString().slice(0, 10),
    `virt-lifecycle ${version(process.execPath, PROGRAM, '--version')}`,
    `Node ${process.version}`,
    version('xmllint', '--version'),
    `${cpus().length} cores`,
    `${valid.length} different documents`,
    `median of ${RUNS}`,
  ].join(', '),
)
console.log('\n| documents | program | seconds | of xmllint | peak, MiB |\n|---|---|---|---|---|')
for (const count of COUNTS) {
  const files = documents(count)
  const results = new Map(Object.keys(PROGRAMS).map((name) => [name, []]))
  for (let i = 0; i <= RUNS; i++) {
    for (const [name, commandsOf] of Object.entries(PROGRAMS)) {
      const commands = commandsOf(files)
      // The first round warms the caches, ours and the system's.
      const result = commands.length === 0 ? undefined : run(commands)
      if (result !== undefined && i > 0) results.get(name).push(result)
    }
  }
  const reference = median(results.get('xmllint').map(({ seconds }) => seconds))
  for (const [name, all] of results) {
    if (all.length === 0) continue
    const seconds = median(all.map((result) => result.seconds))
    const peak = hasTime ? Math.round(median(all.map((result) => result.peak))) : ''
    console.log(`| ${count} | ${name} | ${seconds.toFixed(2)} | ${(seconds / reference).toFixed(2)} | ${peak} |`)
  }
}
console.log('')
for (const count of COUNTS) {
  const [, , ...args] = ours(documents(count))
  console.log(`${count} ${count === 1 ? 'document' : 'documents'}: ${inWords(profileOf(args, { env }))}`)
}
rmSync(scratch, { recursive: true })
