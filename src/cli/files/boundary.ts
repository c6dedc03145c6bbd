import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { type Diagnostic, quote, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { repositoryRoot } from './paths.js'

/** Who says that a file is to be read: whoever runs the program, or something in the repository. */
export type NamedBy = 'call' | 'repository'

/** What the kernel shows as files: they describe this process and this machine, and no document is among them. */
const OF_THE_KERNEL = ['/proc', '/sys']

/**
 * What a run may read without being told to. Directories, links, lists and configurations in a repository may come with a
 * pull request; what they lead to outside the repository may be a secret, and a message about it would show it.
 */
export class Boundary {
  private readonly real: string | undefined

  private constructor(
    private readonly cwd: string,
    /** The directory that the run is bound to; undefined if it is bound to none. */
    readonly root: string | undefined,
  ) {
    this.real = root === undefined ? undefined : realOf(root)
  }

  /**
   * The boundary of a run: the repository that the working directory is in; without one the directory of a configuration
   * that was found, not named; without that there is none.
   */
  static around(cwd: string, configDirectory?: string): Boundary {
    return new Boundary(cwd, repositoryRoot(cwd) ?? configDirectory)
  }

  /** Whether a path, relative to the working directory, leads to something in the repository. False if there is none. */
  holds(path: string): boolean {
    return this.real !== undefined && isIn(this.real, realOf(resolve(this.cwd, path)))
  }

  /**
   * Why what is at a path must not be read, or written (VL520); undefined if it may be. A path that the call names may lie
   * outside the repository, but not lead out of it.
   *
   * @param path as it is shown, relative to the working directory
   */
  refusal(path: string, by: NamedBy): Diagnostic | undefined {
    const lexical = resolve(this.cwd, path)
    const real = realOf(lexical)
    if (OF_THE_KERNEL.some((directory) => isIn(directory, real))) {
      return refused(path, `refusing to read what the kernel shows as a file: ${quote(real)}`)
    }
    if (this.root === undefined || this.holds(path)) return undefined
    if (by === 'call' && !isIn(this.root, lexical)) return undefined
    return refused(path, `refusing to read a file outside the repository: ${quote(real)}`)
  }

  /** The same for a file that is to be read: it must also be a regular one, for another may never end (VL501). */
  refusalOfFile(path: string, by: NamedBy): Diagnostic | undefined {
    const refusal = this.refusal(path, by)
    if (refusal !== undefined) return refusal
    const found = statSync(resolve(this.cwd, path), { throwIfNoEntry: false })
    return found === undefined || found.isFile() ? undefined : notRegular(path)
  }
}

/** Says that something is not a regular file (VL501). */
export function notRegular(path: string): Diagnostic {
  return fileDiagnostic(path, 'VL501', 'cannot be read', { code: 'ENOTFILE', message: '' })
}

function refused(path: string, message: string): Diagnostic {
  const hint = 'if it is meant, name it on the command line by its own path'
  return new SourceText(path, '').diagnostic({ code: 'VL520', message, hint }, 0)
}

/** The path without links; of what does not exist, that of the nearest directory which does, and the rest. */
export function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), basename(path))
  }
}

function isIn(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : `${directory}${sep}`)
}
