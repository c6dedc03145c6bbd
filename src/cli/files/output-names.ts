import { basename } from 'node:path'
import type { Machine, WrittenDocument } from '../../translate/index.js'
import { STDIN } from './bytes.js'

/** Longest file name made from a machine's name, in UTF-16 code units and without its ending; file systems allow 255 bytes. */
const LONGEST = 80

/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/**
 * File names for documents: the name of the file a document came from, else one made of the machine's name or UUID. No
 * path separators, no control characters, no hidden or reserved names, and no two that differ in letter case only.
 */
export class OutputNames {
  private readonly taken = new Set<string>()
  /** The number to try for the next document with a stem. */
  private readonly numbers = new Map<string, number>()

  next({ machines: [machine] }: WrittenDocument): string {
    const stem = machine === undefined ? 'domain' : stemOf(machine)
    const stemKey = keyOf(stem)
    for (let n = this.numbers.get(stemKey) ?? 1; ; n++) {
      const name = n === 1 ? `${stem}.xml` : `${stem}-${n}.xml`
      const key = keyOf(name)
      if (this.taken.has(key)) continue
      this.taken.add(key)
      this.numbers.set(stemKey, n + 1)
      return name
    }
  }
}

/** What is the same for names that some file systems do not tell apart. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function stemOf(machine: Machine): string {
  const { file } = machine.source.document
  if (machine.source.format === 'domain' && file !== STDIN) return basename(file).replace(/\.xml$/i, '')
  const safe = (machine.name ?? '')
    .replace(/[^\p{L}\p{M}\p{N}._ -]+/gu, '_')
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/^[. _-]+|[. ]+$/g, '')
  if (safe === '') return machine.uuid ?? 'domain'
  return RESERVED.test(safe) ? `${safe}_` : safe
}
