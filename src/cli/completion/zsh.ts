import { type ArgumentEntry, allCommands, type CommandEntry, type OptionEntry } from './command-table.js'
import type { Completion } from './completions.js'

/** The completion script for zsh: a function for each command, which tells _arguments what there is. */
export function zshScript(program: CommandEntry): string {
  return `#compdef virt-lifecycle
# Completion of virt-lifecycle for zsh, written by "virt-lifecycle completion zsh".

# Words, or files if none of them fits; after a word that ends in "=", files.
_virt-lifecycle-words-or-files() {
  if compset -P '*='; then
    _files
    return
  fi
  local -a words=("$@") ends=("\${(@M)@:#*=}")
  if (( $#ends )); then
    compadd -S '' -a ends
  else
    compadd -a words
    _files
  fi
}

${allCommands(program).toReversed().map(functionOf).join('\n')}
# As a file of the fpath it is called right away; where it is sourced, it is to be called later.
if [[ $funcstack[1] == _virt-lifecycle ]]; then
  _virt-lifecycle "$@"
else
  compdef _virt-lifecycle virt-lifecycle
fi
`
}

function nameOf(path: string): string {
  return ['_virt-lifecycle', ...path.split(' ').filter(Boolean)].join('-')
}

function functionOf({ path, options, arguments: args, commands }: CommandEntry): string {
  const specs = [...options.flatMap(optionSpecs), ...args.map(argumentSpec)]
  if (commands.length === 0) {
    return `${nameOf(path)}() {\n  _arguments -S ${specs.join(' \\\n    ')}\n}\n`
  }
  return `${nameOf(path)}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands=(
    ${commands.map(({ name, summary }) => quoted(`${name}:${escaped(summary)}`)).join('\n    ')}
  )
  _arguments -C ${[...specs, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')} && return
  case $state in
  command) _describe -t commands command commands ;;
  rest)
    case $words[1] in
    ${commands.map((below) => `${below.name}) ${nameOf(below.path)} ;;`).join('\n    ')}
    esac
    ;;
  esac
}
`
}

/** One for each way of writing the option. `*`: options may be repeated, as commander allows. */
function optionSpecs({ flags, description, value, completion }: OptionEntry): readonly string[] {
  const says = `[${escaped(description)}]`
  return flags.map((flag) => {
    if (value === undefined || completion === undefined) return quoted(`*${flag}${says}`)
    const sign = flag.startsWith('--') ? '=' : '+'
    return quoted(`*${flag}${sign}${says}:${escaped(bare(value))}:${actionOf(completion)}`)
  })
}

function argumentSpec({ usage, isVariadic, completion }: ArgumentEntry): string {
  return quoted(`${isVariadic ? '*' : ''}:${escaped(bare(usage))}:${actionOf(completion)}`)
}

/** The name of a value without its brackets. */
function bare(value: string): string {
  return value.replace(/[<>[\]]|\.\.\./g, '')
}

function actionOf({ words, paths }: Completion): string {
  if (words.length > 0) {
    return paths === 'none' ? `(${words.join(' ')})` : ` _virt-lifecycle-words-or-files ${words.join(' ')}`
  }
  return { files: '_files', directories: '_files -/', none: ' ' }[paths]
}

/** What _arguments and _describe take literally. */
function escaped(text: string): string {
  return text.replace(/[\\:[\]]/g, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
