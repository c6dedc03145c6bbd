/**
 * Wall time and peak memory of converting many machines: Get-VM objects into existing domains (`--into … --write`), and
 * domains to powershell-json. Each run is a process of its own on a fresh copy of the files; the median of the runs
 * counts. A script with lxml that does the same (convert-lxml.py), and other checkouts, alternate with this one, and the ratios
 * are printed. Then, where the time of this one goes.
 *
 * Needs GNU time (Debian: time), and Python with lxml (python3-lxml) for the script; without that, it is left out.
 * Run: npm run build && node bench/convert.mjs [MACHINES] [OTHER_CHECKOUT…]      (RUNS=5 in the environment: five runs)
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inWords, profileOf } from './profile.mjs'

const MACHINES = Number(process.argv[2] ?? 10_000)
const RUNS = Number(process.env.RUNS ?? 3)
const HERE = resolve(import.meta.dirname, '..')
const checkouts = [HERE, ...process.argv.slice(3).map((path) => resolve(path))]

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-bench-'))
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const uuid = (i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`

/** A real definition with a name and a UUID of its own. */
const TEMPLATE = readFileSync(join(HERE, 'examples/domains/web01.xml'), 'utf8')
const domainOf = (i) =>
  TEMPLATE.replace(/<name>.*<\/name>/, `<name>vm${i}</name>`).replace(/<uuid>.*<\/uuid>/, `<uuid>${uuid(i)}</uuid>`)

const machines = join(scratch, 'vms.json')
writeFileSync(
  machines,
  JSON.stringify(
    Array.from({ length: MACHINES }, (_, i) => ({
      Name: `vm${i}`,
      Id: uuid(i),
      State: 2,
      AutomaticStartAction: 2 + (i % 3),
      AutomaticStartDelay: i % 600,
      AutomaticStopAction: 2 + ((i + 1) % 3),
    })),
  ),
)

function freshDomains() {
  const directory = join(scratch, 'domains')
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory)
  for (let i = 0; i < MACHINES; i++) writeFileSync(join(directory, `vm${i}.xml`), domainOf(i))
  return directory
}

const OUT = join(scratch, 'out.json')
const JOBS = {
  '--into --write': {
    ours: (domains) => ['convert', machines, '--into', domains, '--write'],
    lxml: (domains) => ['into', machines, domains],
  },
  '--to powershell-json': {
    ours: (domains) => ['convert', domains, '--to', 'powershell-json', '-o', OUT],
    lxml: (domains) => ['to-powershell-json', domains, OUT],
  },
}

const PYTHON = '/usr/bin/python3'
const SCRIPT = join(HERE, 'bench/convert-lxml.py')
const lxml = spawnSync(PYTHON, ['-c', 'from lxml import etree; print(".".join(map(str, etree.LXML_VERSION)))'], {
  encoding: 'utf8',
})
const hasLxml = lxml.status === 0

/** What runs: this checkout, others, and the script; each with the command for a job. */
const PROGRAMS = {
  ...Object.fromEntries(
    checkouts.map((checkout, i) => [
      i === 0 ? 'virt-lifecycle' : `virt-lifecycle of ${process.argv[2 + i]}`,
      ({ ours }, domains) => [process.execPath, join(checkout, 'dist/cli/main.js'), ...ours(domains)],
    ]),
  ),
  ...(hasLxml ? { lxml: ({ lxml }, domains) => [PYTHON, SCRIPT, ...lxml(domains)] } : {}),
}

/** Seconds, and the peak in MiB. */
function run([program, ...args]) {
  const peak = join(scratch, 'peak')
  const time = ['-q', '-f', '%M', '-o', peak, program, ...args]
  const began = performance.now()
  const { status, stderr, error } = spawnSync('/usr/bin/time', time, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const seconds = (performance.now() - began) / 1000
  if (error) throw error
  if (status !== 0) throw new Error(stderr.slice(-500))
  return { seconds, peak: Number(readFileSync(peak, 'utf8')) / 1024 }
}

const { version } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'))
const versions = [
  `virt-lifecycle ${version}`,
  `Node ${process.version}`,
  ...(hasLxml ? [`lxml ${lxml.stdout.trim()}`] : []),
]
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${versions.join(', ')}, ${cpus().length} cores, ${MACHINES} machines, median of ${RUNS}`,
)
console.log('| what | program | seconds | of lxml | peak, MiB |\n|---|---|---|---|---|')
for (const [what, job] of Object.entries(JOBS)) {
  const results = new Map(Object.keys(PROGRAMS).map((name) => [name, []]))
  for (let i = 0; i < RUNS; i++) {
    for (const [name, commandOf] of Object.entries(PROGRAMS))
      results.get(name).push(run(commandOf(job, freshDomains())))
  }
  const secondsOf = (name) => median(results.get(name).map(({ seconds }) => seconds))
  for (const [name, runs] of results) {
    const ratio = hasLxml ? (secondsOf(name) / secondsOf('lxml')).toFixed(2) : ''
    const peak = median(runs.map((one) => one.peak)).toFixed(0)
    console.log(`| ${what} | ${name} | ${secondsOf(name).toFixed(2)} | ${ratio} | ${peak} |`)
  }
}
console.log('')
for (const [what, { ours }] of Object.entries(JOBS)) console.log(`${what}: ${inWords(profileOf(ours(freshDomains())))}`)
rmSync(scratch, { recursive: true, force: true })
