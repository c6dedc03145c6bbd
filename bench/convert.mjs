/**
 * Wall time and peak memory of converting many machines: Get-VM objects into existing domains (`--into … --write`), and
 * domains to powershell-json. Each run is a process of its own on a fresh copy of the files; the median of the runs
 * counts. With a second checkout, both programs alternate in the same run, and the ratio is printed.
 *
 * Run: npm run build && node bench/convert.mjs [MACHINES] [OTHER_CHECKOUT]      (RUNS=5 in the environment: five runs)
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

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

const JOBS = {
  '--into --write': () => ['convert', machines, '--into', freshDomains(), '--write'],
  '--to powershell-json': () => ['convert', freshDomains(), '--to', 'powershell-json', '-o', join(scratch, 'out.json')],
}

/** Seconds, and the peak in MiB. */
function run(checkout, args) {
  const peak = join(scratch, 'peak')
  const preload = join(HERE, 'bench/peak-memory.mjs')
  const began = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', preload, join(checkout, 'dist/cli/main.js'), ...args],
    { env: { ...process.env, PEAK_FILE: peak }, encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(stderr.slice(-500))
  return { seconds, peak: Number(readFileSync(peak, 'utf8')) / 1024 }
}

const { version } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'))
console.log(
  `${new Date().toISOString().slice(0, 10)}, virt-lifecycle ${version}, Node ${process.version}, ${cpus().length} cores, ${MACHINES} machines, median of ${RUNS}`,
)
console.log('| what | checkout | seconds | ratio | peak, MiB |\n|---|---|---|---|---|')
for (const [what, argsOf] of Object.entries(JOBS)) {
  const runs = checkouts.map(() => [])
  for (let i = 0; i < RUNS; i++) {
    for (const [j, checkout] of checkouts.entries()) runs[j].push(run(checkout, argsOf()))
  }
  const times = runs.map((list) => median(list.map(({ seconds }) => seconds)))
  for (const [j, time] of times.entries()) {
    const peak = median(runs[j].map((one) => one.peak)).toFixed(0)
    const ratio = (time / times[0]).toFixed(2)
    console.log(`| ${what} | ${j === 0 ? 'this' : 'other'} | ${time.toFixed(2)} | ${ratio} | ${peak} |`)
  }
}
rmSync(scratch, { recursive: true, force: true })
