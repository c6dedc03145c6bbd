/** The tour of `npm run demo`: runs the steps in tour.mjs with the built program and shows their output. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TOUR } from './tour.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const program = join(here, '..', 'dist', 'cli', 'main.js')
const out = mkdtempSync(join(tmpdir(), 'virt-lifecycle-demo-'))
const colored = process.stdout.isTTY === true && !process.env.NO_COLOR
const STYLES = { bold: 1, dim: 2, red: 31, cyan: 36 }
const paint = (style, text) => (colored ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text)

/** The lines removed from `before` and added in `now`, marked; a simple diff is enough for a demo. */
function changes(before, now) {
  const were = before.split('\n')
  const are = now.split('\n')
  return [
    ...were.filter((line) => !are.includes(line)).map((line) => `- ${line}`),
    ...are.filter((line) => !were.includes(line)).map((line) => `+ ${line}`),
  ].join('\n')
}

function isInstalled(name) {
  if (name === 'virsh') return spawnSync(name, ['--version']).status === 0
  try {
    return createRequire(import.meta.url).resolve(name) !== ''
  } catch {
    return false
  }
}

let failed = 0
for (const [i, step] of TOUR.entries()) {
  console.log(`\n${paint('bold', `${i + 1}. ${step.title}`)}`)
  console.log(paint('cyan', `$ virt-lifecycle ${step.args.join(' ')}`))
  if (step.needs !== undefined && !isInstalled(step.needs)) {
    console.log(`(skipped: needs ${step.needs}, which is not installed; see docs/validate.md)`)
    continue
  }
  const args = step.args.map((arg) => arg.replace('OUT', out).replace('HERE', encodeURI(here)))
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: here, encoding: 'utf8' })
  if (stderr !== '') console.log(stderr.replaceAll(out, 'OUT').trimEnd())
  let text = step.shown === undefined ? stdout : readFileSync(join(out, step.shown), 'utf8')
  if (step.shown !== undefined) console.log(paint('dim', `--- OUT/${step.shown}`))
  if (step.differsFrom !== undefined) text = changes(readFileSync(join(here, step.differsFrom), 'utf8'), text)
  const lines = text.trimEnd().split('\n')
  console.log(lines.slice(0, step.lines).join('\n'))
  if (step.lines !== undefined && lines.length > step.lines) console.log(paint('dim', `… ${lines.length - step.lines} more lines`))
  if (status !== (step.status ?? 0)) {
    failed++
    console.log(paint('red', `(exit status ${status})`))
  }
}
rmSync(out, { recursive: true, force: true })
console.log(`\n${TOUR.length} steps${failed === 0 ? '' : `, ${failed} failed`}. Continue with docs/tutorial.md.`)
process.exitCode = failed === 0 ? 0 : 1
