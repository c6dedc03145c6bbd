import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../guests/index.js'
import type { Io } from '../io.js'

/** Longest time that one timer of Node's can wait, in milliseconds: a longer one ends at once. */
const LONGEST_MS = 2 ** 31 - 1

/** The time since the host's start, which goes on steadily whatever is done to the wall clock. */
export function clockOf({ system, now }: Pick<Io, 'system' | 'now'>): Clock {
  const offset = system.uptime() * 1000 - now()
  return {
    now: () => now() + offset,
    sleep: async (milliseconds, signal) => {
      const end = now() + milliseconds
      const options = signal === undefined ? {} : { signal }
      while (now() < end && signal?.aborted !== true) {
        // An abort ends the sleep early, which is not an error.
        await pause(Math.min(Math.ceil(end - now()), LONGEST_MS), undefined, options).catch(() => {})
      }
    },
  }
}
