import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import type { Place } from '../io.js'
import { Boundary, type NamedBy } from './boundary.js'
import { formatSize, readBytes, STDIN } from './bytes.js'
import { exclusion } from './exclusion.js'
import { type Found, xmlBelow } from './find-xml.js'
import { belowDirectory, type Relative, shownFrom } from './paths.js'
import { tooCostly } from './pattern-limits.js'

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
  /** What may be read that the call does not name; that of the working directory unless given. */
  readonly boundary?: Boundary
}

/** A file to be read, by the path that messages show, `-` for standard input; or why there is none. */
export type Entry = string | Special | { readonly diagnostic: Diagnostic }

/** What can be read but is no regular file, such as a pipe. */
export interface Special {
  readonly special: string
}

/** The files that were chosen, each once, in the order of the paths and below them of their names. */
export interface Chosen {
  readonly entries: readonly Entry[]
  /** The directory, absolute, in which a file was found that was not named itself. */
  readonly within: ReadonlyMap<string, string>
  /** How many files were left out by patterns. */
  readonly excluded: number
  /** What the user should know about the search. */
  readonly notes: readonly Diagnostic[]
}

/** Find the files that a command is to read. */
export async function chooseFiles(choice: FileChoice, place: Place): Promise<Chosen> {
  const refused = choice.exclude.flatMap(({ patterns }) => patterns).flatMap((one) => tooCostly(one, 'gitignore') ?? [])
  // Nothing is read or written that was to be left out.
  if (refused.length > 0) {
    return { entries: refused.map((diagnostic) => ({ diagnostic })), within: new Map(), excluded: 0, notes: [] }
  }
  const finder = new Finder(choice, place)
  for (const { base, patterns } of choice.paths) for (const pattern of patterns) await finder.addPattern(base, pattern)
  if (choice.filesFrom !== undefined) await finder.addList(choice.filesFrom)
  const isExcluded = await exclusion(choice.exclude, choice.git === true, place.cwd)
  const seen = new Set<string>()
  const entries: Entry[] = []
  const directories = new Map<string, string>()
  let excluded = 0
  for (const { path, diagnostic, within, isSpecial = false } of finder.found) {
    if (path !== undefined) {
      const key = path === '-' ? path : resolve(place.cwd, path)
      if (seen.has(key)) continue
      seen.add(key)
      if (path !== '-' && isExcluded(key)) {
        excluded++
        continue
      }
    }
    if (diagnostic !== undefined) entries.push({ diagnostic })
    else if (path !== undefined) {
      entries.push(isSpecial ? { special: path } : path)
      if (within !== undefined) directories.set(path, within)
    }
  }
  const links = finder.links.filter((link) => !isExcluded(resolve(place.cwd, link)))
  return { entries, within: directories, excluded, notes: links.length === 0 ? [] : [notSearched(links)] }
}

/** Collects what paths, patterns and lists name. */
class Finder {
  /** What was found; a diagnostic alone is about what was named, which no pattern leaves out. */
  readonly found: ((Found | { readonly path?: never; readonly diagnostic: Diagnostic }) & {
    /** The directory, absolute, that was named instead. */
    readonly within?: string
    /** Whether it is no regular file. */
    readonly isSpecial?: boolean
  })[] = []
  /** Links to directories that were found and not followed. */
  readonly links: string[] = []
  private readonly boundary: Boundary

  constructor(
    private readonly choice: FileChoice,
    private readonly place: Place,
  ) {
    this.boundary = choice.boundary ?? Boundary.around(place.cwd)
  }

