import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CONCERNS } from '../../proposal/change/concerns.mjs'
import { applyConcerns } from '../../proposal/change/insert.mjs'
import { describeWithPeer } from '../peers/programs.js'
import { copyOf, filesOf, libvirtSources, treeOf, versionOf } from './sources.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-proposal-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function run(program: string, args: readonly string[], cwd?: string) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
  })
  if (error !== undefined) throw error
  return { status, stdout, stderr }
}
const apply = (...args: readonly string[]) => run('proposal/apply', args)
const git = (cwd: string, ...args: readonly string[]) =>
  run('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', ...args], cwd)

describeWithPeer(['libvirt-source-code'], 'the change', () => {
  describe.each(libvirtSources().map((source) => [versionOf(source), source] as const))(
    'to libvirt %s',
    (version, source) => {
      const changed = join(scratch, version, 'changed')
      beforeAll(() => {
        copyOf(source, changed)
        expect(apply(changed)).toMatchObject({ status: 0, stderr: '' })
      })

      test('only inserts lines', () => {
        const before = treeOf(copyOf(source, join(scratch, version, 'before')))
        const after = treeOf(changed)
        for (const [file, text] of Object.entries(before)) {
          const rest = after[file]?.split('\n') ?? []
          const lost = text.split('\n').filter((line) => {
            const at = rest.indexOf(line)
            if (at >= 0) rest.splice(0, at + 1)
            return at < 0
          })
          expect([file, lost]).toEqual([file, []])
        }
        expect(after['docs/formatdomain.rst']).toContain(`since ${version}\``)
        expect(Object.values(after).join('')).not.toMatch(/@VERSION@|@ELEMENTS@/)
      })

      test('is recognised the second time', () => {
        const before = treeOf(changed)
        expect(apply(changed)).toEqual({
          status: 0,
          stdout: `libvirt ${version} in ${changed} already has the change\n`,
          stderr: '',
        })
        expect(treeOf(changed)).toEqual(before)
      })

      test('is the same as a series: each patch passes git apply --check, and git am takes them', () => {
        const series = join(scratch, version, 'series')
        const tree = copyOf(source, join(scratch, version, 'git'))
        expect(apply(tree, '--series', series, '--from', 'Jo Doe <jo@localhost>').status).toBe(0)
        const patches = readdirSync(series).map((name) => join(series, name))
        expect(patches).toHaveLength(CONCERNS.length)
        git(tree, 'init', '-q')
        git(tree, 'add', '.')
        git(tree, 'commit', '-q', '-m', 'libvirt')
        for (const patch of patches) {
          expect(git(tree, 'apply', '--check', '--whitespace=error-all', patch)).toEqual({
            status: 0,
            stdout: '',
            stderr: '',
          })
          expect(git(tree, 'am', '-q', '--signoff', patch)).toMatchObject({ status: 0, stderr: '' })
        }
        expect(treeOf(tree)).toEqual(treeOf(changed))
        const log = git(tree, 'log', '--reverse', '--format=%an: %s', 'HEAD~5..').stdout
        expect(log).toBe(CONCERNS.map(({ subject }) => `Jo Doe: ${subject}\n`).join(''))
      })

      describe.each(
        CONCERNS.flatMap(({ edits }) => edits).flatMap((edit) =>
          'anchor' in edit ? [{ file: edit.file, anchor: edit.anchor as RegExp }] : [],
        ),
      )('in $file with the anchor $anchor', ({ file, anchor }) => {
        const text = filesOf(source).get(file) ?? ''
        const [found = ''] = text.match(anchor) ?? []
        const problemsWith = (other: string) =>
          applyConcerns(CONCERNS, new Map([...filesOf(source), [file, other]]), version).problems

        test('is refused if that is gone', () => {
          expect(problemsWith(text.replace(found, () => '\n'))).toContainEqual(
            expect.stringContaining(`${file}: the anchor was not found`),
          )
        })

        test('is refused if that is there twice', () => {
          expect(problemsWith(text.replace(found, () => `${found}}\n${found}`))).toContainEqual(
            expect.stringContaining(`${file}: the anchor was found 2 times`),
          )
        })
      })

      test('leaves a source that it does not fit as it was', () => {
        const other = copyOf(source, join(scratch, version, 'other'))
        const file = join(other, 'src/libvirt_private.syms')
        writeFileSync(file, readFileSync(file, 'utf8').replace('virDomainHPTResizingTypeToString;\n', ''))
        const before = treeOf(other)
        expect(apply(other)).toEqual({
          status: 1,
          stdout: '',
          stderr: `src/libvirt_private.syms: the anchor was not found: "virDomainHPTResizingTypeToString;"
proposal/apply: the change does not fit libvirt ${version} in ${other}; nothing was changed
`,
        })
        expect(apply(other, '--series', join(scratch, version, 'none')).status).toBe(1)
        expect(readdirSync(join(scratch, version))).not.toContain('none')
        expect(treeOf(other)).toEqual(before)
      })

      test('leaves a source that has a part of it as it was', () => {
        const other = copyOf(source, join(scratch, version, 'part'))
        writeFileSync(join(other, 'NEWS.rst'), readFileSync(join(changed, 'NEWS.rst')))
        const before = treeOf(other)
        const { status, stderr } = apply(other)
        expect([status, stderr.split('\n')[0]]).toEqual([
          1,
          'a part of the change is there already; start from an unchanged source',
        ])
        expect(treeOf(other)).toEqual(before)
      })
    },
  )
})

describe('cannot run', () => {
  test.each<[string, readonly string[], string]>([
    ['without a directory', [], 'expected one directory\n'],
    ['with two', ['a', 'b'], 'expected one directory\n'],
    ['with an unknown option', ['a', '--sries', 'b'], "Unknown option '--sries'"],
    ['in a directory without libvirt', [scratch], `${scratch} is not a libvirt source`],
    ['in a directory that is absent', [join(scratch, 'absent')], 'is not a libvirt source'],
    ['for an author without an address', ['a', '--from', 'Jo'], '--from is not "Name <address>"'],
  ])('%s', (_, args, message) => {
    const { status, stdout, stderr } = apply(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(`proposal/apply: ${message}`.replace('proposal/apply: is', 'is'))
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('for patches into a directory that exists', () => {
    const tree = join(scratch, 'tree')
    mkdirSync(tree)
    writeFileSync(join(tree, 'meson.build'), "project(\n  'libvirt', 'c',\n  version: '9.0.0',\n)\n")
    expect(apply(tree, '--series', scratch)).toMatchObject({
      status: 2,
      stderr: `proposal/apply: ${scratch} already exists; name a new directory\n`,
    })
  })
})
