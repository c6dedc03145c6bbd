import { lstat, realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { escapeControls } from '../diagnostics/index.js'
import { unifiedDiff } from '../report/patch.js'
import type { Encoding } from '../xml/index.js'
import { printNote, printResult } from './terminal.js'

/** The file behind a path, and whether the path is a symbolic link to it. */
export async function placeOf(path: string): Promise<{ readonly real: string; readonly isLink: boolean }> {
  try {
    return { real: await realpath(path), isLink: (await lstat(path)).isSymbolicLink() }
  } catch {
    return { real: resolve(path), isLink: false }
  }
}

/** A change as a patch, with the path as seen from the working directory, or from the root where it is not below. */
export async function printChange(file: string, before: string, after: string, encoding: Encoding): Promise<void> {
  const { real, isLink } = await placeOf(file)
  // "patch" follows no link.
  const path = isLink ? real : resolve(file)
  const below = relative(process.cwd(), path)
  const name = below.startsWith('..') ? path.slice(1) : below
  const diff = unifiedDiff(name.split(sep).join('/'), before, after)
  printResult(diff)
  if (encoding.startsWith('UTF-16') || (encoding !== 'UTF-8' && /[^\0-\x7f]/.test(diff))) {
    printNote(`${escapeControls(file)} is in ${encoding}: its diff is for reading, "patch" cannot apply it`)
  }
}
