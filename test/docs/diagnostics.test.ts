import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { DIAGNOSTIC_CODES, type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import { parserCheck } from '../../src/domain/index.js'
import { FORMATS, readMachines, writeMachines } from '../../src/translate/index.js'
import { validateDomain } from '../../src/validate/index.js'
import { fencedBlocks } from './console-blocks.js'

const page = readFileSync('docs/diagnostics.md', 'utf8')
const blocks = fencedBlocks(page)

test('the page has a section for each code, in order, with a title', () => {
  const headings = [...page.matchAll(/^### (VL[0-9]+) \S/gm)].map(([, code]) => code)
  expect(headings).toEqual(Object.keys(DIAGNOSTIC_CODES))
})

/** What a test cannot make happen on a machine where everything is installed; test/cli/validate does it another way. */
const WITHOUT_EXAMPLE = ['VL401', 'VL405']

test('each section shows an input that gets its code', () => {
  const sections = page.split(/^### /m).slice(1)
  const bare = sections.filter((section) => !section.includes('\n```')).map((section) => section.slice(0, 5))
  expect(bare).toEqual(WITHOUT_EXAMPLE)
})

test('each section says what to do about it', () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const words = section.replace(/^.*$/m, '').replace(/```[\s\S]*?```/g, '')
    expect([section.slice(0, 5), words.trim().length > 10]).toEqual([section.slice(0, 5), true])
  }
})

/** All that is said of an input: on reading it, on writing it in every format, and on checking it as a domain. */
function saidOf(text: string): readonly Diagnostic[] {
  const { machines, diagnostics: read } = readMachines(new SourceText('example', text))
  const checked = validateDomain(text, { engine: 'none', parserCheck })
  const diagnostics = [...read, ...checked]
  const targets = FORMATS.filter(({ write }) => write !== undefined)
  return [...diagnostics, ...targets.flatMap(({ id: to }) => writeMachines(machines, to).diagnostics)]
}

describe('an input in the page gets the code of its section', () => {
  const inputs = blocks.filter(({ language }) => ['xml', 'json', 'csv', 'list'].includes(language))
  test.each(inputs.map(({ heading, content }) => [heading, content]))('%s', (heading, content) => {
    expect(saidOf(content).map(({ code }) => code)).toContain(heading.slice(0, 5))
  })
})

describe('a command in the page prints the code of its section', () => {
  const commands = blocks.filter(({ language }) => language === 'console')
  test.each(commands.map(({ heading, content }) => [heading, content]))('%s', (heading, content) => {
    expect(content).toMatch(new RegExp(`^\\S.*:\\d+:\\d+ (error|warning|note) ${heading.slice(0, 5)} `, 'm'))
  })
})
