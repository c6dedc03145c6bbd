/** The command line in this process, with whatever node:fs is, and in a process of its own. */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { threadId } from 'node:worker_threads'
import { build } from 'esbuild'
import { standIn } from '../../cli/stand-in.mjs'
import './file-system.mjs'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const PROGRAM = `${ROOT}dist/cli/main.js`
/** Of this thread alone: another one may be writing the same. */
const BUNDLE = `${ROOT}.cache/torture/program-${process.pid}-${threadId}.mjs`

// dist/cli has the program as a whole only, which ends a process.
await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/cli/program.ts'],
  outfile: BUNDLE,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  alias: { '#write-xml': './src/node/write-xml.ts' },
  logLevel: 'warning',
})
const { run } = await import(BUNDLE)
rmSync(BUNDLE)

/** Run it here. Gives its exit status and what it printed. */
export async function runHere(args, cwd) {
  const env = { XDG_CACHE_HOME: `${cwd}/cache` }
  const io = standIn({ env, cwd, program: [process.execPath, PROGRAM] })
  const status = await run(args, io)
  return { status, output: io.stdout.text + io.stderr.text }
}

/** Run it in a process of its own, with a fault if one is given. Gives also the signal that ended it. */
export function runApart(args, cwd, fault) {
  const faults = fault === undefined ? [] : ['--import', new URL('file-system.mjs', import.meta.url).href]
  const child = spawn(process.execPath, [...faults, PROGRAM, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      XDG_CACHE_HOME: `${cwd}/cache`,
      ...(fault === undefined ? {} : { VIRT_LIFECYCLE_FAULT: JSON.stringify(fault) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
    })
  }
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, output }))
  })
}
