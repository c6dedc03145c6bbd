import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, parseXml } from '../../src/xml/index.js'
import { entriesBelow } from '../entries-below.js'
import { available, LIBVIRT_SOURCE } from './programs.js'

/** A file in the corpus. */
export interface CorpusFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The XML files in a directory and its subdirectories, sorted by name. */
export function xmlFiles(directory: string): readonly CorpusFile[] {
  return entriesBelow(directory)
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => join(directory, name))
    .map((path) => ({ path, bytes: readFileSync(path) }))
}

/**
 * libvirt's test data, if present: mostly domains, but also networks, snapshots and others. What is not one well-formed
 * document is left out: jing says nothing of the files after such a one.
 */
export function libvirtTestData(): readonly CorpusFile[] {
  return available('libvirt-source') ? xmlFiles(join(LIBVIRT_SOURCE, 'tests')).filter(isDocument) : []
}

function isDocument({ path, bytes }: CorpusFile): boolean {
  const decoded = decode(bytes, path)
  return 'document' in decoded && 'root' in parseXml(decoded.document, { keep: () => false })
}
