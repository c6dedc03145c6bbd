/**
 * Peak resident memory of `convert` on CSV with 10,000 and with 100,000 machines, to CSV and to newline-delimited JSON: it must
 * not grow with their number.
 * Run: npm run build && node bench/csv-memory.mjs
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PROGRAM = resolve(import.meta.dirname, '../dist/cli/main.js')
const PEAK = resolve(import.meta.dirname, 'peak-memory.mjs')
const COUNTS = [10_000, 100_000]
const TARGETS = [['csv'], ['powershell-json', '--ndjson']]
const RUNS = 5

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-bench-'))
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/** A file as Export-Csv writes it, with a row for each machine. */
async function write(file, count) {
  const stream = createWriteStream(file)
  stream.write('"VMName","VMId","State","AutomaticStartAction","AutomaticStartDelay","AutomaticStopAction"\r\n')
  for (let i = 0; i < count; i++) {
    const id = `6f1a2c34-8d0e-4a57-9b61-${i.toString(16).padStart(12, '0')}`
    const row = `"vm${i}","${id}","Running","Start","30","Save"\r\n`
    if (!stream.write(row)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

/** One conversion: seconds, and the peak in MiB. */
function run(file, target) {
  const peak = join(scratch, 'peak')
  const since = performance.now()
  const args = ['--import', PEAK, PROGRAM, 'convert', file, '--to', ...target, '-o', join(scratch, 'out')]
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, PEAK_FILE: peak },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return { seconds: (performance.now() - since) / 1000, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 }
}

const results = []
for (const count of COUNTS) await write(join(scratch, `${count}`), count)
// In turn, so that what else the machine does falls on all alike.
for (let i = 0; i < RUNS; i++) {
  for (const target of TARGETS) {
    for (const count of COUNTS) results.push({ target, count, ...run(join(scratch, `${count}`), target) })
  }
}
rmSync(scratch, { recursive: true })

const version = execFileSync(process.execPath, [PROGRAM, '--version'], { encoding: 'utf8' }).trim()
console.log(
  `virt-lifecycle ${version}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, median of ${RUNS}\n`,
)
console.log('| to | machines | seconds | peak, MiB | of the peak of the fewest |\n|---|---|---|---|---|')
for (const target of TARGETS) {
  const rows = COUNTS.map((count) => {
    const own = results.filter((result) => result.target === target && result.count === count)
    return { count, seconds: median(own.map((r) => r.seconds)), mebibytes: median(own.map((r) => r.mebibytes)) }
  })
  for (const { count, seconds, mebibytes } of rows) {
    const ratio = (mebibytes / rows[0].mebibytes).toFixed(2)
    console.log(`| ${target.join(' ')} | ${count} | ${seconds.toFixed(1)} | ${mebibytes.toFixed(0)} | ${ratio} |`)
  }
}
