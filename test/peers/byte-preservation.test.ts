import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/diagnostics/index.js'
import {
  type DomainDocument,
  lifecycleEdits,
  PLACEMENTS,
  type Placement,
  parseDomain,
  readDomain,
} from '../../src/domain/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import { decode, encode } from '../../src/xml/index.js'
import { type CorpusFile, libvirtTestData, xmlFiles } from './corpus.js'
import { describeWithPeer } from './programs.js'

const LIFECYCLE: Lifecycle = { hostStart: 'restart-if-active', delay: 90, order: 7, hostStop: 'save' }

function parsed(text: string): DomainDocument | undefined {
  const result = parseDomain(text)
  return 'found' in result ? result.found : undefined
}

function withLifecycle(domain: DomainDocument, lifecycle: Lifecycle, placement: Placement): string {
  return applyEdits(domain.document.text, lifecycleEdits(domain, lifecycle, placement))
}

/** Add and remove the elements in every placement; return the number of files that contain a domain. */
function addAndRemove(files: readonly CorpusFile[]): number {
  let domains = 0
  for (const { path, bytes } of files) {
    const decoded = decode(bytes, path)
    const domain = 'document' in decoded ? parsed(decoded.document.text) : undefined
    if (domain === undefined || 'diagnostic' in decoded) continue
    const before = readDomain(domain).lifecycle
    if (before === undefined) continue
    domains++
    // Start without the elements, which the examples have.
    const bare = withLifecycle(domain, {}, 'both')
    const original = encode(bare, decoded.encoding)
    if (bare === decoded.document.text) expect(Buffer.compare(original, bytes)).toBe(0)
    for (const placement of PLACEMENTS) {
      const start = parsed(bare)
      const added = start === undefined ? bare : withLifecycle(start, LIFECYCLE, placement)
      if (!keepsEveryByte(bare, added)) throw new Error(`${path}: adding (${placement}) changed other bytes`)
      const again = parsed(added)
      if (again === undefined) throw new Error(`${path}: adding (${placement}) broke the document`)
      expect(readDomain(again).lifecycle).toEqual(LIFECYCLE)
      const removed = encode(withLifecycle(again, {}, placement), decoded.encoding)
      if (Buffer.compare(removed, original) !== 0) throw new Error(`${path}: removing (${placement}) left a trace`)
    }
  }
  return domains
}

/** Whether `whole` is `part` with characters inserted and none removed. */
function keepsEveryByte(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (part.startsWith(character, at)) at += character.length
  return at === part.length
}

describe('adding the elements and removing them restores the original bytes', () => {
  test('examples', () => {
    expect(addAndRemove(xmlFiles('examples/domains'))).toBe(6)
  })
})

describeWithPeer(['libvirt-source'], 'adding the elements and removing them restores the original bytes', () => {
  test("libvirt's test data", () => {
    expect(addAndRemove(libvirtTestData())).toBeGreaterThan(1000)
  })
})
