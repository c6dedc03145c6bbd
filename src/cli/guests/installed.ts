import { createHash } from 'node:crypto'
import { lstat, readFile, readlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import type { StopOptions } from '../../guests/index.js'
import { isSystemError } from '../../node/file-diagnostic.js'
import { writeOutput } from '../files/outputs.js'
import { kindOf } from '../files/paths.js'
import { readSettingsFile } from '../files/settings-file.js'
import { systemStateDirectory } from './hook-files.js'

/** The directory that a host is below, as it is shown: relative to `cwd`, or absolute. */
export interface Root {
  readonly cwd: string
  readonly root: string
}

/** The absolute path of what is below a root. */
export function belowRoot({ cwd, root }: Root, path: string): string {
  return resolve(cwd, join(root, path))
}

/** What the stop was installed with. */
export interface InstalledOptions extends StopOptions {
  readonly uri: readonly string[]
  /** Absent: one per core. */
  readonly parallel?: number
}

/** The list of what `guests install` has made. Paths are relative to the root, with a slash before them. */
export interface Installed {
  readonly version: 1
  readonly options: InstalledOptions
  /** With the digests of what was written: of two versions while one is being replaced by the other. */
  readonly files: readonly { readonly path: string; readonly sha256: readonly string[] }[]
  readonly links: readonly { readonly path: string; readonly target: string }[]
  /** Those that did not exist before, the outer ones first. */
  readonly directories: readonly string[]
}

/** The file with the list, below a root. */
export const INSTALLED_FILE = join(systemStateDirectory('/'), 'installed.json')

/**
 * Read the list of what is installed; absent if nothing is.
 *
 * @returns VL617 if the file is not such a list, or cannot be read
 */
export async function loadInstalled(
  root: Root,
): Promise<{ readonly installed?: Installed } | { readonly diagnostics: readonly Diagnostic[] }> {
  if ((await kindOf(belowRoot(root, INSTALLED_FILE))) === 'nothing') return {}
  const reading = readSettingsFile(root.cwd, join(root.root, INSTALLED_FILE), 'guests-installed')
  if ('diagnostics' in reading) {
    const hint = 'move it away and run "guests install" again: files that are as they would be written are taken over'
    return { diagnostics: reading.diagnostics.map((diagnostic) => ({ ...diagnostic, hint })) }
  }
  return { installed: reading.value as Installed } // Its JSON Schema says so.
}

/** Save the list so that it survives a loss of power. */
export function saveInstalled({ cwd, root }: Root, installed: Installed): Promise<Diagnostic | undefined> {
  const text = `${JSON.stringify(installed, null, 2)}\n`
  return writeOutput(cwd, join(root, INSTALLED_FILE), Buffer.from(text), { mode: 0o600 })
}

/** The digest by which a file is recognised. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What is at a path: a symbolic link is not followed, because nothing that is made here is one behind another. */
export type Found =
  | { readonly kind: 'nothing' | 'directory' | 'other' }
  | { readonly kind: 'file'; readonly sha256: string }
  | { readonly kind: 'link'; readonly target: string }

/** Look at a path. Rejects with the system's error if that is not allowed. */
export async function lookAt(path: string): Promise<Found> {
  try {
    const found = await lstat(path)
    if (found.isSymbolicLink()) return { kind: 'link', target: await readlink(path) }
    if (found.isDirectory()) return { kind: 'directory' }
    if (!found.isFile()) return { kind: 'other' }
    return { kind: 'file', sha256: digestOf(await readFile(path)) }
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return { kind: 'nothing' }
    throw error
  }
}
