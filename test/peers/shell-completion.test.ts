import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { virtLifecycle } from '../cli/program.js'
import { describeWithPeer, PYTHON } from './programs.js'

/** Names that a shell would run, or take for several words, if it did not quote them. */
const NAMES = ['my vm.xml', "it's.xml", '$(touch ran).xml', '`touch ran`.xml', 'a;touch ran;.xml', 'plain.xml']

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-completion-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const cwd = join(scratch, 'work')

beforeAll(async () => {
  mkdirSync(join(cwd, 'a folder'), { recursive: true })
  for (const name of NAMES) writeFileSync(join(cwd, name), '')
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(join(scratch, shell), (await virtLifecycle(['completion', shell])).stdout)
  }
  // The command shows how the shell takes what was completed.
  const show = `virt-lifecycle() { printf '<<%s>>' "$@"; echo '<<done>>'; }`
  writeFileSync(join(scratch, 'bashrc'), `PS1='ready$ '\n. ${scratch}/bash\n${show}\n`)
  writeFileSync(
    join(scratch, '.zshrc'),
    `PS1='ready$ '
autoload -Uz compinit
compinit -u -D
source ${scratch}/zsh
zle -C insert-all complete-word _generic
bindkey '^X*' insert-all
zstyle ':completion:insert-all:*' completer _all_matches _complete
zstyle ':completion:insert-all:*' insert true
${show}
`,
  )
})

/** How a shell is started, and what is typed to complete, and to put in everything that could follow. */
interface Shell {
  readonly program: readonly string[]
  readonly complete: string
  readonly insertAll: string
}

const SHELLS: Readonly<Record<'bash' | 'zsh', Shell>> = {
  bash: {
    program: ['bash', '--noprofile', '--rcfile', join(scratch, 'bashrc'), '-i'],
    complete: '\t',
    insertAll: '\x1b*',
  },
  zsh: { program: ['zsh', '-d', '-i'], complete: '\t', insertAll: '\x18*' },
}

