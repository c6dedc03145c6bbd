import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { decode, locateDomain } from '../../xml/index.js'
import { kindOf } from '../kind-of.js'
import type { Entry } from './choose-files.js'

/**
 * What speaks against a file being replaced by a report (VL505): this run reads it, or it holds a domain, which may be a
 * machine's only definition, or it is a link.
 *
 * @param entries what is validated, and what else is read
 */
export async function protectFile(path: string, entries: readonly Entry[]): Promise<Diagnostic | undefined> {
  const what = await whatIsAt(path, entries)
  if (what === undefined) return undefined
  const message = `this file ${what}: it is not replaced by a report`
  const finding = { code: 'VL505', message, hint: 'name another file for the report' } as const
  return new SourceText(path, '').diagnostic(finding, 0)
}

async function whatIsAt(path: string, entries: readonly Entry[]): Promise<string | undefined> {
  const kind = await kindOf(path)
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  // Devices, such as /dev/stdout, are often links; any other may come with a pull request, and lead anywhere.
  if (link && kind !== 'other') return 'is a symbolic link'
  if (kind !== 'file') return undefined
  const real = realOf(path)
  if (entries.some((entry) => typeof entry === 'string' && realOf(entry) === real)) return 'is read by this run'
  return holdsDomain(path) ? 'holds a domain' : undefined
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
  return 'document' in decoded && 'found' in locateDomain(decoded.document, Number.POSITIVE_INFINITY)
}
