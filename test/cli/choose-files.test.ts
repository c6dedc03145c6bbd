import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { belowDirectory } from '../../src/cli/files/paths.js'
import { virtLifecycle } from './program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-choose-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const domain = (name: string): string =>
  `<domain type="kvm"><name>${name}</name><on_hoststop>save</on_hoststop></domain>`

beforeAll(() => {
  for (const file of ['hosts/one/a.xml', 'hosts/two/b.xml', 'hosts/two/c.xml', '..x/d.xml']) {
    mkdirSync(join(cwd, dirname(file)), { recursive: true })
    writeFileSync(join(cwd, file), domain(file.slice(-5, -4)))
  }
})

const names = (text: string): readonly string[] => [...text.matchAll(/"name": "(\w)"/g)].map(([, name = '']) => name)

describe.each([
  ['convert', ['convert', '--to', 'json']],
  ['explain', ['explain', '--json']],
] as const)('%s takes what validate takes', (_, command) => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a directory', ['hosts'], ['a', 'b', 'c']],
    ['a pattern', ['hosts/*/[ab].xml'], ['a', 'b']],
    ['all but some', ['hosts', '--exclude', 'hosts/two/b.xml', '--exclude', 'c.*'], ['a']],
    ['all but a directory', ['hosts/**', '--exclude', 'one/'], ['b', 'c']],
    ['a file that is named in two ways, once', ['hosts/one/a.xml', 'hosts/*/a.xml'], ['a']],
    ['standard input beside files', ['-', 'hosts/one'], ['z', 'a']],
  ])('%s', async (_, args, expected) => {
    const { status, stdout } = await virtLifecycle([...command, ...args], { cwd, input: domain('z') })
    expect({ status, names: names(stdout) }).toEqual({ status: 0, names: expected })
  })

  test.each([
    [['hosts/*.xml'], 'hosts/*.xml:1:1 error VL506 no file matches this pattern'],
    [['hosts/two', '--exclude', '*.xml'], 'hosts/two:1:1 error VL506 all 2 files are excluded'],
    [['!hosts'], '!hosts:1:1 error VL506 a pattern cannot start with "!"'],
  ])('%j is an error', async (args, message) => {
    const { status, stderr } = await virtLifecycle([...command, ...args], { cwd })
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('convert --into takes a pattern, and leaves out what is excluded', async () => {
  const input = JSON.stringify(['a', 'b', 'c'].map((Name) => ({ Name, AutomaticStopAction: 4 })))
  const { stdout, stderr } = await virtLifecycle(
    ['convert', '--into', 'hosts/*/*.xml', '--exclude', 'c.xml', '--diff'],
    { cwd, input },
  )
  expect(stdout.match(/^--- .*/gm)).toEqual(['--- a/hosts/one/a.xml', '--- a/hosts/two/b.xml'])
  expect(stderr).toMatch(
    /would change 2 of 2 domains, 0 already up to date; 1 of 3 machines not applied: 1 without a domain\n$/,
  )
})

describe('a directory whose name begins with two dots', () => {
  test('is below the working directory', () => {
    expect(belowDirectory('/a', '/a/..x/b')).toBe('..x/b')
    expect(belowDirectory('/a', '/a/..')).toBeUndefined()
    expect(belowDirectory('/a', '/a')).toBeUndefined()
    expect(belowDirectory('/a/b', '/a/c')).toBeUndefined()
  })

  test('is shown in patches, reports and baselines as it is', async () => {
    const input = JSON.stringify({ Name: 'd', AutomaticStopAction: 4 })
    const { stdout } = await virtLifecycle(['convert', '--into', '..x', '--diff'], { cwd, input })
    expect(stdout).toMatch(/^--- a\/\.\.x\/d\.xml\n/)
    writeFileSync(join(cwd, '..x/bad.xml'), domain('e').replace('save', 'sav'))
    const args = ['validate', '--schema', 'embedded', '..x/bad.xml'] as const
    const report = await virtLifecycle([...args, '--format', 'gitlab'], { cwd })
    expect(JSON.parse(report.stdout)[0].location.path).toBe('..x/bad.xml')
    await virtLifecycle([...args, '--baseline', 'accepted.json', '--update-baseline'], { cwd })
    expect(readFileSync(join(cwd, 'accepted.json'), 'utf8')).toContain('"file": "..x/bad.xml"')
  })

  test('is what a pattern for it leaves out', async () => {
    const args = ['validate', '--schema', 'embedded', '..x/d.xml', 'hosts', '--exclude', '/..x/']
    expect((await virtLifecycle(args, { cwd })).stderr).toContain('3 documents checked')
  })
})

test('--max-size holds for a list of files, too', async () => {
  for (const list of ['-', 'list.txt']) {
    const input = 'hosts/one/a.xml\n'.repeat(100)
    writeFileSync(join(cwd, 'list.txt'), input)
    const args = ['validate', '--schema', 'embedded', '--format', 'compact', '--files-from', list, '--max-size', '1K']
    const { status, stdout } = await virtLifecycle(args, { cwd, input })
    expect(status).toBe(2)
    expect(stdout).toContain('the list of files is larger than 1024 bytes (--max-size raises the limit) [VL501]')
  }
})
