import { type Command, Option } from 'commander'
import type { ConvertCommand } from './commands/convert-documents.js'
import type { IntoCommand } from './commands/into.js'

/** What the options of `convert` say: a translation into a format, or settings for existing domains. */
export type ConvertOptions = Omit<ConvertCommand, 'to'> &
  Partial<Pick<ConvertCommand, 'to'>> &
  Partial<Pick<IntoCommand, 'into' | 'allOrNothing'>> & { readonly diff?: true; readonly write?: true }

/** Add the options of `convert --into`. */
export function addIntoOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--into <path>',
        'put the settings into existing domains: a file, or a directory with *.xml; what a machine does not say stays as it is there',
      ).conflicts(['to', 'output']),
    )
    .addOption(
      new Option('--diff', 'with --into: print what would change as a patch, write nothing').conflicts('write'),
    )
    .option('--write', 'with --into: change the files')
    .option('--all-or-nothing', 'with --into: with any error, change nothing')
}

/**
 * What a call of `convert` asks for. Ends the command with a usage error where options are missing that commander
 * cannot ask for itself.
 */
export function chooseConversion(options: ConvertOptions, command: Command): ConvertCommand | IntoCommand {
  const { to, into, diff, write, allOrNothing = false, ...others } = options
  if (into === undefined) {
    const alone = [diff && '--diff', write && '--write', allOrNothing && '--all-or-nothing'].find(Boolean)
    if (alone !== undefined) command.error(`error: option '${alone}' needs '--into <path>'`)
    if (to === undefined) command.error("error: required option '--to <format>' not specified (or '--into <path>')")
    if (others.connect !== undefined && to !== 'virsh') command.error("error: option '--connect' needs '--to virsh'")
    return { ...others, to }
  }
  if (others.connect !== undefined) command.error("error: option '--connect' needs '--to virsh'")
  if (into === '-') command.error("error: '--into <path>' takes a file or a directory, not standard input")
  if (!diff && !write) {
    command.error("error: '--into <path>' needs '--diff' (print what would change) or '--write' (change the files)")
  }
  return { ...others, into, allOrNothing, how: write ? 'write' : 'diff' }
}
