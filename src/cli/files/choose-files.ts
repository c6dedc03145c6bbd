import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import type { Place } from '../io.js'
import { formatSize, readBytes, STDIN } from './bytes.js'
import { belowDirectory, fromRoot, repositoryRoot, shownFrom } from './paths.js'

/** Paths or patterns, and the directory that they are relative to; '' is the working directory. */
export interface Relative {
  readonly base: string
  readonly patterns: readonly string[]
}

/** Which files a command is to read. */
export interface FileChoice {
  /** Files, directories with `*.xml`, and glob patterns; `-` is standard input. */
  readonly paths: readonly Relative[]
  /** A file with paths of files and directories, which are not patterns; `-` is standard input. */
  readonly filesFrom?: string | undefined
  /** Patterns as in a .gitignore. */
  readonly exclude: readonly Relative[]
  /** Whether what the repository's .gitignore files name is left out. */
  readonly git?: boolean
  /** Whether a path without files is accepted; undefined if the command has no option for that. */
  readonly allowEmpty?: boolean
  /** Bytes; a longer list is refused. */
  readonly maxSize: number
}

/** A file to be read, by the path that messages show; or why there is none. */
export type Entry = string | { readonly diagnostic: Diagnostic }

/** The files that were chosen, each once, in the order of the paths and below them of their names. */
export interface Chosen {
  readonly entries: readonly Entry[]
  /** The directory, absolute, in which a file was found that was not named itself. */
  readonly within: ReadonlyMap<string, string>
  /** How many files were left out by patterns. */
  readonly excluded: number
}

/** Files that were found in a directory, absolute; or that were named. */
interface Found {
  readonly entries: readonly Entry[]
  readonly within?: string
}

/** Find the files that a command is to read. */
export async function chooseFiles(choice: FileChoice, place: Place): Promise<Chosen> {
  const groups: Found[] = []
  for (const { base, patterns } of choice.paths) {
    for (const pattern of patterns) groups.push(await filesOf(base, pattern, choice, place))
  }
  if (choice.filesFrom !== undefined) groups.push(...(await listedIn(choice.filesFrom, choice, place)))
  const isExcluded = await exclusion(choice, place.cwd)
  const seen = new Set<string>()
  const entries: Entry[] = []
  const directories = new Map<string, string>()
  let excluded = 0
  for (const { entries: found, within } of groups) {
    for (const entry of found) {
      const key = typeof entry !== 'string' || entry === '-' ? entry : resolve(place.cwd, entry)
      if (typeof key === 'string') {
        if (seen.has(key)) continue
        seen.add(key)
        if (key !== '-' && isExcluded(key)) {
          excluded++
          continue
        }
      }
      entries.push(entry)
      if (typeof entry === 'string' && within !== undefined) directories.set(entry, within)
    }
  }
  return { entries, within: directories, excluded }
}

/** The files that a path or a pattern names. */
async function filesOf(base: string, pattern: string, choice: FileChoice, { cwd }: Place): Promise<Found> {
  if (pattern === '-') return { entries: ['-'] }
  const path = shownFrom(cwd, base, pattern)
  if (!/[*?[\]{}()!]/.test(pattern) || existsSync(resolve(cwd, path))) return filesAt(path, choice, cwd)
  if (pattern.startsWith('!')) {
    const diagnostic = nothing(path, 'a pattern cannot start with "!"', 'use --exclude to leave out files')
    return { entries: [{ diagnostic }] }
  }
  const { globby, isDynamicPattern } = await import('globby')
  if (!isDynamicPattern(pattern)) return filesAt(path, choice, cwd)
  try {
    // Links could lead in circles, or elsewhere; what they lead to has a path of its own.
    const options = { cwd: resolve(cwd, base), expandDirectories: false, followSymbolicLinks: false }
    const matches = await globby(pattern, options)
    if (matches.length > 0) {
      const entries = matches.sort().map((match) => asFile(shownFrom(cwd, base, match)))
      return { entries }
    }
    const message = 'no file matches this pattern'
    return { entries: choice.allowEmpty === true ? [] : [{ diagnostic: nothing(path, message, emptyHint(choice)) }] }
  } catch (error) {
    return { entries: [{ diagnostic: fileDiagnostic(path, 'VL501', 'this pattern cannot be used', error) }] }
  }
}

/** The file at a path, or the `*.xml` in the directory there. */
function filesAt(path: string, { allowEmpty }: FileChoice, cwd: string): Found {
  try {
    if (!statSync(resolve(cwd, path)).isDirectory()) return { entries: [path] }
    const entries = xmlFilesIn(path, cwd)
    const isUsable = entries.length > 0 || allowEmpty === true
    return { entries: isUsable ? entries : [{ diagnostic: noXmlIn(path) }], within: resolve(cwd, path) }
  } catch (error) {
    return { entries: [{ diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) }] }
  }
}