  /** Add what a path or a pattern names; one without a base is that of the call. */
  async addPattern(base: string, pattern: string): Promise<void> {
    if (pattern === '-') {
      this.found.push({ path: '-' })
      return
    }
    const { cwd } = this.place
    const by: NamedBy = base === '' ? 'call' : 'repository'
    const path = shownFrom(cwd, base, pattern)
    if (!/[*?[\]{}()!]/.test(pattern) || existsSync(resolve(cwd, path))) return this.addPath(path, by)
    if (pattern.startsWith('!')) {
      this.report(nothing(path, 'a pattern cannot start with "!"', 'use --exclude to leave out files'))
      return
    }
    const refused = tooCostly(pattern, 'glob')
    if (refused !== undefined) return this.report(refused)
    const { globby, isDynamicPattern } = await import('globby')
    if (!isDynamicPattern(pattern)) return this.addPath(path, by)
    try {
      // Links could lead in circles; what they lead to has a path of its own.
      const options = { cwd: resolve(cwd, base), expandDirectories: false, followSymbolicLinks: false }
      const matches = await globby(pattern, options)
      for (const match of matches.sort()) this.add(asFile(shownFrom(cwd, base, match)), by)
      if (matches.length > 0 || this.choice.allowEmpty === true) return
      this.report(nothing(path, 'no file matches this pattern', emptyHint(this.choice)))
    } catch (error) {
      this.report(fileDiagnostic(path, 'VL501', 'this pattern cannot be used', error))
    }
  }

  /** Add the paths in a list: each ends with NUL, as `git diff -z` and `find -print0` write it, or with a line end. */
  async addList(list: string): Promise<void> {
    const { maxSize } = this.choice
    const name = list === '-' ? STDIN : list
    let bytes: Uint8Array | undefined
    try {
      bytes = await readBytes(list, maxSize, this.place)
    } catch (error) {
      this.report(fileDiagnostic(name, 'VL501', 'cannot be read', error))
      return
    }
    if (bytes === undefined) {
      const message = `the list of files is larger than ${formatSize(maxSize)}`
      const finding = { code: 'VL501', message, hint: '--max-size raises the limit' } as const
      this.report(new SourceText(name, '').diagnostic(finding, 0))
      return
    }
    const text = textOf(bytes)
    const paths = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
    const { cwd } = this.place
    for (const path of paths.filter((each) => each !== '')) {
      // Nobody looked at a list that a program made: a link in a directory is no reason to leave it.
      const isBelow = belowDirectory(cwd, resolve(cwd, path)) !== undefined
      await this.addPath(asFile(path), 'repository', isBelow ? cwd : undefined)
    }
  }

  /** Add the file at a path, or the `*.xml` in the directory there. */
  private async addPath(path: string, by: NamedBy, within?: string): Promise<void> {
    const { cwd } = this.place
    try {
      const stats = statSync(resolve(cwd, path))
      if (!stats.isDirectory()) {
        // Whoever names a file wants that file, wherever it is.
        if (by === 'call') this.found.push({ path, isSpecial: !stats.isFile() })
        else this.add(path, by, within)
        return
      }
      const refusal = this.boundary.refusal(path, by)
      if (refusal !== undefined) return this.report(refusal)
      const { found, links } = await xmlBelow(path, cwd, this.boundary, by)
      // One text for all of them, for there can be very many.
      const directory = resolve(cwd, path)
      for (const each of found) this.found.push({ ...each, within: directory })
      for (const link of links) this.links.push(link)
      if (found.length === 0 && this.choice.allowEmpty !== true) this.report(noXmlIn(path))
    } catch (error) {
      this.report(fileDiagnostic(path, 'VL501', 'cannot be read', error))
    }
  }

  /** Add a file, if it may be read. */
  private add(path: string, by: NamedBy, within?: string): void {
    const diagnostic = this.boundary.refusalOfFile(path, by)
    if (diagnostic !== undefined) this.found.push({ path, diagnostic })
    else this.found.push(within === undefined ? { path } : { path, within })
  }

  private report(diagnostic: Diagnostic): void {
    this.found.push({ diagnostic })
  }
}

/** Says which linked directories were not searched (VL521). */
function notSearched([first = '', ...more]: readonly string[]): Diagnostic {
  const message =
    more.length === 0
      ? 'a link to a directory is not followed'
      : `links to directories are not followed: this one and ${more.length} more`
  const hint = 'to search it too, name the directory that it leads to'
  return new SourceText(first, '').diagnostic({ code: 'VL521', message, hint }, 0)
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
