import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-files-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const DOMAIN = '<domain type="kvm"><name>a</name></domain>\n'
const FILES: Readonly<Record<string, string>> = {
  'vms/a.xml': DOMAIN,
  'vms/b.xml': DOMAIN,
  'vms/deep/c.XML': DOMAIN,
  'vms/notes.txt': 'no XML',
  'vms/web[1].xml': DOMAIN,
  'vms/.hidden.xml': DOMAIN,
  'build/out.xml': DOMAIN,
  'other/default.xml': '<network><name>default</name></network>',
  'other/pool.xml': '<pool type="dir"><name>p</name></pool>',
  'other/list.txt': 'vms/a.xml\r\nvms/b.xml\r\n',
  'empty/readme.txt': '',
  '.gitignore': 'build/\n',
  'vms/.gitignore': '/b.xml\n',
}

beforeAll(() => {
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(join(cwd, dirname(file)), { recursive: true })
    writeFileSync(join(cwd, file), content)
  }
  mkdirSync(join(cwd, '.git'))
})

/** The files that a call validates, their messages, and its status. */
async function validated(args: readonly string[], options: { readonly input?: string; readonly cwd?: string } = {}) {
  const { status, stdout, stderr } = await virtLifecycle(['validate', '--schema', 'embedded', '--json', ...args], {
    cwd,
    ...options,
  })
  const report = JSON.parse(stdout)
  return {
    status,
    stderr,
    files: report.documents.map(({ file }: { readonly file: string }) => file),
    said: report.diagnostics.map(
      ({ file, code, message }: { readonly file: string; readonly code: string; readonly message: string }) =>
        `${file} ${code} ${message}`,
    ),
  }
}

const ALL = ['vms/.hidden.xml', 'vms/a.xml', 'vms/b.xml', 'vms/deep/c.XML', 'vms/web[1].xml']

describe('what paths stand for', () => {
  test.each<[string, string[], string[]]>([
    ['a file', ['vms/a.xml'], ['vms/a.xml']],
    ['a directory', ['vms'], ALL],
    ['several, in their order', ['build', 'vms/a.xml'], ['build/out.xml', 'vms/a.xml']],
    ['a file that is named twice, in several ways', ['vms/a.xml', './vms/a.xml', 'vms/a*.xml'], ['vms/a.xml']],
    ['a pattern', ['vms/*.xml'], ['vms/a.xml', 'vms/b.xml', 'vms/web[1].xml']],
    ['a pattern over directories', ['**/{a,c}.{xml,XML}'], ['vms/a.xml', 'vms/deep/c.XML']],
    ['a name that looks like a pattern', ['vms/web[1].xml'], ['vms/web[1].xml']],
    [
      'without some',
      ['vms', '--exclude', 'deep/', '--exclude', '*\\[1].xml', '--exclude', '.hidden.xml'],
      ['vms/a.xml', 'vms/b.xml'],
    ],
    ['all but one', ['vms', '--exclude', '*', '--exclude', '!vms', '--exclude', '!vms/a.xml'], ['vms/a.xml']],
    [
      'without what git ignores',
      ['.', '--git', '--exclude', 'other', '--exclude', 'vms/[.w]*'],
      ['vms/a.xml', 'vms/deep/c.XML'],
    ],
  ])('%s', async (_, args, files) => {
    expect(await validated(args)).toMatchObject({ status: 0, files, said: [] })
  })

  test('what git ignores is left out from below the root, too, and where it is named', async () => {
    expect(await validated(['a.xml', 'b.xml', '../build/out.xml', '--git'], { cwd: join(cwd, 'vms') })).toMatchObject({
      status: 0,
      files: ['a.xml'],
    })
  })

  test('the case of letters counts, as it does for git', async () => {
    expect(await validated(['vms/a.xml', '--exclude', 'A.XML'])).toMatchObject({ status: 0, files: ['vms/a.xml'] })
  })

  test('how many are left out is said', async () => {
    const { stderr } = await virtLifecycle(['validate', '--schema', 'embedded', 'vms', '--exclude', 'b.xml'], { cwd })
    expect(stderr).toBe('4 documents checked against the embedded schema: all valid; 1 file excluded\n')
  })

  test('links in circles', async () => {
    mkdirSync(join(cwd, 'circle/deep'), { recursive: true })
    writeFileSync(join(cwd, 'circle/a.xml'), DOMAIN)
    for (const name of ['one', 'two']) symlinkSync('..', join(cwd, 'circle/deep', name))
    expect(await validated(['circle/**/*.xml'])).toMatchObject({ status: 0, files: ['circle/a.xml'] })
  })

  test('a pattern that cannot be followed is an error with its name', async () => {
    expect((await validated(['x{1..100000}.xml'])).said[0]).toMatch(
      /^x\{1\.\.100000\}\.xml VL121 this pattern would take too long to match: /,
    )
    expect((await validated(['*.xml', '!b.xml'])).said).toContain('!b.xml VL506 a pattern cannot start with "!"')
  })

  test('a symbolic link to a file', async () => {
    symlinkSync(join(cwd, 'vms/a.xml'), join(cwd, 'link.xml'))
    expect(await validated(['link.xml'])).toMatchObject({ status: 0, files: ['link.xml'] })
  })
})

