import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { virtLifecycle } from '../cli/program.js'

const page = readFileSync('docs/convert.md', 'utf8')

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-convert-page-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the table of what one has and wants', () => {
  const commands = [...page.matchAll(/\| `(virt-lifecycle [^`]*)` \|$/gm)].map(([, command = '']) => command)
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
