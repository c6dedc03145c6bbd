import { readFileSync, realpathSync } from 'node:fs'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { decode, locateDomain } from '../../xml/index.js'
import { kindOf } from '../kind-of.js'
import type { Entry } from './choose-files.js'

/**
 * What speaks against a file being replaced by a report (VL505): it is one of those that are validated, or it holds a
 * domain, which may be a machine's only definition.
 */
export async function protectFile(path: string, entries: readonly Entry[]): Promise<Diagnostic | undefined> {
  if ((await kindOf(path)) !== 'file') return undefined
  const real = realOf(path)
  const isInput = entries.some((entry) => typeof entry === 'string' && realOf(entry) === real)
  if (!isInput && !holdsDomain(path)) return undefined
  const message = `${isInput ? 'this file is validated' : 'this file holds a domain'}: it is not replaced by a report`
  const finding = { code: 'VL505', severity: 'error', message, hint: 'name another file for the report' } as const
  return new SourceText(path, '').diagnostic(finding, 0)
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
