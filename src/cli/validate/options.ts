import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { REPORT_FORMAT_NAMES } from '../../report/formats.js'
import { ENGINE_NAMES, REQUIREMENTS, type Requirement } from '../../validate/index.js'
import { PLACEMENTS } from '../../xml/index.js'
import type { ReportChoice } from './choose-reports.js'
import { CONFIG_NAME } from './config-file.js'

/** Add the options of `validate`; `ValidateOptions` is what they become. */
export function addOptions(command: Command): Command {
  command
    .optionsGroup('Which files:')
    .option('--files-from <file>', 'a list of paths, one a line or with NUL between them; "-" is standard input')
    .option('--exclude <pattern>', 'leave out files, by a pattern as in a .gitignore; can be repeated', collect)
    .option('--git', "leave out what the repository's .gitignore files name")
    .option('--skip-other', 'pass over XML documents that are no domains')
    .option('--allow-empty', 'it is no error if there is nothing to validate')
    .optionsGroup('What is checked:')
    .option(
      '--schema <schema>',
      '"auto" (the installed libvirt\'s, else embedded; the default), "embedded" (only the lifecycle elements), a directory with libvirt\'s schemas, or a .rng file',
    )
    .addOption(
      new Option('--engine <name>', 'what checks the schema; "builtin" if not given').choices([...ENGINE_NAMES]),
    )
    .option('--no-cache', 'neither use nor keep what is known of the schema from other runs')
    .option('--strict', 'warnings are errors')
    .option('--max-warnings <number>', 'fail if there are more warnings', parseCount)
    .option('--require <elements>', `what each domain must say: ${REQUIREMENTS.join(',')}`, parseRequirements)
    .addOption(
      new Option('--placement <where>', 'where a lifecycle must stand, if a domain has one').choices([...PLACEMENTS]),
    )
    .option('--baseline <file>', 'accept the findings in this file; only new ones count')
    .option('--update-baseline', 'with --baseline: accept what is found now')
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how findings are printed; "text" if not given').choices(REPORT_FORMAT_NAMES),
    )
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('-o, --output <format=file>', 'write a report into a file as well; can be repeated', collectOutput)
    .addOption(new Option('--fix', 'mend what has one right answer, in the files').conflicts('fixDryRun'))
    .addOption(
      new Option('--fix-dry-run', 'print as a patch what --fix would do; findings go to standard error').conflicts(
        'format',
      ),
    )
    .option('--expand-shorthand', 'with --fix: write the pair that stop-and-restart-on-next-boot stands for')
    .optionsGroup('How:')
    .option('--jobs <number>', 'how many processes check files; 1, with libxml2 one a core, if not given', parseJobs)
    .option('--config <file>', `the configuration; else ${CONFIG_NAME} is looked for here and in the directories above`)
    .option('--no-config', 'look for no configuration')
  for (const name of ['git', 'skip-other', 'allow-empty', 'strict', 'baseline']) {
    command.addOption(new Option(`--no-${name}`, `what a configuration says of "${name}" does not count`).hideHelp())
  }
  return command
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value]
}

function collectOutput(value: string, previous: readonly ReportChoice[] | undefined): readonly ReportChoice[] {
  const at = value.indexOf('=')
  const [name, file] = [value.slice(0, at), value.slice(at + 1)]
  const format = REPORT_FORMAT_NAMES.find((known) => known === name)
  if (at < 1 || file === '' || format === undefined) {
    throw new InvalidArgumentError(`It is FORMAT=FILE; the formats are: ${REPORT_FORMAT_NAMES.join(', ')}.`)
  }
  if (previous?.some(({ to }) => typeof to === 'object' && resolve(to.file) === resolve(file))) {
    throw new InvalidArgumentError('This file is named twice.')
  }
  return [...(previous ?? []), { format, to: { file } }]
}

function parseCount(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 0.')
}

function parseJobs(text: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 1.')
}

function parseRequirements(text: string): readonly Requirement[] {
  return text.split(',').map((word) => {
    const requirement = REQUIREMENTS.find((name) => name === word.trim())
    if (requirement === undefined) throw new InvalidArgumentError(`Known are: ${REQUIREMENTS.join(', ')}.`)
    return requirement
  })
}
