import { type Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_MAX_DEPTH } from '../../xml/index.js'

/** Largest document read unless told otherwise: 64 MiB. */
export const DEFAULT_MAX_SIZE = 64 * 1024 * 1024

/** What commands say of the inputs they take. */
export const INPUTS = 'files, directories with *.xml, or glob patterns; standard input if "-" or omitted'

/** The option that leaves out files. */
export function exclude(): Option {
  return new Option(
    '--exclude <pattern>',
    'leave out files that match a .gitignore pattern; can be repeated',
  ).argParser(collect)
}

/**
 * The option that lets links lead out of a directory.
 *
 * @param writing the options that write into one
 */
export function followLinks(writing: string): Option {
  return new Option(
    '--follow-links',
    `with ${writing}: also write to files outside the directory, through symbolic links in it`,
  )
}

/** The values of an option that can be repeated. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value]
}

/** Add the options that limit documents, and the examples below them. */
export function withLimits(command: Command, examples: string): Command {
  return command
    .addOption(
      new Option('--max-size <bytes>', 'largest document; K, M or G may follow the number')
        .default(DEFAULT_MAX_SIZE, '64M')
        .argParser(parseSize),
    )
    .addOption(
      new Option('--max-depth <levels>', 'deepest nesting')
        .default(DEFAULT_MAX_DEPTH)
        .argParser(integer(1, HIGHEST_MAX_DEPTH)),
    )
    .addHelpText('after', examples)
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

function parseSize(text: string): number {
  const [, digits, unit = ''] = /^([0-9]{1,12})([KMG]?)$/i.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('Expected a number of bytes, such as 1000000, 500K or 64M.')
  return Number(digits) * (FACTORS[unit.toUpperCase()] ?? 1)
}

/** Deeper than any document with a meaning; some of the work on a document grows with its depth. */
const HIGHEST_MAX_DEPTH = 10_000

/** Reads an integer, written in decimal digits alone. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^(?:0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`)
  }
}
