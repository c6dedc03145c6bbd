import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { parseDomain } from '../../domain/index.js'
import { decode } from '../../xml/index.js'
import type { Entry } from '../files/choose-files.js'
import { kindOf } from '../files/paths.js'

/**
 * What speaks against a file being replaced by a report (VL505): this run reads it, or it contains a domain, which may be a
 * machine's only definition, or it is a link.
 *
 * @param entries what is validated, and what else is read
 */
export async function protectFile(
  cwd: string,
  path: string,
  entries: readonly Entry[],
): Promise<Diagnostic | undefined> {
  const files = entries.filter((entry) => typeof entry === 'string').map((entry) => resolve(cwd, entry))
  const what = await whatIsAt(resolve(cwd, path), files)
  if (what === undefined) return undefined
  const message = `refusing to overwrite this file with a report: it ${what}`
  const finding = { code: 'VL505', message, hint: 'choose another file for the report' } as const
  return new SourceText(path, '').diagnostic(finding, 0)
}

async function whatIsAt(path: string, files: readonly string[]): Promise<string | undefined> {
  const kind = await kindOf(path)
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  // Devices, such as /dev/stdout, are often links; any other may come with a pull request, and lead anywhere.
  if (link && kind !== 'other') return 'is a symbolic link'
  if (kind !== 'file') return undefined
  const real = realOf(path)
  if (files.some((file) => realOf(file) === real)) return 'is an input of this run'
  return holdsDomain(path) ? 'contains a domain' : undefined
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function holdsDomain(path: string): boolean {
  const decoded = decode(readFileSync(path), path)
  return 'document' in decoded && 'found' in parseDomain(decoded.document, { maxDepth: Number.POSITIVE_INFINITY })
}
