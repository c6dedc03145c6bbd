import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { virtLifecycle } from '../cli/program.js'
import { consoleBlocks } from './console-blocks.js'

const COMMANDS = [
  ...['convert', 'validate', 'explain', 'lsp', 'schema', 'formats'],
  ...['guests plan', 'guests status', 'guests stop', 'guests start', 'guests install', 'guests uninstall'],
]
const page = readFileSync('docs/command-line.md', 'utf8')
const shown = consoleBlocks('docs/command-line.md', page)
  .flat()
  .map(({ command }) => command)
  .join('\n')

test.each(COMMANDS)('every option of %s is on the page, and each has an example', async (command) => {
  const { stdout } = await virtLifecycle([...command.split(' '), '--help'])
  const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option)
  expect(options.length).toBeGreaterThan(1)
  const section = page.split(/^## /m).find((text) => text.startsWith(`${command.split(' ')[0]}\n`)) ?? ''
  for (const option of options.filter((name) => name !== '--help')) {
    expect([option, section.includes(option)]).toEqual([option, true])
    expect([option, shown.includes(option)]).toEqual([option, true])
  }
})
