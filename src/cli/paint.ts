import pc from 'picocolors'
import type { Paint } from '../report/report.js'

/** Colour only on a terminal, and never with NO_COLOR (https://no-color.org: whatever its value, unless empty). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return pc.createColors(stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb')
}
