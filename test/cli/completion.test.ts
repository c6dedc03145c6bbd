import { describe, expect, test } from '@jest/globals'
import { allCommands, commandTable } from '../../src/cli/completion/command-table.js'
import type { Completion } from '../../src/cli/completion/completions.js'
import { describedProgram, virtLifecycle } from './program.js'

const commands = allCommands(commandTable(await describedProgram()))
const completions = commands.flatMap(({ options, arguments: args }): Completion[] =>
  [...options, ...args].flatMap(({ completion }) => completion ?? []),
)

describe('what the scripts are made of', () => {
  test('the options and arguments of all commands', () => {
    expect(commands.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['', 'convert', 'guests', 'guests plan', 'completion', 'help']),
    )
    const plan = commands.find(({ path }) => path === 'guests plan')
    expect(plan?.arguments.map(({ completion }) => completion.words)).toEqual([['stop', 'start']])
    expect(plan?.epilogue).toContain('virt-lifecycle guests plan stop --uri')
  })

  test('no word needs quotes in any shell, or is more than one', () => {
    const words = [
      ...completions.flatMap((completion) => completion.words),
      ...commands.map(({ name }) => name),
      ...commands.flatMap(({ options }) => options.flatMap(({ flags }) => flags)),
    ]
    expect(words.filter((word) => !/^[A-Za-z0-9,-]+=?$/.test(word))).toEqual([])
  })

  test('what has commands below it has no option with a value, so that the first words are the command', () => {
    const above = commands.filter((command) => command.commands.length > 0)
    expect(above.flatMap(({ options }) => options.filter(({ value }) => value !== undefined))).toEqual([])
  })
})

describe.each(['bash', 'zsh', 'fish', 'powershell'])('the script for %s', (shell) => {
  test('has all commands, options and words, in ASCII', async () => {
    const { status, stdout } = await virtLifecycle(['completion', shell])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/)
    for (const { name } of commands.slice(1)) expect(stdout).toContain(name)
    for (const flag of commands.flatMap(({ options }) => options.flatMap(({ flags }) => flags))) {
      const inFish = flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`
      expect(stdout).toContain(shell === 'fish' ? inFish : flag)
    }
    for (const word of completions.flatMap(({ words }) => words)) expect(stdout).toContain(word)
  })
})

test('an unknown shell is a usage error that names those there are', async () => {
  const { status, stderr } = await virtLifecycle(['completion', 'csh'])
  expect(status).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish, powershell.')
})

/** There is no PowerShell to run it in: what can go wrong in such a table is looked for in the text. */
describe('the script for powershell, as text', () => {
  test('its brackets match, and no table has a key twice, whatever the case', async () => {
    const { stdout } = await virtLifecycle(['completion', 'powershell'])
    const tokens = stdout.matchAll(/'((?:[^']|'')*)'( =)?|#.*|([[({])|([\])}])/g)
    const open: { readonly bracket: string; readonly keys: string[] }[] = []
    for (const [, text, isKey, opening, closing] of tokens) {
      if (opening !== undefined) open.push({ bracket: opening, keys: [] })
      else if (closing !== undefined) {
        const { bracket, keys } = open.pop() ?? { keys: [] }
        expect(bracket).toBe({ ']': '[', ')': '(', '}': '{' }[closing])
        const folded = keys.map((key) => key.toLowerCase())
        expect(folded.filter((key, i) => folded.indexOf(key) < i)).toEqual([])
      } else if (isKey !== undefined) open.at(-1)?.keys.push(text ?? '')
    }
    expect(open).toEqual([])
  })

  test('nothing is evaluated', async () => {
    const { stdout } = await virtLifecycle(['completion', 'powershell'])
    expect(stdout).not.toMatch(/Invoke-Expression|iex|\[scriptblock\]|&\s*\$/i)
  })
})
