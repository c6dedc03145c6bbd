import { allCommands, type CommandEntry } from './command-table.js'
import type { Completion } from './completions.js'

/**
 * The completion script for bash 3.2, which macOS has, and later. What is typed is only compared with the words of the
 * script, never evaluated; files are left to readline, which quotes their names as it does everywhere.
 */
export function bashScript(program: CommandEntry): string {
  const commands = allCommands(program)
  return `# Completion of virt-lifecycle for bash 3.2 and later, written by "virt-lifecycle completion bash".

# What follows a command: commands, options, those of them that take a value; and how many arguments, of what.
_virt_lifecycle_command() {
  commands='' options='' valued='' arguments=0 words='' paths=none
  case $1 in
${commands.map(commandCase).join('')}  esac
}

# What the value of an option is.
_virt_lifecycle_value() {
  words='' paths=none
  case $1 in
${commands.flatMap(valueCases).join('')}  esac
}

_virt_lifecycle() {
  local IFS=$' \\t\\n' rest=\${COMP_LINE:0:COMP_POINT} part index typed=()
  # readline also ends words at "=" and ":"; they go on here unless a blank follows.
  for ((index = 0; index <= COMP_CWORD; index++)); do
    part=\${COMP_WORDS[index]}
    if [[ $index -eq 0 || $rest == [[:blank:]]* ]]; then
      rest=\${rest#"\${rest%%[![:blank:]]*}"}
      typed+=('')
    fi
    if [[ $index -eq $COMP_CWORD ]]; then part=$rest; fi
    typed[\${#typed[@]} - 1]+=$part
    rest=\${rest#"$part"}
  done

  local last=$((\${#typed[@]} - 1)) path='' option='' ended='' given=0 before='' word
  local commands options valued arguments words paths
  local current=\${typed[last]}
  COMPREPLY=()
  # The name of a file follows, which is the shell's matter.
  if [[ $last -gt 0 && \${typed[last - 1]} == *[\\<\\>] ]]; then return; fi
  _virt_lifecycle_command ''
  for ((index = 1; index < last; index++)); do
    word=\${typed[index]}
    if [[ -n $option ]]; then
      option=''
    elif [[ -z $ended && $word == -- ]]; then
      ended=yes
    elif [[ -z $ended && $word == -* ]]; then
      if [[ " $valued " == *" $word "* ]]; then option=$word; fi
    elif [[ " $commands " == *" $word "* ]]; then
      path=\${path:+$path }$word
      _virt_lifecycle_command "$path"
    else
      given=$((given + 1))
    fi
  done

  if [[ -n $option ]]; then
    _virt_lifecycle_value "$path $option"
  elif [[ -z $ended && $current == --*=* ]]; then
    _virt_lifecycle_value "$path \${current%%=*}"
    # What readline replaces begins after "=", unless the user has taken it from where words end.
    if [[ $COMP_WORDBREAKS != *=* ]]; then before=\${current%%=*}=; fi
    current=\${current#*=}
  elif [[ -z $ended && $current == -* ]]; then
    words=$options paths=none
  elif [[ -n $commands ]]; then
    words=$commands paths=none
  elif [[ $given -ge $arguments ]]; then
    words='' paths=none
  fi
  for word in $words; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$before$word"); fi
  done
  # bash 3.2 has no compopt: it offers files where nothing fits, and puts a blank behind "=".
  if ! type compopt >/dev/null 2>&1; then return; fi
  case $paths in
  none) compopt +o default ;;
  directories) compopt +o default -o dirnames ;;
  esac
  case \${COMPREPLY[0]-} in
  *=) compopt -o nospace ;;
  esac
}

complete -o default -F _virt_lifecycle virt-lifecycle
`
}

/** Words that need no quotes, between quotes as a list. */
function list(words: readonly string[]): string {
  return `'${words.join(' ')}'`
}

function commandCase({ path, commands, options, arguments: args }: CommandEntry): string {
  const [first] = args
  const valued = options.filter(({ completion }) => completion !== undefined)
  const settings = [
    commands.length > 0 && `commands=${list(commands.map(({ name }) => name))}`,
    `options=${list(options.flatMap(({ flags }) => flags))}`,
    valued.length > 0 && `valued=${list(valued.flatMap(({ flags }) => flags))}`,
    first !== undefined && `arguments=${first.isVariadic ? 1000000 : args.length} ${settingsOf(first.completion)}`,
  ]
  return `  '${path}') ${settings.filter(Boolean).join(' ')} ;;\n`
}

function valueCases({ path, options }: CommandEntry): readonly string[] {
  return options.flatMap(({ flags, completion }) => {
    if (completion === undefined || (completion.words.length === 0 && completion.paths === 'none')) return []
    return [`  ${flags.map((flag) => `'${path} ${flag}'`).join(' | ')}) ${settingsOf(completion)} ;;\n`]
  })
}

function settingsOf({ words, paths }: Completion): string {
  return `words=${list(words)} paths=${paths}`
}
