import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { virtLifecycle } from '../cli/program.js'
import { pathWithProgram } from '../ready-made/repositories.js'

const home = mkdtempSync(join(tmpdir(), 'virt-lifecycle-home-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The rows of the page about where a script goes: its command, the shell, the file. */
const rows = readFileSync('docs/command-line.md', 'utf8').matchAll(
  /^\| .* \| `(virt-lifecycle completion (\w+) > ~\/(\S+))`/gm,
)

test.each([...rows].map(([, command = '', shell = '', file = '']) => [command, shell, file] as const))(
  '%s',
  async (command, shell, file) => {
    mkdirSync(dirname(join(home, file)), { recursive: true })
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      env: { ...process.env, NODE_OPTIONS: '', HOME: home, PATH: pathWithProgram(join(home, 'bin')) },
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(readFileSync(join(home, file), 'utf8')).toBe((await virtLifecycle(['completion', shell])).stdout)
  },
)

test('the page has a row for each shell', async () => {
  const { stderr } = await virtLifecycle(['completion', 'none'])
  const [, shells = ''] = /choices are (.*)\./.exec(stderr) ?? []
  const page = readFileSync('docs/command-line.md', 'utf8')
  for (const shell of shells.split(', '))
    expect(page).toMatch(new RegExp(`^\\| .* \\| \`virt-lifecycle completion ${shell} `, 'm'))
  expect(shells.split(', ').length).toBeGreaterThan(3)
})
