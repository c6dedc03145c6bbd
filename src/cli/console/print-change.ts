import { resolve } from 'node:path'
import { escapeControls } from '../../diagnostics/index.js'
import { unifiedDiff } from '../../report/patch.js'
import type { Encoding } from '../../xml/index.js'
import { belowDirectory, fileBehind, fromRoot } from '../files/paths.js'
import type { Terminal } from './terminal.js'

/** Print a change as a patch, with the path as seen from the working directory, or from the root if it is not below. */
export async function printChange(
  terminal: Terminal,
  file: string,
  before: string,
  after: string,
  encoding: Encoding,
): Promise<void> {
  const { cwd } = terminal.io
  const { real, isLink } = await fileBehind(resolve(cwd, file))
  // "patch" follows no link.
  const path = isLink ? real : resolve(cwd, file)
  const diff = unifiedDiff(belowDirectory(cwd, path) ?? fromRoot(path), before, after)
  terminal.result(diff)
  if (encoding.startsWith('UTF-16') || (encoding !== 'UTF-8' && /[^\0-\x7f]/.test(diff))) {
    terminal.note(
      `${escapeControls(file)} is encoded in ${encoding}: this diff is for reading, "patch" cannot apply it`,
    )
  }
}
