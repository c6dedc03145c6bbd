#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import * as module from 'node:module'
import { availableParallelism, homedir, uptime } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emitErrors } from './console/emit-errors.js'
import { guardLog } from './console/log-guard.js'
import { cacheDirectory } from './files/cache-directory.js'
import type { Io } from './io.js'

// The only file that touches the process, beside validate/worker.ts.
const io: Io = {
  stdin: process.stdin,
  stdout: emitErrors(process.stdout),
  stderr: emitErrors(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  now: () => performance.now(),
  signals: process,
  reader: { gone: false, isNeeded: true, status: 0 },
  system: {
    platform: process.platform,
    home: homeDirectory(),
    processors: availableParallelism(),
    isRoot: process.getuid?.() === 0,
    bootId: bootId(),
    uptime,
    processId: process.pid,
    root: '/',
    program: [process.execPath, fileURLToPath(import.meta.url)],
  },
}

// What went wrong outside the run may tell of a document, too.
const { stderr } = guardLog(io).io

keepCompiledCode()
// Loaded after that, so that its code is kept too.
const [{ run }, { fileDiagnostic }] = await Promise.all([import('./program.js'), import('../node/file-diagnostic.js')])

/** Whether a result could not be written. */
let hasFailed = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  const { reader } = io
  if (reader.gone) return
  reader.gone = true
  if (error.code === 'EPIPE') {
    if (reader.isNeeded) process.exit(reader.status)
    return
  }
  hasFailed = true
  const { file, severity, code, message } = fileDiagnostic('<stdout>', 'VL503', 'cannot be written', error)
  stderr.write(`${file}:1:1 ${severity} ${code} ${message}
`)
  if (reader.isNeeded) process.exit(2)
})
// Who closes or fills standard error gets no messages; what is written to files is the same.
process.stderr.on('error', () => {})

try {
  const status = await run(process.argv.slice(2), io)
  process.exitCode = hasFailed ? 2 : status
  // A run that was interrupted does not wait for its pending work.
  if (status > 128) process.exit()
} catch (error) {
  // Expected failures are diagnostics; what comes here is a bug.
  const shown = error instanceof Error ? (process.env['VIRT_LIFECYCLE_DEBUG'] ? error.stack : error.message) : error
  stderr.write(`virt-lifecycle: internal error, please report it: ${shown}\n`)
  process.exitCode = 2
}

/** The user's home directory; empty if the system knows none. */
function homeDirectory(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}

/** What Linux calls this run of the machine; empty elsewhere. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

/** Let Node keep compiled code between runs, if it can (22.8 and later); without a cache everything works the same. */
function keepCompiledCode(): void {
  const { enableCompileCache } = module as { readonly enableCompileCache?: (directory: string) => unknown }
  const directory = cacheDirectory(io)
  if (enableCompileCache === undefined || directory === undefined) return
  try {
    enableCompileCache(join(directory, 'code'))
  } catch {
    // Nothing depends on it.
  }
}
