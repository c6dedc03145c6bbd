/** The command line in this process, with whatever node:fs is, and in a process of its own. */
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { rmSync } from 'node:fs'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { threadId } from 'node:worker_threads'
import { build } from 'esbuild'
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

class Collector extends Writable {
  text = ''
  columns = 80
  _write(chunk, _encoding, done) {
    this.text += chunk
    done()
  }
}

/** Run it here. Gives its exit status and what it printed. */
export async function runHere(args, cwd) {
  const [stdout, stderr] = [new Collector(), new Collector()]
  const status = await run(args, {
    stdin: Object.assign([], { isTTY: false }),
    stdout,
    stderr,
    env: { XDG_CACHE_HOME: `${cwd}/cache` },
    cwd,
    now: () => performance.now(),
    signals: new EventEmitter(),
    reader: { gone: false, isNeeded: true, status: 0 },
    system: {
      platform: process.platform,
      home: '',
      processors: 1,
      isRoot: false,
      bootId: 'boot',
      uptime: () => 3600,
      processId: process.pid,
      root: '/nowhere',
      program: [process.execPath, PROGRAM],
    },
  })
  return { status, output: stdout.text + stderr.text }
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
