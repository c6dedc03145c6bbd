import { type Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_MAX_DEPTH } from '../xml/index.js'
import { DEFAULT_MAX_SIZE } from './inputs.js'

/** What commands say of the inputs they take. */
export const INPUTS = 'files, or directories with *.xml; "-" or none is standard input'

/** Add the options that limit documents, and the examples below them. */
export function withLimits(command: Command, examples: string): Command {
  return command
    .addOption(
      new Option('--max-size <bytes>', 'largest document; K, M and G may follow')
        .default(DEFAULT_MAX_SIZE, '64M')
        .argParser(parseSize),
    )
    .addOption(new Option('--max-depth <levels>', 'deepest nesting').default(DEFAULT_MAX_DEPTH).argParser(parseDepth))
    .addHelpText('after', examples)
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

function parseSize(text: string): number {
  const [, digits, unit = ''] = /^([0-9]{1,12})([KMG]?)$/i.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('It is a number of bytes, like 1000000, 500K or 64M.')
  return Number(digits) * (FACTORS[unit.toUpperCase()] ?? 1)
}

/** Deeper than any document with a meaning; some of the work on a document grows with its depth. */
const HIGHEST_MAX_DEPTH = 10_000

function parseDepth(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= HIGHEST_MAX_DEPTH) return Number(text)
  throw new InvalidArgumentError(`It is a whole number from 1 to ${HIGHEST_MAX_DEPTH}.`)
}
