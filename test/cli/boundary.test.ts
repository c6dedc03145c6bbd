import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { spawnVirtLifecycle, virtLifecycle } from './program.js'

const SECRET = 'token=hunter2'
const DOMAIN = '<domain type="test"><name>web01</name><on_hoststop>save</on_hoststop></domain>\n'
const RNG =
  '<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0"><zeroOrMore><choice><text/><ref name="any"/></choice></zeroOrMore></element>'
const including = (href: string): string =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><externalRef href="${href}"/></start></grammar>\n`

let outside = ''
let repository = ''

beforeEach(() => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'virt-lifecycle-boundary-')))
  outside = join(scratch, 'outside')
  repository = join(scratch, 'repository')
  for (const directory of [outside, join(repository, '.git'), join(repository, 'domains')]) {
    mkdirSync(directory, { recursive: true })
  }
  writeFileSync(join(outside, 'secret'), `${SECRET}\n`)
  writeFileSync(join(outside, 'secret.xml'), `<settings><password>${SECRET}</password></settings>\n`)
  writeFileSync(join(outside, 'domain.xml'), DOMAIN)
  writeFileSync(join(repository, 'domains/web01.xml'), DOMAIN)
})

afterEach(() => rmSync(join(repository, '..'), { recursive: true }))

const link = (to: string, path: string): void => symlinkSync(to, join(repository, path))
const write = (path: string, text: string): void => writeFileSync(join(repository, path), text)
const run = async (...args: readonly string[]) => {
  const { status, stdout, stderr } = await virtLifecycle(args, { cwd: repository })
  return { status, text: `${stdout}${stderr}` }
}
const validate = (...args: readonly string[]) => run('validate', '--schema', 'embedded', ...args)

describe('in a repository', () => {
  test.each([
    ['a link in a directory', () => link('../../outside/secret.xml', 'domains/a.xml'), ['domains']],
    ['a link through a linked directory', () => link('../outside', 'linked'), ['linked/*.xml']],
    ['a linked directory', () => link('../outside', 'linked'), ['linked']],
    ['a path in a list', () => write('list', '../outside/secret.xml\n'), ['--files-from', 'list']],
    [
      'a link in a list',
      () => {
        link('../outside/secret.xml', 'a.xml')
        write('list', 'a.xml\n')
      },
      ['--files-from', 'list'],
    ],
    [
      'a path of a configuration',
      () => write('virt-lifecycle.config.json', '{"paths": ["../outside/secret.xml"]}'),
      [],
    ],
    ['a pattern of a configuration', () => write('virt-lifecycle.config.json', '{"paths": ["../outside/*.xml"]}'), []],
    [
      'a baseline of a configuration',
      () => write('virt-lifecycle.config.json', '{"baseline": "../outside/secret"}'),
      [],
    ],
    ['a configuration that is a link', () => link('../outside/secret', 'virt-lifecycle.config.json'), ['domains']],
  ] as const)('%s does not lead out', async (_, prepare, args) => {
    prepare()
    const { status, text } = await validate(...args)
    expect(status).toBe(2)
    expect(text).toMatch(/error VL520 refusing to read a file outside the repository: ".*outside/)
    expect(text).not.toContain('hunter2')
  })

  test('a schema of a configuration does not lead out, nor what it includes', async () => {
    write('virt-lifecycle.config.json', '{"schema": "../outside/secret"}')
    expect(await run('validate', 'domains')).toMatchObject({ status: 2, text: expect.stringContaining('VL520') })
    write('own.rng', including('../outside/secret'))
    for (const args of [['--schema', 'own.rng', '--no-config'], []]) {
      if (args.length === 0) write('virt-lifecycle.config.json', '{"schema": "own.rng"}')
      const { status, text } = await run('validate', 'domains', ...args)
      expect([status, text]).toEqual([2, expect.stringMatching(/outside\/secret:1:1 error VL520/)])
      expect(text).not.toContain('hunter2')
    }
  })

  test('a schema elsewhere that the call names may include what is beside it', async () => {
    writeFileSync(join(outside, 'a.rng'), including('b.rng'))
    writeFileSync(join(outside, 'b.rng'), RNG.replace('<ref name="any"/>', '<element><anyName/><text/></element>'))
    expect(await run('validate', 'domains', '--schema', '../outside/a.rng')).toMatchObject({
      text: expect.not.stringContaining('VL520'),
    })
  })

  test('what the call names is read: files, and directories by their own path', async () => {
    link('../outside/domain.xml', 'linked.xml')
    expect(await validate('linked.xml')).toMatchObject({ status: 0 })
    rmSync(join(outside, 'secret.xml'))
    symlinkSync('domain.xml', join(outside, 'again.xml'))
    expect(await validate('../outside')).toMatchObject({
      status: 0,
      text: expect.stringContaining('2 documents checked'),
    })
    expect(await validate('../outside/*.xml')).toMatchObject({ status: 0 })
  })

  test('a link within the repository is followed', async () => {
    link('web01.xml', 'domains/other.xml')
    expect(await validate('domains')).toMatchObject({ status: 0, text: expect.stringContaining('2 documents') })
  })

  test('what is excluded is not refused', async () => {
    link('../../outside/secret.xml', 'domains/a.xml')
    expect(await validate('domains', '--exclude', 'a.xml')).toMatchObject({ status: 0 })
  })

  test('other commands do not follow links out either', async () => {
    link('../../outside/domain.xml', 'domains/a.xml')
    expect(await run('explain', 'domains')).toMatchObject({ status: 2, text: expect.stringContaining('VL520') })
  })
})

describe('anywhere', () => {
  beforeEach(() => rmSync(join(repository, '.git'), { recursive: true }))

  test('a configuration that was found, not named, bounds its directory', async () => {
    write('virt-lifecycle.config.json', '{"schema": "embedded", "paths": ["domains"]}')
    link('../../outside/secret.xml', 'domains/a.xml')
    expect(await run('validate')).toMatchObject({ status: 2, text: expect.stringContaining('VL520') })
    expect(await run('validate', '--config', 'virt-lifecycle.config.json')).toMatchObject({
      status: 1,
      text: expect.stringContaining('<settings>'),
    })
  })

  test.each([
    [
      'a file of the kernel',
      () => link('/proc/self/environ', 'domains/a.xml'),
      'VL520 refusing to read what the kernel',
    ],
    ['a device', () => link('/dev/zero', 'domains/a.xml'), 'VL501 cannot be read: it is not a regular file'],
    [
      'a named pipe',
      () => execFileSync('mkfifo', [join(repository, 'domains/a.xml')]),
      'VL501 cannot be read: it is not a regular file',
    ],
  ] as const)('%s in a directory is not read', (_, prepare, message) => {
    prepare()
    const args = ['validate', '--schema', 'embedded', 'domains']
    // In a process of its own, which can be ended if it waits for the pipe.
    const { status, stdout, stderr } = spawnVirtLifecycle(args, { cwd: repository, timeout: 60_000 })
    expect([status, `${stdout}${stderr}`]).toEqual([2, expect.stringContaining(message)])
    expect(`${stdout}${stderr}`).toContain('1 document checked')
  })

  test('no line of a file that is not XML or JSON is shown', async () => {
    const secret = join(outside, 'secret')
    for (const args of [
      [secret],
      ['domains', '--schema', secret],
      ['domains', '--config', secret],
      ['domains', '--baseline', secret],
    ]) {
      const { status, stdout, stderr } = await virtLifecycle(['validate', ...args], { cwd: repository })
      expect([args, status]).toEqual([args, args.length === 1 ? 1 : 2])
      expect(`${stdout}${stderr}`).toMatch(/error VL[0-9]{3} /)
      expect(`${stdout}${stderr}`).not.toMatch(/hunter2|token/)
    }
  })

  test('a directory that cannot be read is one finding, and the others are searched', async () => {
    mkdirSync(join(repository, 'domains/closed'))
    chmodSync(join(repository, 'domains/closed'), 0)
    const { status, text } = await validate('domains')
    chmodSync(join(repository, 'domains/closed'), 0o700)
    // root may read everything.
    if (process.getuid?.() === 0) expect(status).toBe(0)
    else expect([status, text]).toEqual([2, expect.stringContaining('domains/closed:1:1 error VL501')])
    expect(text).toContain('1 document checked')
  })

  test('linked directories that are not searched are named', async () => {
    link('../../outside', 'domains/linked')
    const { status, text } = await validate('domains')
    expect(status).toBe(0)
    expect(text).toContain('domains/linked:1:1 note VL521 a link to a directory is not followed\n')
    expect((await validate('domains', '--exclude', 'linked')).text).not.toContain('VL521')
  })

  test.each([
    './domains/a.xml',
    '$PWD/domains/a.xml',
    'domains/../domains/a.xml',
    '../repository/domains/a.xml',
    '$PWD/domains/x/../a.xml',
  ])('the pattern %s leaves out what it names', async (pattern) => {
    write('domains/a.xml', 'x')
    expect(await validate('domains', '--exclude', pattern.replace('$PWD', repository))).toMatchObject({
      status: 0,
      text: expect.stringContaining('1 file excluded'),
    })
  })

  test.each(['..', '.', '../', '$PWD', '$PWD/', '../outside', '$PWD/../outside/', '!./domains/web01.xml'])(
    'the pattern %s means what a path means',
    async (pattern) => {
      const args = ['../outside/domain.xml', 'domains/web01.xml', '--allow-empty']
      const { text } = await validate(...args, '--exclude', pattern.replace('$PWD', repository))
      const excluded = { '..': 2, '../': 2, '.': 1, $PWD: 1, '$PWD/': 1, '../outside': 1, '$PWD/../outside/': 1 }
      expect([pattern, /(\d+) files? excluded/.exec(text)?.[1]]).toEqual([
        pattern,
        (excluded as Record<string, number>)[pattern]?.toString(),
      ])
    },
  )
})
