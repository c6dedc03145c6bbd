import { type Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_MAX_FINDINGS } from '../../diagnostics/index.js'
import { PLACEMENTS, REQUIREMENTS, type Requirement } from '../../domain/index.js'
import { REPORT_FORMAT_NAMES } from '../../report/formats.js'
import { ENGINE_NAMES } from '../../validate/index.js'
import { exclude, followLinks, integer } from '../options/limits.js'
import type { ReportChoice } from './choose-reports.js'
import { CONFIG_NAME } from './config-file.js'

/** Switches that a configuration may set, so a call must be able to take them back. */
const SWITCHES = ['git', 'skip-non-domains', 'fragment', 'allow-empty', 'strict', 'baseline'] as const

/** Add the options of `validate`; `ValidateOptions` is what they become. */
export function addOptions(command: Command): Command {
  command
    .optionsGroup('Which files:')
    .option('--files-from <file>', 'read paths from a file, one per line or separated by NUL; "-" is standard input')
    .addOption(exclude())
    .option('--git', "leave out what the repository's .gitignore files name")
    .option('--skip-non-domains', 'skip XML documents that are not domains')
    .option('--allow-empty', 'succeed even if there is nothing to validate')
    .optionsGroup('What is checked:')
    .option(
      '--schema <schema>',
      '"auto" (the default: the installed libvirt\'s, else embedded), "embedded" (only the lifecycle elements), a directory with libvirt\'s schemas, or a .rng file',
    )
    .option('--fragment', 'check a device, such as <disk>, by itself, as "virsh attach-device" takes it')
    .addOption(new Option('--engine <name>', 'what checks the schema; "builtin" by default').choices([...ENGINE_NAMES]))
    .option('--no-cache', 'neither use nor keep what earlier runs learned about the schema')
    .option('--strict', 'treat warnings as errors')
    .option('--max-warnings <number>', 'fail if there are more warnings than this', parseCount)
    .addOption(
      new Option('--max-findings <number>', 'how many findings of one document are listed')
        .default(DEFAULT_MAX_FINDINGS)
        .argParser(integer(1, 999_999_999)),
    )
    .option('--require <elements>', `what each domain must state: ${REQUIREMENTS.join(',')}`, parseRequirements)
    .addOption(
      new Option('--placement <where>', 'where the lifecycle elements must be, if there are any').choices([
        ...PLACEMENTS,
      ]),
    )
    .option('--baseline <file>', 'accept the findings in this file; only new ones count')
    .option('--update-baseline', 'with --baseline: accept all current findings')
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'how to print findings; "text" by default').choices(REPORT_FORMAT_NAMES))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('-o, --output <format=file>', 'also write a report to a file; can be repeated', collectOutput)
    .option(
      '-q, --quiet',
      'print errors only: no warnings, notes or summary; files written with --output have everything',
    )
    .option('--color', 'colour text, even if it is not printed on a terminal')
    .option('--no-color', 'print text without colour, even on a terminal')
    .addOption(new Option('--fix', 'fix unambiguous mistakes in the files').conflicts('fixDryRun'))
    .addOption(
      new Option('--fix-dry-run', 'print what --fix would do as a patch; findings go to standard error').conflicts(
        'format',
      ),
    )
    .addOption(followLinks('--fix'))
    .option('--expand-shorthand', 'with --fix: replace stop-and-restart-on-next-boot with the pair it stands for')
    .addOption(
      new Option(
        '--list-rules',
        'print the codes of findings, with their severity, and validate nothing; also with --json',
      ),
    )
    .optionsGroup('How:')
    .option('--fail-fast', 'stop after the first file with an error')
    .option(
      '--jobs <number>',
      'how many processes check files; 1 by default, with libxmljs2 one per processor',
      integer(1, 999),
    )
    .option('--config <file>', `the configuration; by default ${CONFIG_NAME} here or in a directory above`)
    .option('--no-config', 'use no configuration')
  for (const name of SWITCHES) {
    command.addOption(new Option(`--no-${name}`, `ignore "${name}" in the configuration`).hideHelp())
  }
  // The former name of --skip-non-domains.
  for (const flag of ['--skip-other', '--no-skip-other']) command.addOption(new Option(flag).hideHelp())
  return command
}

function collectOutput(value: string, previous: readonly ReportChoice[] | undefined): readonly ReportChoice[] {
  const at = value.indexOf('=')
  const [name, file] = [value.slice(0, at), value.slice(at + 1)]
  const format = REPORT_FORMAT_NAMES.find((known) => known === name)
  if (at < 1 || file === '' || format === undefined) {
    throw new InvalidArgumentError(`Expected FORMAT=FILE, with one of the formats ${REPORT_FORMAT_NAMES.join(', ')}.`)
  }
  return [...(previous ?? []), { format, to: { file } }]
}

function parseCount(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected an integer of at least 0.')
}

function parseRequirements(text: string): readonly Requirement[] {
  return text.split(',').map((word) => {
    const requirement = REQUIREMENTS.find((name) => name === word.trim())
    if (requirement === undefined) throw new InvalidArgumentError(`Allowed are: ${REQUIREMENTS.join(', ')}.`)
    return requirement
  })
}
