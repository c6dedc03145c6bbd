import type { Argument, Command, Option } from 'commander'
import { type Completion, completionOf } from './completions.js'

/** An option of a command, as its help shows it. */
export interface OptionEntry {
  /** How it can be written: `-o`, `--output`. */
  readonly flags: readonly string[]
  /** Its value as the help names it, such as `<file>`; absent if it takes none. */
  readonly value?: string
  /** What a shell offers as its value; absent if it takes none. */
  readonly completion?: Completion
  readonly description: string
  /** The default as the help shows it. */
  readonly byDefault?: string
  /** The heading that it is below in the help. */
  readonly group: string
}

/** An argument of a command. */
export interface ArgumentEntry {
  /** As in the usage: `<what>`, `[input...]`. */
  readonly usage: string
  readonly description: string
  /** Whether it stands for any number of arguments. */
  readonly isVariadic: boolean
  readonly completion: Completion
}

/** A command, and the commands below it. */
export interface CommandEntry {
  /** The words that call it, after the program's name: empty, `guests`, `guests plan`. */
  readonly path: string
  /** The last of these words; the program's name at the top. */
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly arguments: readonly ArgumentEntry[]
  readonly options: readonly OptionEntry[]
  readonly commands: readonly CommandEntry[]
  /** What its help says last: examples, most of it. */
  readonly epilogue: string
}

/**
 * All that the help of a program says, as data: what completion scripts and the man page are made of.
 *
 * @param command the program, or a command of it; its commands must have been described
 */
export function commandTable(command: Command): CommandEntry {
  return entryOf(command, '', [])
}

function entryOf(command: Command, path: string, beside: readonly string[]): CommandEntry {
  const help = command.createHelp()
  const below = help.visibleCommands(command)
  const names = below.map((one) => one.name())
  const commands = below.map((one) => entryOf(one, `${path} ${one.name()}`.trim(), names))
  return {
    path,
    name: command.name(),
    summary: command.summary() || command.description(),
    description: command.description() || command.summary(),
    arguments: command.registeredArguments.map((argument) => argumentEntry(argument, beside)),
    options: help.visibleOptions(command).map(optionEntry),
    commands,
    epilogue: epilogueOf(command),
  }
}

/** A command and all below it, each before those below it. */
export function allCommands(entry: CommandEntry): readonly CommandEntry[] {
  return [entry, ...entry.commands.flatMap(allCommands)]
}

function optionEntry(option: Option): OptionEntry {
  const { short, long, flags, description, defaultValue, defaultValueDescription, argChoices } = option
  const value = /[<[].*/.exec(flags)?.[0]
  const byDefault = defaultValueDescription ?? (typeof defaultValue === 'boolean' ? undefined : defaultValue)
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    group: option.helpGroupHeading ?? 'Options:',
    ...(byDefault === undefined ? {} : { byDefault: String(byDefault) }),
    ...(value === undefined ? {} : { value, completion: completionOf(value, argChoices) }),
  }
}

/** @param beside the commands beside the one whose argument it is: "help" takes them */
function argumentEntry(argument: Argument, beside: readonly string[]): ArgumentEntry {
  const { required, variadic: isVariadic, description } = argument
  const inside = `${argument.name()}${isVariadic ? '...' : ''}`
  const usage = required ? `<${inside}>` : `[${inside}]`
  const choices = argument.name() === 'command' ? beside : argument.argChoices
  return { usage, description, isVariadic, completion: completionOf(usage, choices) }
}

/** What `addHelpText` has put after the options. */
function epilogueOf(command: Command): string {
  let text = ''
  const before = command.configureOutput()
  command.configureOutput({
    writeOut: (more) => {
      text += more
    },
  })
  command.outputHelp()
  command.configureOutput(before)
  return text.slice(command.helpInformation().length).trim()
}
