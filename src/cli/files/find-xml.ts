import { type Dirent, type Stats, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { type Boundary, type NamedBy, notRegular } from './boundary.js'

/** A path that was found, or named, and why it is not read. */
export interface Found {
  /** As it is shown. */
  readonly path: string
  readonly diagnostic?: Diagnostic
}

/** What is below a directory. */
export interface Below {
  /** The `*.xml`, and the directories that cannot be read, in the order of their paths. */
  readonly found: readonly Found[]
  /** Links to directories, which are not followed: they could lead in circles. */
  readonly links: readonly string[]
}

/** Find the `*.xml` in a directory and below it. Each directory that cannot be read is reported, and the others are searched. */
export async function xmlBelow(directory: string, cwd: string, boundary: Boundary, by: NamedBy): Promise<Below> {
  const found: Found[] = []
  const links: string[] = []
  const waiting = [directory]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    let entries: readonly Dirent[]
    try {
      entries = await readdir(resolve(cwd, next), { withFileTypes: true })
    } catch (error) {
      // A pattern that leaves out the files there, leaves out this too.
      found.push({ path: join(next, '*.xml'), diagnostic: fileDiagnostic(next, 'VL501', 'cannot be read', error) })
      continue
    }
    for (const entry of entries) {
      const path = join(next, entry.name)
      const isXml = entry.name.toLowerCase().endsWith('.xml')
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile()) {
        if (isXml) found.push({ path })
      } else if (entry.isSymbolicLink() && statOf(resolve(cwd, path))?.isDirectory() === true) links.push(path)
      else if (isXml) {
        const diagnostic = entry.isSymbolicLink() ? boundary.refusalOfFile(path, by) : notRegular(path)
        found.push(diagnostic === undefined ? { path } : { path, diagnostic })
      }
    }
  }
  return { found: found.sort((a, b) => (a.path < b.path ? -1 : 1)), links: links.sort() }
}

/** What a link leads to; undefined if that is nothing. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
