// Loaded with --import: writes the peak resident size of the process, in KiB, into $PEAK_FILE when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  if (process.env.PEAK_FILE) writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS))
})
