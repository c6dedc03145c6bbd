/**
 * Wall time and peak memory of `validate` on 1,000 and on 10,000 domains, in each format: one document in ten is wrong, so
 * that there is something to report. Time is given relative to that of `compact`, which prints least; memory must not
 * grow with the number of documents, but for JUnit, whose counts stand in front of its cases. The formats alternate; the
 * median of the runs counts. Behind it, what several processes are worth (`--jobs`), for each engine.
 *
 * Needs what `.ci/run` installs.
 * Run: npm run build && node bench/reports.mjs
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PROGRAM = resolve(import.meta.dirname, '../dist/cli/main.js')
const PEAK = resolve(import.meta.dirname, 'peak-memory.mjs')
const CORPUS = resolve(import.meta.dirname, '../.cache/libvirt-source/tests/qemuxml2argvdata')
const SCHEMAS = '/usr/share/libvirt/schemas'
const FORMATS = ['compact', 'text', 'json', 'sarif', 'junit', 'github', 'gitlab']
const COUNTS = [1000, 10_000]
/** libxmljs2 takes a hundred times as long for a document. */
const COUNT_FOR_LIBXML2 = 300
const RUNS = 5

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-bench-'))
const env = { ...process.env, GITHUB_ACTIONS: '', GITLAB_CI: '', XDG_CACHE_HOME: join(scratch, 'cache') }
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/** A directory with this many of libvirt's valid domains, every tenth of them with a wrong lifecycle. */
function documents(count) {
  const valid = readdirSync(CORPUS).filter((name) => name.endsWith('.xml') && !name.endsWith('-invalid.xml'))
  const texts = valid.map((name) => readFileSync(join(CORPUS, name), 'utf8'))
  const directory = join(scratch, `domains-${count}`)
  mkdirSync(directory)
  for (let i = 0; i < count; i++) {
    const text = texts[i % texts.length]
    const wrong = text.replace(/<\/domain>\s*$/, '  <on_hoststop>sav</on_hoststop>\n</domain>\n')
    writeFileSync(join(directory, `${i}.xml`), i % 10 === 0 ? wrong : text)
  }
  return directory
}

/** One run: seconds, and the peak in MiB of the process that reports. */
function run(directory, ...args) {
  const peak = join(scratch, 'peak')
  const began = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', PEAK, PROGRAM, 'validate', '--no-config', '--schema', SCHEMAS, directory, ...args],
    { env: { ...env, PEAK_FILE: peak }, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  if (status !== 1) throw new Error(stderr)
  return { seconds: (performance.now() - began) / 1000, peak: Number(readFileSync(peak, 'utf8')) / 1024 }
}

/** The medians of runs that alternate; the first round warms the caches, ours and the system's. */
function measure(cases) {
  const results = cases.map(() => [])
  for (let i = 0; i <= RUNS; i++) {
    for (const [at, args] of cases.entries()) {
      const result = run(...args)
      if (i > 0) results[at].push(result)
    }
  }
  return results.map((own) => ({
    seconds: median(own.map(({ seconds }) => seconds)),
    peak: median(own.map(({ peak }) => peak)),
  }))
}

const version = (...args) => spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' }).stdout.trim()
console.log(
  `${new Date().toISOString().slice(0, 10)}, virt-lifecycle ${version('--version')}, Node ${process.version}, ${cpus().length} cores, median of ${RUNS}\n`,
)
const [few, many] = COUNTS.map(documents)
const [small, large] = [few, many].map((directory) => measure(FORMATS.map((format) => [directory, '--format', format])))
console.log(`| format | ${COUNTS[1]} documents, seconds | of compact | peak, MiB | of ${COUNTS[0]} documents' peak |`)
console.log('|---|---|---|---|---|')
for (const [i, format] of FORMATS.entries()) {
  const { seconds, peak } = large[i]
  const ratio = (seconds / large[0].seconds).toFixed(2)
  console.log(
    `| ${format} | ${seconds.toFixed(2)} | ${ratio} | ${peak.toFixed(0)} | ${(peak / small[i].peak).toFixed(2)} |`,
  )
}

const JOBS = ['1', '2', '4']
console.log('\n| engine | documents | --jobs | seconds | of one process |\n|---|---|---|---|---|')
for (const [engine, directory, count] of [
  ['builtin', many, COUNTS[1]],
  ['libxmljs2', documents(COUNT_FOR_LIBXML2), COUNT_FOR_LIBXML2],
]) {
  const results = measure(JOBS.map((jobs) => [directory, '--engine', engine, '--jobs', jobs, '--format', 'compact']))
  for (const [i, jobs] of JOBS.entries()) {
    const { seconds } = results[i]
    console.log(
      `| ${engine} | ${count} | ${jobs} | ${seconds.toFixed(2)} | ${(seconds / results[0].seconds).toFixed(2)} |`,
    )
  }
}
rmSync(scratch, { recursive: true })
