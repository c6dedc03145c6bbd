import { type Command, Option } from 'commander'
import type { Placement } from '../../domain/index.js'
import type { CimVersion, FormatId, OnReserved } from '../../translate/index.js'
import { LIBVIRT, uriOf } from '../libvirt/uri.js'
import { collect } from '../options/limits.js'

/** What both ways of converting take. */
interface Common {
  readonly from?: FormatId
  /** Whether the inputs are URIs of a running libvirt. */
  readonly libvirt?: true
  /** Where the elements are written; `element` by default, with `--into` where the domain has its own. */
  readonly placement?: Placement
  readonly onReserved: OnReserved
  readonly hyperv: CimVersion
  readonly ndjson?: boolean
  readonly exclude?: readonly string[]
  /** Whether files are written through symbolic links that lead out of the directory that was named. */
  readonly followLinks?: boolean
  readonly maxSize: number
  readonly maxDepth: number
}

/** Translate into a format. */
export interface Translation extends Common {
  readonly to: FormatId
  readonly output?: string
  /** For `virsh`: the libvirt that the script is for. */
  readonly connect?: string
  /** For `powershell`: keep the machines from starting on the host that they have left. */
  readonly fence?: boolean
}

/** Put the settings into existing domains. */
export interface Merging extends Common {
  /** A domain's file, a directory with `*.xml`, a glob pattern, or `libvirt:` with the URI of a running libvirt. */
  readonly into: string
  /** Show what would change, or change it. */
  readonly how: 'diff' | 'write'
  /** With any error, nothing is written. */
  readonly allOrNothing: boolean
  /** Which machine is which domain: each OLD=NEW, or the name of a file with two columns. */
  readonly map?: readonly string[]
  /** The file that gets what became of each machine. */
  readonly report?: string
  /** Whether notes about single matches are printed too. */
  readonly verbose?: boolean
}

/** What the options of `convert` say: a translation into a format, or settings for existing domains. */
export type ConvertOptions = Omit<Translation, 'to' | 'from' | 'libvirt'> & {
  readonly from?: FormatId | typeof LIBVIRT
} & Partial<Pick<Translation, 'to'>> &
  Partial<Pick<Merging, 'into' | 'allOrNothing' | 'map' | 'report' | 'verbose'>> & {
    readonly diff?: true
    readonly write?: true
  }

/** Add the options of `convert --into`. */
export function addIntoOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--into <path>',
        'put the settings into existing domains: a file, a directory with *.xml, a glob pattern, or libvirt:URI for a running libvirt; settings absent from the input are left unchanged',
      ).conflicts(['to', 'output']),
    )
    .addOption(new Option('--diff', 'with --into: print the changes as a patch, write nothing').conflicts('write'))
    .option('--write', 'with --into: change the files, or the domains of the running libvirt')
    .option('--all-or-nothing', 'with --into: change nothing if there is any error')
    .addOption(
      new Option(
        '--map <map>',
        'with --into: which machine is which domain, as OLD=NEW (names or UUIDs) or a file with two columns; can be repeated',
      ).argParser(collect),
    )
    .option(
      '--report <file>',
      'with --into: write what became of each machine, as CSV if the name ends in .csv, else JSON',
    )
    .option('--verbose', 'with --into: print a note for each machine that was matched by name')
}

/**
 * What a call of `convert` asks for. Ends the command with a usage error if options are missing that commander cannot
 * ask for itself.
 */
export function chooseConversion(options: ConvertOptions, command: Command): Translation | Merging {
  const { to, into, from, diff, write, allOrNothing = false, map, report, verbose, ...shared } = options
  if (from === LIBVIRT && shared.ndjson === true) {
    command.error("error: option '--ndjson' cannot be used with '--from libvirt'")
  }
  const others = {
    ...shared,
    ...(from === undefined ? {} : from === LIBVIRT ? ({ libvirt: true } as const) : { from }),
  }
  if (into === undefined) {
    const alone = [
      diff && '--diff',
      write && '--write',
      allOrNothing && '--all-or-nothing',
      map && '--map',
      report !== undefined && '--report',
      verbose && '--verbose',
    ].find(Boolean)
    if (alone !== undefined) command.error(`error: option '${alone}' requires '--into <path>'`)
    if (to === undefined) command.error("error: required option '--to <format>' not specified (or '--into <path>')")
    if (others.connect !== undefined && to !== 'virsh') command.error("error: option '--connect' requires '--to virsh'")
    if (others.fence && to !== 'powershell') command.error("error: option '--fence' requires '--to powershell'")
    return { ...others, to }
  }
  if (others.connect !== undefined) command.error("error: option '--connect' requires '--to virsh'")
  if (others.fence) command.error("error: option '--fence' requires '--to powershell'")
  if (into === '-') command.error("error: '--into <path>' takes files or directories, not standard input")
  if (!diff && !write) {
    command.error("error: '--into <path>' requires '--diff' (print the changes) or '--write' (change the files)")
  }
  const { placement } = others
  if (uriOf(into) !== undefined && placement !== undefined && placement !== 'metadata') {
    command.error(
      `error: option '--placement ${placement}' cannot be used with '--into libvirt:', which keeps only the metadata`,
    )
  }
  return {
    ...others,
    into,
    allOrNothing,
    how: write ? 'write' : 'diff',
    ...(map === undefined ? {} : { map }),
    ...(report === undefined ? {} : { report }),
    ...(verbose === undefined ? {} : { verbose }),
  }
}
