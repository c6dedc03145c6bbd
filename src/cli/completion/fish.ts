import { allCommands, type CommandEntry, type OptionEntry } from './command-table.js'
import type { Completion } from './completions.js'

/** The completion script for fish: a line for each command, option and argument. */
export function fishScript(program: CommandEntry): string {
  const commands = allCommands(program)
  const groups = commands.filter((command) => command.commands.length > 0)
  return `# Completion of virt-lifecycle for fish, written by "virt-lifecycle completion fish".

# Whether the words before the cursor call the command that the arguments name.
function __virt_lifecycle_is
    set -l path
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and continue
        contains -- "$path" ${groups.map(({ path }) => quoted(path)).join(' ')}; or break
        set path $path $word
    end
    test "$path" = "$argv"
end

complete -c virt-lifecycle -e
${commands.map(linesOf).join('')}`
}

function linesOf({ path, commands, options, arguments: args }: CommandEntry): string {
  const start = `complete -c virt-lifecycle -n ${quoted(`__virt_lifecycle_is ${path}`.trim())}`
  const argument = args.map(({ completion }) => wordsOf(completion).replace(/ -r\b/, ''))
  return [
    ...commands.map(({ name, summary }) => `${start} -f -a ${quoted(name)} -d ${quoted(summary)}\n`),
    ...(argument.length === 0 && commands.length === 0 ? [`${start} -f\n`] : []),
    ...argument.filter((words) => words !== ' -F').map((words) => `${start}${words}\n`),
    ...options.map((option) => `${start}${optionOf(option)}\n`),
  ].join('')
}

function optionOf({ flags, description, completion }: OptionEntry): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`))
  return `${names.join('')}${completion === undefined ? '' : wordsOf(completion)} -d ${quoted(description)}`
}

/** `-r`: a value is required; `-f` and `-F`: without and with files. */
function wordsOf({ words, paths }: Completion): string {
  if (paths === 'directories') return ` -r -f -a '(__fish_complete_directories (commandline -ct))'`
  return ` -r${paths === 'none' ? ' -f' : ' -F'}${words.length === 0 ? '' : ` -a ${quoted(words.join(' '))}`}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
