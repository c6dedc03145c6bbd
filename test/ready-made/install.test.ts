import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fencedBlocks } from '../docs/console-blocks.js'
import { describeWithPeer } from '../peers/programs.js'
import { cloneProject, environmentWith, must } from './repositories.js'

const [fromCheckout = '', intoProject = ''] = fencedBlocks(readFileSync('docs/ci.md', 'utf8'))
  .filter(({ heading, language }) => heading === 'Installing it' && language === 'sh')
  .map(({ content }) => content)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-install-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describeWithPeer(['registry'], 'installing from git, with the commands from docs/ci.md', () => {
  const source = join(scratch, 'server/virt-lifecycle.git')
  beforeAll(() => {
    cloneProject(source)
  })

  /** The commands, with the URL of a local repository. */
  const withSource = (commands: string): string =>
    commands.replaceAll('https://HOST/OWNER/virt-lifecycle.git', `file://${source}`)

  test('from a checkout', () => {
    const cwd = join(scratch, 'checkout')
    const prefix = join(scratch, 'prefix')
    mkdirSync(cwd)
    const env = environmentWith({ npm_config_prefix: prefix })
    must('sh', ['-ec', withSource(fromCheckout)], { cwd, env })
    expect(must(join(prefix, 'bin/virt-lifecycle'), ['--version'], { cwd })).toMatch(/^\d+\.\d+\.\d+\n$/)
    // As "man virt-lifecycle" finds it, for its folder is beside that of the programs.
    expect(readFileSync(join(prefix, 'share/man/man1/virt-lifecycle.1'), 'utf8')).toContain('.SH SYNOPSIS')
  })

  test('into a project', () => {
    const cwd = join(scratch, 'project')
    mkdirSync(cwd)
    writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n')
    must('sh', ['-ec', withSource(intoProject)], { cwd })
    expect(must('npx', ['--no-install', 'virt-lifecycle', '--version'], { cwd })).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
