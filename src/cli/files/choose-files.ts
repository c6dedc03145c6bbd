import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
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
  /** How many files were left out by patterns. */
  readonly excluded: number
}

/** Find the files that a command is to read. */
export async function chooseFiles(choice: FileChoice, place: Place): Promise<Chosen> {
  const found: Entry[] = []
  for (const { base, patterns } of choice.paths) {
    for (const pattern of patterns) found.push(...(await filesOf(base, pattern, choice, place)))
  }
  if (choice.filesFrom !== undefined) found.push(...(await listedIn(choice.filesFrom, choice, place)))
  const isExcluded = await exclusion(choice, place.cwd)
  const seen = new Set<string>()
  const entries: Entry[] = []
  let excluded = 0
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
  }
  return { entries, excluded }
}

/** The files that a path or a pattern names. */
async function filesOf(base: string, pattern: string, choice: FileChoice, { cwd }: Place): Promise<readonly Entry[]> {
  if (pattern === '-') return ['-']
  const path = shownFrom(cwd, base, pattern)
  if (!/[*?[\]{}()!]/.test(pattern) || existsSync(resolve(cwd, path))) return filesAt(path, choice, cwd)
  if (pattern.startsWith('!')) {
    return [{ diagnostic: nothing(path, 'a pattern cannot start with "!"', 'use --exclude to leave out files') }]
  }
  const { globby, isDynamicPattern } = await import('globby')
  if (!isDynamicPattern(pattern)) return filesAt(path, choice, cwd)
  try {
    // Links could lead in circles; what they lead to has a path of its own.
    const options = { cwd: resolve(cwd, base), expandDirectories: false, followSymbolicLinks: false }
    const matches = await globby(pattern, options)
    if (matches.length > 0) return matches.sort().map((match) => asFile(shownFrom(cwd, base, match)))
    const message = 'no file matches this pattern'
    return choice.allowEmpty === true ? [] : [{ diagnostic: nothing(path, message, emptyHint(choice)) }]
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(path, 'VL501', 'this pattern cannot be used', error) }]
  }
}

/** The file at a path, or the `*.xml` in the directory there. */
async function filesAt(path: string, { allowEmpty }: FileChoice, cwd: string): Promise<readonly Entry[]> {
  try {
    if (!statSync(resolve(cwd, path)).isDirectory()) return [path]
    const files = await xmlFilesIn(path, cwd)
    return files.length > 0 || allowEmpty === true ? files : [{ diagnostic: noXmlIn(path) }]
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) }]
  }
}

/** The `*.xml` in a directory and below it, in the order of their names. Rejects with the system's error. */
async function xmlFilesIn(directory: string, cwd: string): Promise<readonly string[]> {
  const root = resolve(cwd, directory)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith('.xml'))
    .map((entry) => join(directory, relative(root, entry.parentPath), entry.name))
    .sort()
}

/** The paths in a list: each ends with NUL, as `git diff -z` and `find -print0` write it, or with a line end. */
async function listedIn(list: string, choice: FileChoice, place: Place): Promise<readonly Entry[]> {
  const name = list === '-' ? STDIN : list
  let bytes: Uint8Array | undefined
  try {
    bytes = await readBytes(list, choice.maxSize, place)
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(name, 'VL501', 'cannot be read', error) }]
  }
  if (bytes === undefined) {
    const message = `the list of files is larger than ${formatSize(choice.maxSize)}`
    const finding = { code: 'VL501', message, hint: '--max-size raises the limit' } as const
    return [{ diagnostic: new SourceText(name, '').diagnostic(finding, 0) }]
  }
  const text = textOf(bytes)
  const paths = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  const found: Entry[] = []
  for (const path of paths) if (path !== '') found.push(...(await filesAt(asFile(path), choice, place.cwd)))
  return found
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
