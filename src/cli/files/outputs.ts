import { lstat, mkdir, readFile, readlink, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type Diagnostic, escapeControls, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { KeptLock } from './directory-lock.js'
import { FileMarks } from './file-marks.js'
import { type FileSystem, SYSTEM } from './file-system.js'
import { flushDirectory } from './flush-directory.js'
import { removeLeftOvers } from './left-overs.js'
import { belowDirectory, kindOf } from './paths.js'
import { ChangedFile, type Staged, stageFile } from './replace-file.js'
import { HalfWritten } from './rewrite-in-place.js'

/** What must hold for a file to be written. */
export interface WriteOptions {
  /** What it held when it was read: if it holds anything else now, it is not written (VL513). */
  readonly before?: Uint8Array | undefined
  /** The directory that was named, absolute: a symbolic link that leads out of it is not followed (VL515). */
  readonly within?: string | undefined
  /** The permissions that the file gets, whatever they were and whatever the umask. */
  readonly mode?: number
}

/** A file that is complete on the disk, but not yet in its place. */
export interface StagedOutput {
  /** Put it in its place; a diagnostic if that fails, and the file is as it was. */
  readonly commit: () => Promise<Diagnostic | undefined>
  readonly discard: () => void
}

/**
 * Writes the files of one run, each whole or not at all: beside its target and flushed, then renamed over it; mode, owner,
 * access control lists and further names of an existing file are kept. A pipe or a device is written to directly, never
 * replaced.
 */
export class FileWriter {
  /** Directories in which names have changed. */
  private readonly changed = new Set<string>()
  private readonly tidied = new Set<string>()
  private readonly locks = new Map<string, KeptLock>()

  /** @param cwd what relative paths are relative to */
  constructor(
    private readonly cwd: string,
    private readonly fs: FileSystem = SYSTEM,
    private readonly marks = new FileMarks(),
  ) {}

  /** Write a file; a VL503, VL513 or VL515 diagnostic if that fails, and the file is as it was. */
  async write(path: string, content: Uint8Array, options: WriteOptions = {}): Promise<Diagnostic | undefined> {
    const staged = await this.stage(path, content, options)
    return 'commit' in staged ? staged.commit() : staged
  }

  /** Write a file, but do not put it in its place yet: what can fail has been done then. */
  async stage(
    path: string,
    content: Uint8Array,
    { within, ...replaced }: WriteOptions = {},
  ): Promise<StagedOutput | Diagnostic> {
    const absolute = resolve(this.cwd, path)
    try {
      const target = await targetOf(absolute)
      if (within !== undefined && !(await isWithin(target, within))) return this.leadsOut(path, target, within)
      if ((await kindOf(target)) === 'other') {
        return { commit: () => attempt(path, () => writeFile(target, content)), discard: () => {} }
      }
      const keepsFile = await this.marks.has(target)
      const lock = this.lockOf(dirname(target))
      const staged = await stageFile(this.fs, target, content, { ...replaced, keepsFile, lock })
      return { commit: () => this.commit(path, target, staged), discard: staged.discard }
    } catch (error) {
      return failureOf(path, error)
    }
  }

  /** Give locks back, and flush the directories in which names have changed; the diagnostics of those that cannot be flushed. */
  async end(): Promise<readonly Diagnostic[]> {
    const failures: Diagnostic[] = []
    for (const lock of this.locks.values()) await lock.release()
    this.locks.clear()
    for (const directory of this.changed) {
      try {
        await flushDirectory(this.fs, directory)
      } catch (error) {
        failures.push(fileDiagnostic(directory, 'VL503', 'cannot be flushed to the disk', error))
      }
    }
    this.changed.clear()
    return failures
  }

  private lockOf(directory: string): KeptLock {
    const lock = this.locks.get(directory) ?? new KeptLock(this.fs, directory)
    this.locks.set(directory, lock)
    return lock
  }

  private leadsOut(path: string, target: string, within: string): Diagnostic {
    const [to, out] = [target, within].map((shown) => escapeControls(belowDirectory(this.cwd, shown) ?? shown))
    const message = `refusing to write to ${to} through a symbolic link: it is not in ${out}`
    const hint = 'name that file itself, or use --follow-links'
    return new SourceText(path, '').diagnostic({ code: 'VL515', message, hint }, 0)
  }

  private async commit(path: string, target: string, staged: Staged): Promise<Diagnostic | undefined> {
    const directory = dirname(target)
    const failure = await attempt(path, staged.commit)
    this.changed.add(directory)
    if (!this.tidied.has(directory)) removeLeftOvers(this.fs, directory)
    this.tidied.add(directory)
    return failure
  }
}

/**
 * Write a single file, whole or not at all, so that it survives a loss of power.
 *
 * @param cwd what a relative path is relative to
 * @returns a diagnostic if that fails
 */
export async function writeOutput(
  cwd: string,
  path: string,
  content: Uint8Array,
  options: WriteOptions = {},
): Promise<Diagnostic | undefined> {
  const writer = new FileWriter(cwd)
  const failure = await writer.write(path, content, options)
  const [unflushed] = await writer.end()
  return failure ?? unflushed
}

async function attempt(path: string, write: () => Promise<void>): Promise<Diagnostic | undefined> {
  try {
    await write()
    return undefined
  } catch (error) {
    return failureOf(path, error)
  }
}

/** Why a file was not written. */
function failureOf(path: string, error: unknown): Diagnostic {
  if (error instanceof ChangedFile) {
    const message = 'the file was changed after it was read, so it was not overwritten'
    return new SourceText(path, '').diagnostic({ code: 'VL513', message, hint: 'run the command again' }, 0)
  }
  if (error instanceof HalfWritten) {
    const hint = `the file is incomplete: copy ${escapeControls(error.backup)}, which has its old content, over it`
    return fileDiagnostic(path, 'VL503', 'cannot be written', error.cause, hint)
  }
  return fileDiagnostic(path, 'VL503', 'cannot be written', error)
}

/** Whether a file, links resolved, is below a directory. */
async function isWithin(target: string, directory: string): Promise<boolean> {
  return belowDirectory(await realpath(directory), target) !== undefined
}

/**
 * Make a directory and those above it.
 *
 * @param cwd what a relative path is relative to
 * @returns a VL503 diagnostic if that fails
 */
export async function makeDirectory(cwd: string, path: string): Promise<Diagnostic | undefined> {
  try {
    await makeWithParents(resolve(cwd, path))
    return undefined
  } catch (error) {
    return fileDiagnostic(path, 'VL503', 'cannot be created', error)
  }
}

/** Like mkdir with `recursive`, which never returns in places such as /proc (Node 20 to 22). */
async function makeWithParents(path: string): Promise<void> {
  if ((await kindOf(path)) === 'directory') return
  if (dirname(path) !== path) await makeWithParents(dirname(path))
  await mkdir(path)
}

/** Whether there is a file with other bytes than these at an absolute path. */
export async function hasOtherContent(path: string, bytes: Uint8Array): Promise<boolean> {
  if ((await kindOf(path)) !== 'file') return false
  return (await stat(path)).size !== bytes.length || !(await readFile(path)).equals(bytes)
}

/** What an absolute path leads to over all symbolic links, even if that does not exist yet. Rejects with the system's error. */
export async function targetOf(path: string): Promise<string> {
  let target = path
  // As many as Linux follows.
  for (let i = 0; i < 40; i++) {
    const found = await lstat(target).catch(() => undefined)
    if (found?.isSymbolicLink() !== true) return join(await realpath(dirname(target)), basename(target))
    target = resolve(dirname(target), await readlink(target))
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' })
}
