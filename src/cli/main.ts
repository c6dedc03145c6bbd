#!/usr/bin/env node
import { fileDiagnostic } from './file-diagnostic.js'
import { run } from './program.js'
import { reader } from './terminal.js'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (reader.gone) return
  if (error.code === 'EPIPE') {
    if (reader.isNeeded) process.exit(process.exitCode ?? 0)
    reader.gone = true
    return
  }
  const { file, severity, code, message } = fileDiagnostic('<stdout>', 'VL503', 'cannot be written', error)
  process.stderr.write(`${file}:1:1 ${severity} ${code} ${message}\n`)
  process.exit(2)
})

try {
  process.exitCode = await run(process.argv.slice(2))
  // Whoever ends a run early does not wait for what it still waits for.
  if (process.exitCode > 128) process.exit()
} catch (error) {
  // Expected failures are diagnostics; what comes here is a mistake of ours.
  const shown = error instanceof Error ? (process.env['VIRT_LIFECYCLE_DEBUG'] ? error.stack : error.message) : error
  process.stderr.write(`virt-lifecycle: this is a fault of virt-lifecycle itself, please report it: ${shown}\n`)
  process.exitCode = 2
}
