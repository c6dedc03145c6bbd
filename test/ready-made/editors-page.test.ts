import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { parseDomain } from '../../src/domain/index.js'
import { virtLifecycle } from '../cli/program.js'
import { fencedBlocks } from '../docs/console-blocks.js'
import { testWithPeer } from '../peers/programs.js'

const blocks = fencedBlocks(readFileSync('docs/editors.md', 'utf8'))

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-editors-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
cpSync('examples', scratch, { recursive: true })
mkdirSync(join(scratch, 'node_modules'))
symlinkSync(resolve('.'), join(scratch, 'node_modules', 'virt-lifecycle'))

describe('the library examples', () => {
  const examples = blocks.filter(({ language }) => language === 'ts').map(({ content }) => content)
  const printed = blocks.filter(({ language }) => language === 'text').map(({ content }) => content)

  function expectToPrint(index: number): void {
    const file = `example-${index}.mjs`
    writeFileSync(join(scratch, file), examples[index] ?? '')
    const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: scratch, encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: printed[index], stderr: '' })
  }

  test('there are two', () => expect([examples.length, printed.length]).toEqual([2, 2]))
  test('with the embedded schema', () => expectToPrint(0))
  testWithPeer(['libvirt-schemas'], "with libvirt's", () => expectToPrint(1))
})

describe('VS Code', () => {
  const [settings, tasks] = blocks
    .filter(({ heading, language }) => heading === 'VS Code' && language === 'json')
    .map(({ content }) => JSON.parse(content))

  test('the association names a schema that the page creates', () => {
    const [association] = settings['xml.fileAssociations']
    const made = blocks.flatMap(({ content }) => [...content.matchAll(/> ([\w.-]+\.rng)$/gm)].map(([, name]) => name))
    expect(made).toContain(association.systemId.split('/').at(-1))
  })

  test('the problem matcher of the task recognises each finding', async () => {
    const [{ command, problemMatcher }] = tasks.tasks
    const { regexp, file, line, column, severity, message } = problemMatcher.pattern
    const [, ...args] = command.replace('domains', '--schema embedded broken').split(' ')
    const lines = (await virtLifecycle(args, { cwd: scratch })).stdout.trimEnd().split('\n')
    const found = lines.map((text) => new RegExp(regexp).exec(text) ?? [])
    expect(found.map((groups) => [file, line, column, severity].map((group) => groups[group]))).toEqual([
      ['broken/web02.xml', '7', '24', 'error'],
      ['broken/web02.xml', '8', '16', 'error'],
    ])
    expect(found[1]?.[message]).toContain('did you mean "save"?')
  })
})

test("Emacs's locating rules are well-formed XML, and apply to <domain>", () => {
  const [rules] = blocks.filter(({ language }) => language === 'xml').map(({ content }) => content)
  const located = parseDomain(new SourceText('schemas.xml', rules ?? ''))
  expect('diagnostic' in located && located.diagnostic.code).toBe('VL109')
  expect(rules).toContain('localName="domain"')
})
