import { chmod, mkdir, rmdir, symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic, isSystemError } from '../../node/file-diagnostic.js'
import { writeOutput } from '../files/outputs.js'
import { belowRoot, type Found, type Installed, lookAt, type Root } from './installed.js'

/** A change to the host that `guests install` or `guests uninstall` makes. Paths are relative to the root. */
export type Change =
  | { readonly kind: 'make-directory'; readonly path: string; readonly mode: number }
  | {
      readonly kind: 'create' | 'update'
      readonly path: string
      readonly content: string
      readonly mode: number
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'remove' | 'remove-if-empty'; readonly path: string }

/** What is to be changed, and what is in the way. */
export interface Changes {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A change as a line for the user. */
export function changeText({ root }: Root, change: Change): string {
  const path = join(root, change.path)
  switch (change.kind) {
    case 'make-directory':
      return `make directory ${path}`
    case 'link':
      return `link ${path} -> ${change.target}`
    case 'remove-if-empty':
      return `remove ${path} if it is empty`
    default:
      return `${change.kind} ${path}`
  }
}

/** Make a change; `unneeded` if there was nothing to remove, or a directory has something in it. VL503 if it fails. */
async function makeChange(root: Root, change: Change): Promise<Diagnostic | 'unneeded' | undefined> {
  const path = belowRoot(root, change.path)
  const shown = join(root.root, change.path)
  try {
    switch (change.kind) {
      case 'create':
      case 'update':
        return await writeOutput(root.cwd, shown, Buffer.from(change.content), { mode: change.mode })
      case 'make-directory':
        await mkdir(path)
        // Whatever the umask.
        await chmod(path, change.mode)
        return undefined
      case 'link':
        await symlink(change.target, path)
        return undefined
      case 'remove':
        await unlink(path)
        return undefined
      case 'remove-if-empty':
        await rmdir(path)
        return undefined
    }
  } catch (error) {
    const code = isSystemError(error) ? error.code : undefined
    if (change.kind.startsWith('remove') && code === 'ENOENT') return 'unneeded'
    if (change.kind === 'remove-if-empty' && (code === 'ENOTEMPTY' || code === 'EEXIST')) return 'unneeded'
    const what = change.kind.startsWith('remove') ? 'cannot be removed' : 'cannot be created'
    return fileDiagnostic(shown, 'VL503', what, error)
  }
}

/** Make changes in order, until one fails; `onDone` hears of each that was made. */
export async function makeChanges(
  root: Root,
  changes: readonly Change[],
  onDone: (change: Change) => void,
): Promise<Diagnostic | undefined> {
  for (const change of changes) {
    const result = await makeChange(root, change)
    if (typeof result === 'object') return result
    if (result === undefined) onDone(change)
  }
  return undefined
}

/**
 * What removing files and links that are listed means. A file that was changed since is kept (VL615), unless `force`.
 *
 * @returns the changes; a path that is not among them is gone already, or is kept
 */
export async function removalOf(
  root: Root,
  { files, links }: Pick<Installed, 'files' | 'links'>,
  force: boolean,
): Promise<Changes> {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const remove = (path: string, found: Found, isOurs: boolean): void => {
    if (found.kind === 'nothing') return
    if (isOurs || (force && found.kind !== 'directory')) changes.push({ kind: 'remove', path })
    else diagnostics.push(changed(join(root.root, path)))
  }
  for (const { path, target } of links) {
    const found = await lookAt(belowRoot(root, path))
    remove(path, found, found.kind === 'link' && found.target === target)
  }
  for (const { path, sha256 } of files) {
    const found = await lookAt(belowRoot(root, path))
    remove(path, found, found.kind === 'file' && sha256.includes(found.sha256))
  }
  return { changes, diagnostics }
}

/** A file that was changed since it was installed, and is kept (VL615). */
export function changed(path: string): Diagnostic {
  const message = 'it was changed since it was installed: it is kept'
  const hint = 'use --force to do without the changes; for units, "systemctl edit" keeps them in a file of their own'
  return new SourceText(path, '').diagnostic({ code: 'VL615', message, hint }, 0)
}

/** Something that is in the way and was not installed by this program (VL614). */
export function foreign(path: string): Diagnostic {
  const message = 'refusing to replace what was not installed by "guests install"'
  const hint = 'look at it, and move it away if it is not needed; nothing was changed'
  return new SourceText(path, '').diagnostic({ code: 'VL614', message, hint }, 0)
}
