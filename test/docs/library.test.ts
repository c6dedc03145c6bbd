import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { fencedBlocks } from './console-blocks.js'

const blocks = fencedBlocks(readFileSync('docs/library.md', 'utf8'))

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-library-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('the library example runs, with an installed package, and prints what it says', () => {
  const [example] = blocks.filter(({ language }) => language === 'ts')
  const [printed] = blocks.filter(({ language }) => language === 'text')
  const modules = join(scratch, 'node_modules')
  cpSync('examples', scratch, { recursive: true })
  mkdirSync(modules)
  symlinkSync(resolve('.'), join(modules, 'virt-lifecycle'))
  writeFileSync(join(scratch, 'example.mjs'), example?.content ?? '')
  const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: scratch, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: printed?.content, stderr: '' })
})
