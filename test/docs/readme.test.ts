import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { START_ACTIONS, STOP_ACTIONS } from '../../src/translate/index.js'
import { virtLifecycle } from '../cli/program.js'
import { fencedBlocks } from './console-blocks.js'

const readme = readFileSync('README.md', 'utf8')
const blocks = fencedBlocks(readme)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-readme-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the mapping table', () => {
  const rows = readme
    .split('\n')
    .filter((line) => /^\| (\| )?`/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))

  test.each([START_ACTIONS, STOP_ACTIONS].flatMap((actions) => Object.entries(actions)))(
    '%s',
    (value, { v2, cimName, v1, powershell }) => {
      const row = rows.find((cells) => cells.includes(value))
      expect(row?.join(' | ')).toContain(`${v2} ${cimName}`)
      expect(row).toEqual(expect.arrayContaining([String(v1), powershell]))
    },
  )
})

test('the library example runs, with an installed package, and prints what it says', () => {
  const [example] = blocks.filter(({ language }) => language === 'ts')
  const [printed] = blocks.filter(({ heading, language }) => heading === 'As a library' && language === 'text')
  const modules = join(scratch, 'node_modules')
  cpSync('examples', scratch, { recursive: true })
  mkdirSync(modules)
  symlinkSync(resolve('.'), join(modules, 'virt-lifecycle'))
  writeFileSync(join(scratch, 'example.mjs'), example?.content ?? '')
  const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: scratch, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: printed?.content, stderr: '' })
})

describe('the table of what one has and wants', () => {
  const commands = [...readme.matchAll(/\| `(virt-lifecycle [^`]*)` \|$/gm)].map(([, command = '']) => command)
  const cwd = join(scratch, 'table')
  cpSync('examples', cwd, { recursive: true })
  cpSync('examples/hyperv-synthetic', cwd, { recursive: true })
  cpSync('examples/hyperv-synthetic/get-vm.json', join(cwd, 'vms.json'))
  cpSync('examples/hyperv-synthetic/get-vm.clixml', join(cwd, 'vms.clixml'))
  cpSync('examples/hyperv-synthetic/get-vm.csv', join(cwd, 'vms.csv'))
  cpSync('examples/hyperv-synthetic/get-vm-list.txt', join(cwd, 'vms.txt'))
  cpSync('examples/domains/web01.xml', join(cwd, 'web01.xml'))

  test.each(commands)('%s', async (command) => {
    const [, ...args] = command.replace('INPUT', 'vms.json').split(' ')
    const own = mkdtempSync(join(scratch, 'row-'))
    cpSync(cwd, own, { recursive: true })
    const { status, stderr } = await virtLifecycle(args, { cwd: own })
    expect({ status, errors: stderr.match(/.* error .*/g) }).toEqual({ status: 0, errors: null })
  })
  test('has commands', () => expect(commands.length).toBeGreaterThan(4))
})

test('the two commands are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const commands = blocks.filter(({ heading, language }) => heading === 'Two commands' && language === 'sh')
  expect(commands.map(({ content }) => content)).toEqual(['npm ci && npm run demo\n', 'npm ci && npm test\n'])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
})

describe('links', () => {
  const prose = readme.replace(/^```[\s\S]*?^```/gm, '')
  const links = [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
  test.each(links)('%s is there', (target) => {
    expect(() => readFileSync(target)).not.toThrow()
  })
})
