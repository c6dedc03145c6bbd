import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import { fencedBlocks } from './console-blocks.js'

/**
 * Expects a message like one that docs/diagnostics.md shows for a code: the same apart from numbers and from what is in
 * quotes.
 */
export function expectAsDocumented(code: string, stderr: string): void {
  const general = (text: string) =>
    text
      .replace(/"[^"]*"/g, '"…"')
      .replace(/'[^']*'/g, "'…'")
      .replace(/(?<!VL)\b\d+\b/g, '0')
  const [shown] = fencedBlocks(readFileSync('docs/diagnostics.md', 'utf8')).filter(({ heading }) =>
    heading.startsWith(code),
  )
  const said = stderr.split('\n').map((line) => general(line.slice(Math.max(0, line.search(/(error|warning) VL/)))))
  const documented = general(shown?.content ?? '')
    .split('\n')
    .filter((line) => line !== '')
  expect(documented.filter((line) => said.some((other) => other.includes(line)))).not.toEqual([])
}