/** The arguments of each line, once the shell has completed it. */
function typed({ program }: Shell, lines: readonly string[], ZDOTDIR = scratch): readonly (readonly string[])[] {
  const env = { PATH: process.env['PATH'], HOME: scratch, ZDOTDIR, TERM: 'xterm', LC_ALL: 'C.UTF-8' }
  const keys = [...lines.map((line) => `virt-lifecycle ${line}\n`), 'exit\n']
  const request = JSON.stringify({ program, cwd, env, ready: 'ready$ ', done: '<<done>>', keys })
  const { stdout, stderr } = spawnSync(PYTHON, [resolve('test/peers/type-keys.py')], {
    input: request,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  const shown = [...stdout.matchAll(/^((?:<<[^\n]*>>)?)<<done>>/gm)].map(([, words = '']) => words)
  expect({ stdout, shown: shown.length }).toEqual({ stdout, shown: lines.length })
  return shown.map((words) => words.slice(2, -2).split('>><<'))
}

describeWithPeer(['bash', 'zsh', 'python'], 'what shells complete', () => {
  test.each(Object.entries(SHELLS))('%s', (name, shell) => {
    const { complete: tab, insertAll: all } = shell
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [`val${tab}`, ['validate']],
      [all, ['convert', 'validate', 'explain', 'guests', 'lsp', 'schema', 'formats', 'completion', 'help']],
      [`guests ${all}`, ['guests', 'plan', 'status', 'stop', 'start', 'install', 'uninstall', 'help']],
      [`guests plan ${all}`, ['guests', 'plan', 'stop', 'start']],
      [`completion ${all}`, ['completion', 'bash', 'zsh', 'fish', 'powershell']],
      [`help gue${tab}`, ['help', 'guests']],
      [`convert --pla${tab}`, ['convert', '--placement']],
      [`convert --placement ${all}`, ['convert', '--placement', 'element', 'metadata', 'both']],
      [`convert --placement=m${tab}`, ['convert', '--placement=metadata']],
      [`convert --to json --from vm${tab}`, ['convert', '--to', 'json', '--from', 'vm-config']],
      [`validate --format sa${tab}pl${tab}`, ['validate', '--format', 'sarif', 'plain.xml']],
      [`validate --engine=libxmlj${tab}`, ['validate', '--engine=libxmljs2']],
      [`validate --output sar${tab}pl${tab}`, ['validate', '--output', 'sarif=plain.xml']],
      [`validate --schema emb${tab}`, ['validate', '--schema', 'embedded']],
      [`validate --schema pl${tab}`, ['validate', '--schema', 'plain.xml']],
      [`validate --require hoststop -- pl${tab}`, ['validate', '--require', 'hoststop', '--', 'plain.xml']],
      [
        `guests stop --on-timeout d${tab}--default-stop sh${tab}`,
        ['guests', 'stop', '--on-timeout', 'destroy', '--default-stop', 'shutdown'],
      ],
      [`schema conf${tab}`, ['schema', 'config']],
      // Not what is completed, but what was typed before.
      [
        `convert --map 'web 01=it"s' '$(touch ran)' --to cs${tab}`,
        ['convert', '--map', 'web 01=it"s', '$(touch ran)', '--to', 'csv'],
      ],
      // Names of files.
      [`explain pl${tab}`, ['explain', 'plain.xml']],
      [`explain my${tab}`, ['explain', 'my vm.xml']],
      [`explain "my${tab}`, ['explain', 'my vm.xml']],
      [`explain it${tab}`, ['explain', "it's.xml"]],
      [`explain ${name === 'zsh' ? '\\' : "'"}$${tab}`, ['explain', '$(touch ran).xml']],
      [`explain 'a;${tab}`, ['explain', 'a;touch ran;.xml']],
      [`explain '\`${tab}`, ['explain', '`touch ran`.xml']],
      [`convert --into pl${tab}`, ['convert', '--into', 'plain.xml']],
      [`guests stop --record a${tab}x`, ['guests', 'stop', '--record', 'a folder/x']],
      // Nothing to complete: neither files nor anything else.
      [`guests stop --timeout pl${tab}`, ['guests', 'stop', '--timeout', 'pl']],
      [`formats pl${tab}`, ['formats', 'pl']],
      [`guests plan stop pl${tab}`, ['guests', 'plan', 'stop', 'pl']],
    ]
    const results = typed(
      shell,
      cases.map(([line]) => line),
    )
    const sorted = (words: readonly string[]): readonly string[] => [...words].sort()
    expect(cases.map(([line], i) => [line, sorted(results[i] ?? [])])).toEqual(
      cases.map(([line, words]) => [line, sorted(words)]),
    )
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
  })

  test('bash, where "=" does not end a word, and with options that break careless scripts', () => {
    const rc = join(scratch, 'strict')
    const strict = "COMP_WORDBREAKS=' '\nIFS=x\nset -o nounset -o noglob\n"
    writeFileSync(rc, `${readFileSync(join(scratch, 'bashrc'), 'utf8')}${strict}`)
    const tab = SHELLS.bash.complete
    const lines = [`validate --format=sa${tab}`, `validate --format sa${tab}`, `convert --into pl${tab}`]
    const program = ['bash', '--noprofile', '--rcfile', rc, '-i']
    expect(typed({ ...SHELLS.bash, program }, lines)).toEqual([
      ['validate', '--format=sarif'],
      ['validate', '--format', 'sarif'],
      ['convert', '--into', 'plain.xml'],
    ])
  })

  test('zsh, from a file that it finds itself', () => {
    const functions = join(scratch, 'functions')
    mkdirSync(functions)
    cpSync(join(scratch, 'zsh'), join(functions, '_virt-lifecycle'))
    const own = join(scratch, 'own')
    mkdirSync(own)
    const rc = readFileSync(join(scratch, '.zshrc'), 'utf8').replace(/^source .*$/m, '')
    writeFileSync(join(own, '.zshrc'), `fpath=(${functions} $fpath)\n${rc}`)
    const lines = [`val${SHELLS.zsh.complete}`, `guests pl${SHELLS.zsh.complete}sta${SHELLS.zsh.complete}`]
    expect(typed(SHELLS.zsh, lines, own)).toEqual([['validate'], ['guests', 'plan', 'start']])
  })
})

describeWithPeer(['fish'], 'what fish completes', () => {
  const offers: readonly (readonly [string, readonly string[]])[] = [
    ['', ['completion', 'convert', 'explain', 'formats', 'guests', 'help', 'lsp', 'schema', 'validate']],
    ['guests p', ['plan']],
    ['guests plan st', ['start', 'stop']],
    ['convert --pla', ['--placement']],
    ['convert --placement ', ['both', 'element', 'metadata']],
    ['convert --placement=m', ['--placement=metadata']],
    [`convert --map 'web 01=it"s' '$(touch ran)' --to cs`, ['csv']],
    ['validate --format sa', ['sarif']],
    ['validate --output sari', ['sarif=']],
    ['validate --output sarif=pl', ['sarif=plain.xml']],
    ['validate --schema em', ['embedded']],
    ['validate --schema pl', ['plain.xml']],
    ['explain my', ['my vm.xml']],
    [`explain '$(to`, ['$(touch ran).xml']],
    ['convert --into pl', ['plain.xml']],
    ['guests stop --record a', ['a folder/']],
    ['guests stop --timeout pl', []],
    ['formats pl', []],
    ['schema conf', ['config']],
  ]
  test.each(offers)('virt-lifecycle %s', (line, offered) => {
    const script = `source ${join(scratch, 'fish')}; complete -C $argv[1]`
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script, `virt-lifecycle ${line}`], {
      cwd,
      env: { ...process.env, HOME: scratch, LC_ALL: 'C.UTF-8' },
      encoding: 'utf8',
    })
    const words = stdout.split('\n').filter(Boolean)
    expect({ stderr, words: words.map((word) => word.replace(/\t.*/, '')) }).toEqual({ stderr: '', words: offered })
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
  })
})
