import { type Command, Option } from 'commander'
import { DEFAULT_STOPS, ON_TIMEOUT, type StopOptions } from '../../guests/index.js'
import { DEFAULT_MAX_DEPTH } from '../../xml/index.js'
import { collect, integer } from '../options/limits.js'

/** Deepest nesting of a definition: libvirt's own have no more than about ten levels. */
export const MAX_DEPTH = DEFAULT_MAX_DEPTH

/** Options of every command about guests. */
export interface GuestOptions extends StopOptions {
  readonly uri?: readonly string[]
  readonly parallel: number
  readonly record: string
}

/** Options of `guests plan` and `guests status`. */
export interface ShowOptions extends GuestOptions {
  readonly json?: boolean
}

/** Options of `guests stop` and `guests start`. */
export interface RunOptions extends GuestOptions {
  readonly report?: string
  readonly force?: boolean
}

/** Options of `guests uninstall`. */
export interface UninstallOptions {
  readonly root?: string
  readonly dryRun?: boolean
  readonly force?: boolean
}

/** Options of `guests install`. */
export interface InstallOptions extends GuestOptions, UninstallOptions {}

/** Add the options about connections and the record. */
export function withConnections(command: Command, recordDirectory: string): Command {
  return command
    .option(
      '--uri <uri>',
      "the libvirt connection; can be repeated; virsh's default if omitted",
      collect as (value: string, previous: unknown) => unknown, // Commander's type does not know the first call.
    )
    .option('--record <dir>', 'where it is recorded which guests were active', recordDirectory)
}

/** Add the option about how much is done at the same time. */
export function withParallel(command: Command, processors: number): Command {
  return command.addOption(
    new Option('--parallel <count>', 'how many guests with the same order are dealt with at the same time')
      .default(processors, 'one per core')
      .argParser(integer(1, 10_000)),
  )
}

/** Add the options about how guests are stopped. */
export function withStopping(command: Command): Command {
  return command
    .addOption(
      new Option('--timeout <seconds>', 'how long a guest may take to shut down')
        .default(120)
        .argParser(integer(1, 86_400)),
    )
    .addOption(
      new Option('--save-timeout <seconds>', 'how long saving a guest may take')
        .default(600)
        .argParser(integer(1, 86_400)),
    )
    .addOption(
      new Option('--on-timeout <action>', 'what is done with a guest that has not shut down in time')
        .choices([...ON_TIMEOUT])
        .default('destroy'),
    )
    .addOption(
      new Option('--default-stop <action>', 'what is done with a guest without on_hoststop')
        .choices([...DEFAULT_STOPS])
        .default('leave'),
    )
}

/** Add the options of a command that acts. */
export function withReport(command: Command): Command {
  return command
    .option('--report <file>', 'write what became of each guest to this file, as JSON')
    .option('--force', 'go on if another service stops and starts the guests, or if the record is damaged')
}

/** Add the options of what changes the host. */
export function withInstalling(command: Command): Command {
  return command
    .option('--root <dir>', 'the host is below this directory, for an image; neither systemd nor libvirt is asked')
    .option('--dry-run', 'print what would be written or removed; nothing is changed')
}
