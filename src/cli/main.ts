#!/usr/bin/env node
import { run } from './program.js'

// A reader that closes early, as in "… | head", is no fault.
let isBroken = false
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  // Each write that waits fails in turn.
  if (isBroken) return
  isBroken = true
  const [{ printMessages }, { fileDiagnostic }] = await Promise.all([import('./findings.js'), import('./inputs.js')])
  printMessages([fileDiagnostic('<stdout>', 'VL503', 'cannot be written', error)])
  process.exit(2)
})

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // Expected failures are diagnostics; what comes here is a mistake of ours.
  const shown = error instanceof Error ? (process.env['VIRT_LIFECYCLE_DEBUG'] ? error.stack : error.message) : error
  process.stderr.write(`virt-lifecycle: this is a fault of virt-lifecycle itself, please report it: ${shown}\n`)
  process.exitCode = 2
}
