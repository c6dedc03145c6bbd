import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DIAGNOSTIC_CODES } from '../../src/diagnostics/index.js'
import { RULE_HELP } from '../../src/report/rule-help.js'

function embed(directory: string, ...args: readonly string[]) {
  const script = join(directory, 'scripts/embed-help.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the help that reports carry', () => {
  test('is that of docs/diagnostics.md', () => {
    expect(embed('.', '--check')).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  test('is there for every code, in words alone and as Markdown', () => {
    expect(Object.keys(RULE_HELP).sort()).toEqual(Object.keys(DIAGNOSTIC_CODES).sort())
    for (const [code, { text, markdown }] of Object.entries(RULE_HELP)) {
      expect([code, text]).toEqual([code, expect.stringMatching(/^[^`\n]*\w[^`\n]*$/)])
      // Links lead nowhere from where a report is read.
      expect([code, markdown]).toEqual([code, expect.not.stringMatching(/\]\(/)])
    }
  })
})

/** What means something in a string literal, and what is Markdown only. */
const ADDED = "It's a \\ `word` of [a link](#codes)."

describe('scripts/embed-help.mjs --check', () => {
  const copy = mkdtempSync(join(tmpdir(), 'virt-lifecycle-embed-help-'))
  afterAll(() => rmSync(copy, { recursive: true, force: true }))
  beforeAll(() => {
    for (const part of ['scripts', 'docs/diagnostics.md', 'src/report/rule-help.ts']) {
      mkdirSync(join(copy, part, '..'), { recursive: true })
      cpSync(part, join(copy, part), { recursive: true })
    }
  })

  test('sees a page that was changed, until the help is written anew', async () => {
    const page = join(copy, 'docs/diagnostics.md')
    writeFileSync(page, `${readFileSync(page, 'utf8').trimEnd()}\n\n${ADDED}\n`)
    expect(embed(copy, '--check')).toMatchObject({
      status: 1,
      stderr: 'src/report/rule-help.ts is not in step with docs/diagnostics.md: run "npm run rule-help"\n',
    })
    expect(embed(copy).status).toBe(0)
    expect(embed(copy, '--check').status).toBe(0)
    const { RULE_HELP: anew }: { RULE_HELP: typeof RULE_HELP } = await import(join(copy, 'src/report/rule-help.ts'))
    const last = Object.values(anew).at(-1)
    expect(last?.text).toMatch(/ It's a \\ word of a link\.$/)
    expect(last?.markdown).toMatch(/\n\nIt's a \\ `word` of a link\.$/)
  })
})
