import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../file-diagnostic.js'
import { noXmlIn, xmlFilesIn } from '../inputs.js'

/** Paths or patterns, and the directory that they are relative to; '' is the working directory. */
export interface Relative {
  readonly base: string
  readonly patterns: readonly string[]
}

/** What is to be validated. */
export interface FileChoice {
  /** Files, directories with `*.xml`, and glob patterns; `-` is standard input. */
  readonly paths: readonly Relative[]
  /** A file with paths of files and directories, which are no patterns; `-` is standard input. */
  readonly filesFrom?: string | undefined
  /** Patterns as in a .gitignore. */
  readonly exclude: readonly Relative[]
  /** Whether what the repository's .gitignore files name is left out. */
  readonly git: boolean
  /** Whether a path that stands for nothing is no error. */
  readonly allowEmpty: boolean
}

/** A file to be validated, by the path that messages show; or why there is none. */
export type Entry = string | { readonly diagnostic: Diagnostic }

/** The files that were chosen, each once, in the order of the paths and below them of their names. */
export interface Chosen {
  readonly entries: readonly Entry[]
  /** How many files were left out by patterns. */
  readonly excluded: number
}

/** Find the files that are to be validated. */
export async function chooseFiles(choice: FileChoice): Promise<Chosen> {
  const found: Entry[] = []
  for (const { base, patterns } of choice.paths) {
    for (const pattern of patterns) found.push(...(await filesOf(base, pattern, choice.allowEmpty)))
  }
  if (choice.filesFrom !== undefined) found.push(...(await listedIn(choice.filesFrom, choice.allowEmpty)))
  const isExcluded = await exclusion(choice)
  const seen = new Set<string>()
  const entries: Entry[] = []
  let excluded = 0
  for (const entry of found) {
    const key = typeof entry !== 'string' || entry === '-' ? entry : resolve(entry)
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

/** The files that a path or a pattern stands for. */
async function filesOf(base: string, pattern: string, allowEmpty: boolean): Promise<readonly Entry[]> {
  if (pattern === '-') return ['-']
  const path = shownFrom(base, pattern)
  if (!/[*?[\]{}()!]/.test(pattern) || existsSync(path)) return filesAt(path, allowEmpty)
  if (pattern.startsWith('!'))
    return [{ diagnostic: nothing(path, 'a pattern that leaves out files is for --exclude') }]
  const { globby, isDynamicPattern } = await import('globby')
  if (!isDynamicPattern(pattern)) return filesAt(path, allowEmpty)
  try {
    // Links could lead in circles; what they lead to has a path of its own.
    const options = { cwd: base === '' ? process.cwd() : base, expandDirectories: false, followSymbolicLinks: false }
    const matches = await globby(pattern, options)
    if (matches.length > 0) return matches.sort().map((match) => asFile(shownFrom(base, match)))
    return allowEmpty ? [] : [{ diagnostic: nothing(path, 'no file matches this pattern') }]
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(path, 'VL501', 'this pattern cannot be followed', error) }]
  }
}

/** The file at a path, or the `*.xml` in the directory there. */
async function filesAt(path: string, allowEmpty: boolean): Promise<readonly Entry[]> {
  try {
    if (!statSync(path).isDirectory()) return [path]
    const files = await xmlFilesIn(path)
    return files.length > 0 || allowEmpty ? files : [{ diagnostic: noXmlIn(path) }]
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(path, 'VL501', 'cannot be read', error) }]
  }
}

/** The paths in a list: each ends with NUL, as `git diff -z` and `find -print0` write it, or with a line end. */
async function listedIn(list: string, allowEmpty: boolean): Promise<readonly Entry[]> {
  let text: string
  try {
    text = textOf(await (list === '-' ? standardInput() : readFile(list)))
  } catch (error) {
    return [{ diagnostic: fileDiagnostic(list === '-' ? '<stdin>' : list, 'VL501', 'cannot be read', error) }]
  }
  const paths = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  const found: Entry[] = []
  for (const path of paths) if (path !== '') found.push(...(await filesAt(asFile(path), allowEmpty)))
  return found
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
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

/** A diagnostic that says that there is nothing to validate (VL506). */
export function nothing(file: string, message: string): Diagnostic {
  const hint = 'where that is right, say --allow-empty'
  return new SourceText(file, '').diagnostic({ code: 'VL506', message, hint }, 0)
}

/** Whether an absolute path is left out. */
async function exclusion({ exclude, git }: FileChoice): Promise<(path: string) => boolean> {
  const tests: ((path: string) => boolean)[] = []
  const given = exclude.filter(({ patterns }) => patterns.length > 0)
  if (given.length > 0) {
    const { default: ignore } = await import('ignore')
    for (const { base, patterns } of given) {
      const matcher = ignore({ ignorecase: false }).add([...patterns])
      tests.push((path) => matcher.ignores(belowOf(resolve(base), path)))
    }
  }
  if (git) {
    const { isGitIgnored } = await import('globby')
    tests.push(await isGitIgnored({ cwd: repositoryRoot() ?? process.cwd() }))
  }
  return (path) => tests.some((test) => test(path))
}

/** A path as patterns see it: below their directory, or from the root where it is not below. */
function belowOf(directory: string, path: string): string {
  const below = relative(directory, path)
  const inside = below !== '' && !below.startsWith('..') && below !== path
  return (inside ? below : path.replace(/^([A-Za-z]:)?[\\/]+/, '')).split(sep).join('/')
}

/** The directory of the repository that the working directory belongs to. */
export function repositoryRoot(from: string = process.cwd()): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}

/** A path relative to a directory, as it is shown: relative to the working directory. */
export function shownFrom(base: string, path: string): string {
  return base === '' ? path : relative(process.cwd(), resolve(base, path)) || '.'
}
