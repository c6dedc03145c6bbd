import { expect, test } from '@jest/globals'
import { DIAGNOSTIC_CODES } from '../../src/diagnostics/index.js'
import { RULE_HELP } from '../../src/generated/rule-help.js'
import { copyOfSources } from '../schema/generate.js'

test('reports carry help for every code, in words alone and as Markdown', () => {
  expect(Object.keys(RULE_HELP).sort()).toEqual(Object.keys(DIAGNOSTIC_CODES).sort())
  for (const [code, { title, text, markdown }] of Object.entries(RULE_HELP)) {
    expect([code, title]).toEqual([code, expect.stringMatching(/^\S.*[^.\s]$/)])
    expect([code, text]).toEqual([code, expect.stringMatching(/^[^`\n]*\w[^`\n]*$/)])
    // Links lead nowhere from where a report is read.
    expect([code, markdown]).toEqual([code, expect.not.stringMatching(/\]\(/)])
  }
})

test('what is added to docs/diagnostics.md reaches the reports, special characters and all', async () => {
  const sources = copyOfSources()
  sources.append('docs/diagnostics.md', "\nIt's a \\ `word` of [a link](#codes).\n")
  sources.generate()
  const { RULE_HELP: anew } = await sources.load<{ RULE_HELP: typeof RULE_HELP }>('rule-help')
  const last = Object.values(anew).at(-1)
  expect(last?.text).toMatch(/ It's a \\ word of a link\.$/)
  expect(last?.markdown).toMatch(/\n\nIt's a \\ `word` of a link\.$/)
})
