import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import {
  type DomainDocument,
  decode,
  encode,
  locateDomain,
  PLACEMENTS,
  readDomain,
  setLifecycle,
} from '../../src/xml/index.js'
import { type CorpusFile, libvirtTestData, xmlFiles } from './corpus.js'
import { describeWithPeer } from './programs.js'

const LIFECYCLE: Lifecycle = { hostStart: 'restart-if-active', delay: 90, order: 7, hostStop: 'save' }

function located(text: string): DomainDocument | undefined {
  const result = locateDomain(new SourceText('vm.xml', text))
  return 'found' in result ? result.found : undefined
}

/** Adds and removes the elements in every placement; the number of files that hold a domain. */
function addAndRemove(files: readonly CorpusFile[]): number {
  let domains = 0
  for (const { path, bytes } of files) {
    const decoded = decode(bytes, path)
    const domain = 'document' in decoded ? located(decoded.document.text) : undefined
    if (domain === undefined || 'diagnostic' in decoded) continue
    const before = readDomain(domain).lifecycle
    if (before === undefined) continue
    domains++
    // Start without the elements, which the examples have.
    const bare = setLifecycle(domain, {}, 'both')
    const original = encode(bare, decoded.encoding)
    if (bare === decoded.document.text) expect(Buffer.compare(original, bytes)).toBe(0)
    for (const placement of PLACEMENTS) {
      const start = located(bare)
      const added = start === undefined ? bare : setLifecycle(start, LIFECYCLE, placement)
      if (!keepsEveryByte(bare, added)) throw new Error(`${path}: adding (${placement}) changed other bytes`)
      const again = located(added)
      if (again === undefined) throw new Error(`${path}: adding (${placement}) broke the document`)
      expect(readDomain(again).lifecycle).toEqual(LIFECYCLE)
      const removed = encode(setLifecycle(again, {}, placement), decoded.encoding)
      if (Buffer.compare(removed, original) !== 0) throw new Error(`${path}: removing (${placement}) left a trace`)
    }
  }
  return domains
}

/** Whether `whole` is `part` with characters put in, none taken out. */
function keepsEveryByte(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (part.startsWith(character, at)) at += character.length
  return at === part.length
}

describe('adding the elements and removing them gives back the same bytes', () => {
  test('examples', () => {
    expect(addAndRemove(xmlFiles('examples/domains'))).toBe(6)
  })
})

describeWithPeer(['libvirt-source'], 'adding the elements and removing them gives back the same bytes', () => {
  test("libvirt's test data", () => {
    expect(addAndRemove(libvirtTestData())).toBeGreaterThan(1000)
  })
})