/**
 * The `*.xml` in a directory and below it, in the order of their names. A directory below it that cannot be read is an entry
 * too; the others are read all the same. Symbolic links to directories are not followed: they could lead in circles.
 */
function xmlFilesIn(directory: string, cwd: string): readonly Entry[] {
  const found = new Map<string, Entry>()
  const waiting = [directory]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    try {
      for (const entry of readdirSync(resolve(cwd, path), { withFileTypes: true })) {
        const file = join(path, entry.name)
        if (entry.isDirectory()) waiting.push(file)
        else if (entry.name.toLowerCase().endsWith('.xml')) found.set(file, file)
      }
    } catch (error) {
      found.set(path, { diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) })
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry)
}

/** The paths in a list: each ends with NUL, as `git diff -z` and `find -print0` write it, or with a line end. */
async function listedIn(list: string, choice: FileChoice, place: Place): Promise<readonly Found[]> {
  const name = list === '-' ? STDIN : list
  let bytes: Uint8Array | undefined
  try {
    bytes = await readBytes(list, choice.maxSize, place)
  } catch (error) {
    return [{ entries: [{ diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }] }]
  }
  if (bytes === undefined) {
    const message = `the list of files is larger than ${formatSize(choice.maxSize)}`
    const finding = { code: 'VL501', message, hint: '--max-size raises the limit' } as const
    return [{ entries: [{ diagnostic: new SourceText(name, '').diagnostic(finding, 0) }] }]
  }
  const text = textOf(bytes)
  const paths = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  return paths
    .filter((path) => path !== '')
    .map((path) => {
      const found = filesAt(asFile(path), choice, place.cwd)
      // Nobody looked at a list that a program made: a link in a repository is no reason to leave it.
      const isBelow = belowDirectory(place.cwd, resolve(place.cwd, path)) !== undefined
      return found.within === undefined && isBelow ? { ...found, within: place.cwd } : found
    })
}

/** A list as text: PowerShell 5 writes UTF-16, with a byte order mark. */
function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** The path of a file, which `-` alone is not. */
function asFile(path: string): string {
  return path === '-' ? './-' : path
}

/** Says that a directory contains no `*.xml` (VL502). */
function noXmlIn(directory: string): Diagnostic {
  const message = 'this directory contains no *.xml files'
  return new SourceText(directory, '').diagnostic(
    { code: 'VL502', message, hint: 'name the files, or another directory' },
    0,
  )
}

/** A diagnostic that says that there is nothing to read (VL506). */
function nothing(file: string, message: string, hint: string): Diagnostic {
  return new SourceText(file, '').diagnostic({ code: 'VL506', message, hint }, 0)
}

function emptyHint({ allowEmpty }: Pick<FileChoice, 'allowEmpty'>): string {
  return allowEmpty === undefined
    ? 'check the spelling, and quote the pattern'
    : 'if this is intended, use --allow-empty'
}

/**
 * Says why nothing is left of what was named (VL506).
 *
 * @param others how many documents were skipped because they are not domains
 */
export function nothingLeft(
  named: string,
  { excluded }: Chosen,
  { others = 0, hint = 'change --exclude' }: { readonly others?: number; readonly hint?: string } = {},
): Diagnostic {
  const message =
    others > 0
      ? others === 1
        ? 'the only document is not a domain'
        : `none of the ${others} documents is a domain`
      : excluded > 0
        ? excluded === 1
          ? 'the only file is excluded'
          : `all ${excluded} files are excluded`
        : 'no files were given'
  return nothing(named === '-' ? STDIN : named, message, hint)
}

/** Whether an absolute path is left out. */
async function exclusion({ exclude, git }: FileChoice, cwd: string): Promise<(path: string) => boolean> {
  const tests: ((path: string) => boolean)[] = []
  const given = exclude.filter(({ patterns }) => patterns.length > 0)
  if (given.length > 0) {
    const { default: ignore } = await import('ignore')
    for (const { base, patterns } of given) {
      const matcher = ignore({ ignorecase: false }).add([...patterns])
      const directory = resolve(cwd, base)
      // Patterns see a path below their directory, or from the root if it is not below.
      tests.push((path) => matcher.ignores(belowDirectory(directory, path) ?? fromRoot(path)))
    }
  }
  if (git === true) {
    const { isGitIgnored } = await import('globby')
    tests.push(await isGitIgnored({ cwd: repositoryRoot(cwd) ?? cwd }))
  }
  return (path) => tests.some((test) => test(path))
}
