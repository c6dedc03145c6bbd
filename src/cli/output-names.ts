import { basename } from 'node:path'
import type { Machine, WrittenDocument } from '../translate/index.js'

/** Longest file name made from a machine's name, in UTF-16 code units and without its ending; 255 bytes are the limit. */
const LONGEST = 80

/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/**
 * A file name for each document: the name of the file it came from, else one made of the machine's name or UUID. No
 * path separators, no control characters, no hidden or reserved names, and no two that differ in letter case only.
 */
export function outputNames(documents: readonly WrittenDocument[]): readonly string[] {
  const taken = new Set<string>()
  return documents.map(({ machines: [machine] }) => {
    const stem = machine === undefined ? 'domain' : stemOf(machine)
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${stem}.xml` : `${stem}-${n}.xml`
      const key = name.normalize('NFC').toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return name
    }
  })
}

function stemOf(machine: Machine): string {
  const { file } = machine.source.document
  if (machine.source.format === 'domain' && file !== '<stdin>') return basename(file).replace(/\.xml$/i, '')
  const safe = (machine.name ?? '')
    .replace(/[^\p{L}\p{M}\p{N}._ -]+/gu, '_')
    .slice(0, LONGEST)
    .replace(/^[. _-]+|[. ]+$/g, '')
  if (safe === '') return machine.uuid ?? 'domain'
  return RESERVED.test(safe) ? `${safe}_` : safe
}
