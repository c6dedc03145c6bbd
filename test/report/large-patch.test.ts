import { expect, test } from '@jest/globals'
import { applyPatch } from 'diff'
import fc from 'fast-check'
import { unifiedDiff } from '../../src/report/index.js'

const lines = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `${letter}${i}\n`).join('')

test('a patch of very many changes is one change, and gives the new text', () => {
  const around = fc.constantFrom('', 'x\n', 'x\ny\nz\nu\nv\n')
  const end = fc.constantFrom('', 'last', 'last\n')
  fc.assert(
    fc.property(around, around, end, end, (first, last, endBefore, endAfter) => {
      const before = `${first}${lines(3000, 'a')}${last}${endBefore}`
      const after = `${first}${lines(3100, 'b')}${last}${endAfter}`
      const patch = unifiedDiff('vm.xml', before, after)
      expect(patch.match(/^@@/gm)).toHaveLength(1)
      expect(applyPatch(before, patch)).toBe(after)
    }),
    { numRuns: 5 },
  )
})
