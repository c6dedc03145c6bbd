/**
 * Peak resident memory of `convert --ndjson` on 10,000 and on 100,000 machines: it must not grow with their number.
 * Run: npm run build && node bench/ndjson-memory.mjs
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PROGRAM = resolve(import.meta.dirname, '../dist/cli/main.js')
const PEAK = resolve(import.meta.dirname, 'peak-memory.mjs')
const COUNTS = [10_000, 100_000]
const RUNS = 5

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-bench-'))
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/** A file with a `Get-VM` object a line. */
async function write(file, count) {
  const stream = createWriteStream(file)
  for (let i = 0; i < count; i++) {
    const VMId = `6f1a2c34-8d0e-4a57-9b61-${i.toString(16).padStart(12, '0')}`
    const vm = {
      VMName: `vm${i}`,
      VMId,
      State: 2,
      AutomaticStartAction: 4,
      AutomaticStartDelay: 30,
      AutomaticStopAction: 3,
    }
    if (!stream.write(`${JSON.stringify(vm)}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

/** One conversion: seconds, and the peak in MiB. */
function run(file) {
  const peak = join(scratch, 'peak')
  const since = performance.now()
  const args = ['--import', PEAK, PROGRAM, 'convert', '--ndjson', file, '--to', 'cim-json', '-o', join(scratch, 'out')]
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, PEAK_FILE: peak },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return { seconds: (performance.now() - since) / 1000, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 }
}

const results = []
for (const count of COUNTS) await write(join(scratch, `${count}`), count)
// In turn, so that what else the machine does falls on both alike.
for (let i = 0; i < RUNS; i++) for (const count of COUNTS) results.push({ count, ...run(join(scratch, `${count}`)) })
rmSync(scratch, { recursive: true })

const [few, many] = COUNTS.map((count) => {
  const own = results.filter((result) => result.count === count)
  return { count, seconds: median(own.map((r) => r.seconds)), mebibytes: median(own.map((r) => r.mebibytes)) }
})
const version = execFileSync(process.execPath, [PROGRAM, '--version'], { encoding: 'utf8' }).trim()
console.log(
  `virt-lifecycle ${version}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, median of ${RUNS}\n`,
)
console.log('| machines | seconds | peak, MiB |\n|---|---|---|')
for (const { count, seconds, mebibytes } of [few, many]) {
  console.log(`| ${count} | ${seconds.toFixed(1)} | ${mebibytes.toFixed(0)} |`)
}
console.log(`\npeak of ${many.count} / peak of ${few.count}: ${(many.mebibytes / few.mebibytes).toFixed(2)}`)