describe('a list of files', () => {
  test.each([
    ['with line ends', 'vms/a.xml\nvms/b.xml\n'],
    ['with Windows line ends', 'vms/a.xml\r\nvms/b.xml'],
    ['with NUL', 'vms/a.xml\0vms/b.xml\0'],
    ['with blank lines', '\nvms/a.xml\n\nvms/b.xml\n\n'],
  ])('on standard input, %s', async (_, input) => {
    expect(await validated(['--files-from', '-'], { input })).toMatchObject({
      status: 0,
      files: ['vms/a.xml', 'vms/b.xml'],
    })
  })

  test('as PowerShell 5 writes it', async () => {
    const list = new Uint8Array([0xff, 0xfe, ...Buffer.from('vms/a.xml\r\nvms/b.xml\r\n', 'utf16le')])
    writeFileSync(join(cwd, 'other/utf16.txt'), list)
    expect(await validated(['--files-from', 'other/utf16.txt'])).toMatchObject({
      status: 0,
      files: ['vms/a.xml', 'vms/b.xml'],
    })
  })

  test('in which "-" is a file', async () => {
    expect(await validated(['--files-from', '-'], { input: '-\n' })).toMatchObject({
      status: 2,
      said: ['./- VL501 cannot be read: no such file or directory'],
    })
  })

  test('in a file, beside a path; exclusions hold for it', async () => {
    const { files } = await validated(['build', '--files-from', 'other/list.txt', '--exclude', 'b.xml'])
    expect(files).toEqual(['build/out.xml', 'vms/a.xml'])
  })

  test('its paths are no patterns, and one that is missing is said', async () => {
    const { status, said } = await validated(['--files-from', '-'], { input: 'vms/*.xml\0vms/a.xml\0' })
    expect(status).toBe(2)
    expect(said).toEqual(['vms/*.xml VL501 cannot be read: no such file or directory'])
  })

  test('that is missing itself', async () => {
    const { status, said } = await validated(['--files-from', 'nix.txt'])
    expect({ status, said }).toEqual({ status: 2, said: ['nix.txt VL501 cannot be read: no such file or directory'] })
  })
})

describe('other documents', () => {
  test('are errors that say what they are', async () => {
    const { status, said } = await validated(['other'])
    expect(status).toBe(1)
    expect(said).toEqual([
      'other/default.xml VL109 this describes a virtual network (<network>), not a <domain>',
      'other/pool.xml VL109 this describes a storage pool (<pool>), not a <domain>',
    ])
  })

  test.each(['<domian/>', '<Domain/>', '<domains><domain/></domains>', '<domain xmlns="urn:x"/>'])(
    'what was meant to be a domain is not skipped: %s',
    async (input) => {
      expect((await validated(['-', 'vms/a.xml', '--skip-non-domains'], { input })).said).toHaveLength(1)
    },
  )

  test('are skipped with --skip-non-domains, whatever is wrong with them; domains are not', async () => {
    const { status, said, files } = await validated(['other', 'vms/a.xml', '-', '--skip-non-domains'], {
      input: '<!DOCTYPE pool><pool><a></b></pool>',
    })
    expect({ status, said, files }).toEqual({ status: 0, said: [], files: ['vms/a.xml'] })
    expect(await validated(['-', '--skip-non-domains'], { input: '<!DOCTYPE domain><domain/>' })).toMatchObject({
      status: 1,
    })
    expect(await validated(['-', '--skip-non-domains'], { input: '<domain><name>a</nam></domain>' })).toMatchObject({
      status: 1,
    })
    expect(await validated(['-', '--skip-non-domains'], { input: 'no XML at all' })).toMatchObject({ status: 1 })
  })
})

test('--skip-other is the former name of --skip-non-domains, and does not show in the help', async () => {
  expect(await validated(['other', 'vms/a.xml', '--skip-other'])).toMatchObject({ status: 0, files: ['vms/a.xml'] })
  expect((await virtLifecycle(['validate', '--help'])).stdout).not.toContain('skip-other')
})

describe('nothing to validate', () => {
  test.each<[string, string[], string]>([
    ['a pattern without a match', ['vms/*.yaml'], 'vms/*.yaml VL506 no file matches this pattern'],
    ['a directory without XML', ['empty'], 'empty VL502 this directory contains no *.xml files'],
    ['everything is excluded', ['build', '--exclude', 'build'], 'build VL506 the only file is excluded'],
    ['an empty list', ['--files-from', '/dev/null'], '/dev/null VL506 no files were given'],
    ['other documents only', ['other', '--skip-non-domains'], 'other VL506 none of the 2 documents is a domain'],
  ])('%s is an error, unless that is right', async (_, args, message) => {
    expect(await validated(args)).toMatchObject({ status: 2, said: [message] })
    expect(await validated([...args, '--allow-empty'])).toMatchObject({ status: 0, said: [] })
  })

  test('a file that is missing is an error all the same', async () => {
    expect(await validated(['nix.xml', '--allow-empty'])).toMatchObject({ status: 2 })
  })

  test('one pattern without a match does not hide what the others found', async () => {
    const { status, files, said } = await validated(['vms/*.yaml', 'vms/a.xml'])
    expect({ status, files, count: said.length }).toEqual({ status: 2, files: ['vms/a.xml'], count: 1 })
  })
})

test('standard input, named twice', async () => {
  const { status, stdout, stderr } = await virtLifecycle(['validate', '-', '--files-from', '-'], { cwd })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('error: standard input cannot be both an input and a list of files')
})
