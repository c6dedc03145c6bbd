#!/usr/bin/env node
import { run } from './program.js'

// A reader that closes early, as in "… | head", is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // Expected failures are diagnostics; what comes here is a mistake of ours.
  const shown = error instanceof Error ? (process.env['VIRT_LIFECYCLE_DEBUG'] ? error.stack : error.message) : error
  process.stderr.write(`virt-lifecycle: this is a fault of virt-lifecycle itself, please report it: ${shown}\n`)
  process.exitCode = 2
}
