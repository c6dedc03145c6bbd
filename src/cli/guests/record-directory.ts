import { join, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import type { HostRecord } from '../../guests/index.js'
import { writeOutput } from '../files/outputs.js'
import { kindOf } from '../files/paths.js'
import { readSettingsFile } from '../files/settings-file.js'
import type { Io } from '../io.js'

/** Where the records are unless told otherwise: the system's directory for root, else the user's by the XDG specification. */
export function defaultRecordDirectory({ env, system }: Pick<Io, 'env' | 'system'>): string {
  if (system.isRoot) return join(system.root, 'var/lib/virt-lifecycle')
  const state = env['XDG_STATE_HOME']
  return join(state?.startsWith('/') ? state : join(system.home, '.local/state'), 'virt-lifecycle')
}

/** The file with the record of a connection. */
function recordFile(directory: string, uri: string): string {
  return join(directory, `guests-${encodeURIComponent(uri)}.json`)
}

/**
 * Read the record of a connection; absent if there is none.
 *
 * @param uri the connection, as libvirt itself names it
 * @returns VL604 if the file is not a record
 */
export async function loadRecord(
  cwd: string,
  directory: string,
  uri: string,
): Promise<{ readonly record?: HostRecord } | { readonly diagnostics: readonly Diagnostic[] }> {
  const file = recordFile(directory, uri)
  if ((await kindOf(resolve(cwd, file))) === 'nothing') return {}
  const reading = readSettingsFile(cwd, file, 'guests-record')
  if ('diagnostics' in reading) {
    const hint =
      'look at the file, then remove it, or use "guests stop" or "guests start" with --force; without the record, "restart-if-active" is not carried out'
    return { diagnostics: reading.diagnostics.map((diagnostic) => ({ ...diagnostic, hint })) }
  }
  return { record: reading.value as HostRecord } // Its JSON Schema says so.
}

/** Save a record so that it survives a loss of power. */
export function saveRecord(cwd: string, directory: string, record: HostRecord): Promise<Diagnostic | undefined> {
  const text = `${JSON.stringify(record, null, 2)}\n`
  return writeOutput(cwd, recordFile(directory, record.uri), Buffer.from(text))
}
