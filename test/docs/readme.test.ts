import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { consoleBlocks, fencedBlocks } from './console-blocks.js'

const readme = readFileSync('README.md', 'utf8')
const blocks = fencedBlocks(readme)
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))

test('it is read in three minutes', () => {
  const words = readme.replace(/^```[\s\S]*?^```/gm, '').split(/\s+/)
  expect(words.length).toBeLessThan(650)
})

test('the two commands are scripts of the package', () => {
  const commands = blocks.filter(({ heading, language }) => heading === 'Two commands' && language === 'sh')
  expect(commands.map(({ content }) => content)).toEqual(['npm ci && npm run demo\n', 'npm ci && npm test\n'])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
})

test('the commands for Windows PowerShell 5 are scripts of the package and commands of npm, one per line', () => {
  const [block] = fencedBlocks(readme.replace(/^ {2}/gm, '')).filter(({ language }) => language === 'powershell')
  const lines = block?.content.trim().split('\n') ?? []
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) {
    const [, script] = /^(?:npm\.cmd (?:ci|link|run (\w+))|virt-lifecycle\.cmd formats)$/.exec(line) ?? [line, line]
    expect([undefined, ...Object.keys(scripts)]).toContain(script)
  }
})

test('the first commands need neither libvirt nor a shell of Unix', () => {
  const steps = consoleBlocks('README.md', readme).flat()
  expect(steps).toHaveLength(3)
  for (const { command } of steps) expect(command).toMatch(/^virt-lifecycle [\w/.-]+( [\w/.-]+)*$/)
})
