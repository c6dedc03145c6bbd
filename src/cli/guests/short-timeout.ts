import { readFile } from 'node:fs/promises'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { type Guest, longestDuration, planStop } from '../../guests/index.js'
import type { System } from '../io.js'
import { stopUnitPath, timeoutStopFor } from './install.js'
import { loadInstalled } from './installed.js'
import { timeoutStopIn } from './units.js'

/**
 * Whether the installed unit gives the guests of today too little time to stop (VL613): it was installed when there were
 * fewer of them.
 *
 * @param connections by the name that libvirt itself gives them; those that the unit does not deal with do not matter
 */
export async function shortTimeout(
  { root, processors }: Pick<System, 'root' | 'processors'>,
  connections: readonly { readonly uri: string; readonly guests: readonly Guest[] }[],
): Promise<readonly Diagnostic[]> {
  const loaded = await loadInstalled({ cwd: '/', root })
  if ('diagnostics' in loaded) return loaded.diagnostics
  const { installed } = loaded
  if (installed === undefined) return []
  const { options } = installed
  const file = stopUnitPath(root)
  const text = await readFile(file, 'utf8').catch(() => '')
  const given = timeoutStopIn(text)
  if (given === undefined) return []
  const needed = connections
    .filter(({ uri }) => options.uri.includes(uri))
    .map(({ guests }) => timeoutStopFor(longestDuration(planStop(guests, options), options.parallel ?? processors)))
  const longest = needed.reduce((most, one) => Math.max(most, one), 0)
  if (longest <= given) return []
  const message = `the stop of the host waits ${given} s for the guests, but to stop them may take ${longest} s`
  const hint = 'run "guests install" again with the same options: it writes the time that is needed now'
  const start = text.lastIndexOf(`TimeoutStopSec=${given}`)
  return [new SourceText(file, text).diagnostic({ code: 'VL613', message, hint }, start, text.indexOf('\n', start))]
}
