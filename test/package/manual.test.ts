import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { allCommands, commandTable } from '../../src/cli/completion/command-table.js'
import { describedProgram } from '../cli/program.js'
import { filesBelow } from '../files-below.js'
import { describeWithPeer } from '../peers/programs.js'

const {
  man: [man],
  version,
} = JSON.parse(readFileSync('package.json', 'utf8'))
const page = readFileSync(man, 'utf8')

/** The page without what roff needs. */
const text = page
  .replaceAll('\\-', '-')
  .replaceAll('\\(aq', "'")
  .replaceAll('\\(ti', '~')
  .replace(/\\f[BIR]/g, '')

describe('the man page', () => {
  test('has the sections that people look for, in the usual order', () => {
    expect([...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title)).toEqual([
      ...['NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'COMMANDS', 'EXIT STATUS', 'ENVIRONMENT', 'FILES', 'EXAMPLES'],
      'SEE ALSO',
    ])
    expect(text).toContain(`"virt-lifecycle ${version}"`)
  })

  test('has every command, with its options and what it says of them', async () => {
    const commands = allCommands(commandTable(await describedProgram()))
    const shown = commands.filter(({ name, commands: below }) => below.length === 0 && name !== 'help')
    expect(shown.length).toBeGreaterThan(10)
    for (const { path, options, epilogue } of shown) {
      const [, about = ''] = text.split(new RegExp(`^\\.SS "${path}(?= \\[| [a-z]+"|")`, 'm'))
      const [own = ''] = about.split(/^\.S[SH]/m)
      for (const { flags, value = '' } of options.filter((option) => !option.flags.includes('--help'))) {
        expect(own).toContain(`.TP\n${flags.join(', ')} ${value.replace(/[<>]/g, '')}`.trim())
      }
      for (const [example] of epilogue.matchAll(/(?<=^ {2})[$#>] .*$/gm)) expect(own).toContain(example)
    }
  })

  test('names every environment variable that the program reads', () => {
    const sources = ['src/cli', 'src/node'].flatMap(filesBelow).map((name) => readFileSync(name, 'utf8'))
    const variables = sources.flatMap((source) => [
      ...[...source.matchAll(/\benv\['([A-Z_]+)'\]/g)].map(([, name = '']) => name),
      ...[...source.matchAll(/\{([^{}]*)\} = (?:io\.)?env\b/g)].flatMap(
        ([, names = '']) => names.match(/[A-Z_]{3,}/g) ?? [],
      ),
    ])
    expect(variables).toEqual(expect.arrayContaining(['LIBVIRT_SCHEMAS', 'XDG_CACHE_HOME', 'NO_COLOR']))
    const [, environment = ''] = /^\.SH ENVIRONMENT\n([\s\S]*?)^\.SH/m.exec(text) ?? []
    expect(variables.filter((name) => !environment.includes(name))).toEqual([])
  })
})

describeWithPeer(['mandoc', 'man'], 'programs that show man pages', () => {
  test.each([
    ['mandoc', ['-Tlint', '-Wwarning', man]],
    ['man', ['--warnings', '--local-file', man]],
  ] as const)('%s has nothing to complain about', (program, args) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, MANROFFSEQ: '', MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    if (program === 'mandoc') expect(stdout).toBe('')
    else expect(stdout).toContain('virt-lifecycle guests plan [option...] what')
  })
})
