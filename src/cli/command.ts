import type { Command } from 'commander'
import type { ExitStatus } from './exit-status.js'
import type { Io } from './io.js'

/** Gives a command its arguments, options and help, and what it runs; `end` takes the exit status. */
export type Describe = (command: Command, io: Io, end: (status: ExitStatus) => void) => void
