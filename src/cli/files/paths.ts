import { existsSync } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** Paths or patterns, and the directory that they are relative to; '' is the working directory, for those of the call. */
export interface Relative {
  readonly base: string
  readonly patterns: readonly string[]
}

/** What is at an absolute path now. */
export async function kindOf(path: string): Promise<'nothing' | 'file' | 'directory' | 'other'> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'directory'
    return found.isFile() ? 'file' : 'other'
  } catch {
    return 'nothing'
  }
}

/** The file behind an absolute path, and whether the path is a symbolic link to it. */
export async function fileBehind(path: string): Promise<{ readonly real: string; readonly isLink: boolean }> {
  try {
    return { real: await realpath(path), isLink: (await lstat(path)).isSymbolicLink() }
  } catch {
    return { real: path, isLink: false }
  }
}

/** A path relative to the directory it is below, with `/` between its parts; undefined if it is not below. Both absolute. */
export function belowDirectory(directory: string, path: string): string | undefined {
  const below = relative(directory, path)
  const isBelow = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)
  return isBelow ? withSlashes(below) : undefined
}

/** An absolute path without its root, with `/` between its parts. */
export function fromRoot(path: string): string {
  return withSlashes(path.replace(/^([A-Za-z]:)?[\\/]+/, ''))
}

/** A path with `/` between its parts, whatever the system puts there. */
export function withSlashes(path: string): string {
  return path.split(sep).join('/')
}

/** A path that is relative to a directory, as it is shown: relative to the working directory. */
export function shownFrom(cwd: string, base: string, path: string): string {
  return base === '' ? path : relative(cwd, resolve(cwd, base, path)) || '.'
}

/** The directory of the repository that a directory belongs to. */
export function repositoryRoot(from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}
