import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { VERSION } from '../schemas/index.js'
import { CIM_VERSIONS, FORMATS } from '../translate/index.js'
import { ENGINE_NAMES } from '../validate/index.js'
import { DEFAULT_MAX_DEPTH, PLACEMENTS } from '../xml/index.js'
import { convertCommand } from './commands/convert.js'
import { convertLines, goesByLines } from './commands/convert-lines.js'
import { type ExplainCommand, explainCommand } from './commands/explain.js'
import { formatsCommand } from './commands/formats.js'
import { intoCommand } from './commands/into.js'
import { type SchemaCommand, schemaCommand } from './commands/schema.js'
import { type ValidateCommand, validateCommand } from './commands/validate.js'
import type { ExitStatus } from './exit-status.js'
import { DEFAULT_MAX_SIZE } from './inputs.js'
import { addIntoOptions, type ConvertOptions, chooseConversion } from './into-options.js'

/**
 * Run the program with the arguments behind its name.
 *
 * @returns the exit status; a wrong call is 2
 */
export async function run(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = 0
  const program = build((ended) => {
    status = ended
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    // Commander has printed its message; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  return status
}

const READ = FORMATS.filter(({ read }) => read !== undefined).map(({ id }) => id)
const WRITTEN = FORMATS.filter(({ write }) => write !== undefined).map(({ id }) => id)

const INPUTS = 'files, or directories with *.xml; "-" or none is standard input'

function build(end: (status: ExitStatus) => void): Command {
  const program = new Command('virt-lifecycle')
    .description('What happens to each virtual machine when its host stops and starts: libvirt domain XML and Hyper-V.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText(
      'after',
      `
Exit status: 0 all well; 1 something was found in an input; 2 it could not run.

Examples:
  $ virt-lifecycle convert hyperv.json --to domain --output domains/
  $ virt-lifecycle validate domains/
  $ virt-lifecycle explain domains/web01.xml`,
    )

  const convert = program
    .command('convert')
    .summary('translate between domain XML and Hyper-V')
    .description('Translate the lifecycle of machines between domain XML and what Hyper-V gives and takes.')
    .argument('[input...]', INPUTS)
    .addOption(new Option('--to <format>', 'what to write').choices(WRITTEN))
    .addOption(new Option('--from <format>', 'what is read; found by the content if not given').choices(READ))
    .option(
      '-o, --output <path>',
      'a file; for domain, cim-xml and wsman also a directory, which gets a file a machine',
    )
  addIntoOptions(convert)
    .addOption(
      new Option(
        '--placement <where>',
        'where the elements stand in domain XML; "element" if not given, with --into where the domain has its own',
      ).choices([...PLACEMENTS]),
    )
    .addOption(onReserved())
    .addOption(hyperv('read where an input states none, and written'))
    .option('--connect <uri>', 'with --to virsh: the libvirt that the script is for, as virsh --connect takes it')
    .option('--ndjson', 'newline-delimited JSON, in and out: a document a line, read and written one at a time')
  withLimits(
    convert,
    `
Examples:
  $ virt-lifecycle convert hyperv.json --to domain --output domains/
  $ virt-lifecycle convert hyperv.json --into domains/ --diff
  $ virt-lifecycle convert web01.xml --to cim-json
  $ virt-lifecycle convert domains/ --to powershell --output apply.ps1
  $ virt-lifecycle convert hyperv.json --to virsh --connect qemu:///system --output apply.sh
  $ virt-lifecycle convert server2008.json --hyperv v1 --to domain --output domains/
  $ virt-lifecycle convert all-hosts.ndjson --ndjson --to domain --output domains/
  $ virsh dumpxml web01 | virt-lifecycle convert --to domain --placement metadata`,
  ).action(async (inputs: string[], options: ConvertOptions) => {
    const chosen = chooseConversion(options, convert)
    if ('into' in chosen) end(await intoCommand(inputs, chosen))
    else end(await (goesByLines(chosen) ? convertLines : convertCommand)(inputs, chosen))
  })

  withLimits(
    program
      .command('validate')
      .summary('check domain XML against the schema and the lifecycle rules')
      .description("Check domain XML against libvirt's schema with the lifecycle extension, and the lifecycle rules.")
      .argument('[path...]', INPUTS)
      .option(
        '--schema <schema>',
        '"auto" (the installed libvirt\'s, else embedded), "embedded" (only the lifecycle elements), a directory with libvirt\'s schemas, or a .rng file',
        'auto',
      )
      .addOption(new Option('--engine <name>', 'what checks the schema').choices([...ENGINE_NAMES]).default('libxml2'))
      .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json']).default('text'))
      .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' })),
    `
Examples:
  $ virt-lifecycle validate domains/
  $ virt-lifecycle validate --schema embedded web01.xml
  $ virt-lifecycle validate --json domains/ > report.json`,
  ).action(async (paths: string[], options: ValidateCommand) => end(await validateCommand(paths, options)))

  withLimits(
    program
      .command('explain')
      .summary('say in words what will happen to each machine')
      .description('Say what happens to each machine when its host stops and starts, and what libvirt loses of it.')
      .argument('[input...]', INPUTS)
      .addOption(new Option('--from <format>', 'what is read; found by the content if not given').choices(READ))
      .addOption(onReserved())
      .addOption(hyperv('read where an input states none'))
      .option('--json', 'the same as data'),
    `
Examples:
  $ virt-lifecycle explain web01.xml
  $ virt-lifecycle explain --json hyperv.json`,
  ).action(async (inputs: string[], options: ExplainCommand) => end(await explainCommand(inputs, options)))

  program
    .command('schema')
    .summary('print a schema')
    .description('Print a schema; without a name, list them.')
    .argument('[name]', 'the schema')
    .option('--libvirt <directory>', 'print the extension bound to the libvirt schemas in this directory')
    .option('--json', 'the list as data')
    .addHelpText(
      'after',
      `
Examples:
  $ virt-lifecycle schema
  $ virt-lifecycle schema domain-lifecycle > domain-lifecycle.rng
  $ virt-lifecycle schema --libvirt /usr/share/libvirt/schemas > domain.rng`,
    )
    .action(async (name: string | undefined, options: SchemaCommand) => end(await schemaCommand(name, options)))

  program
    .command('formats')
    .summary('list the formats')
    .description('List the formats that are read and written.')
    .option('--json', 'the list as data')
    .addHelpText('after', '\nExamples:\n  $ virt-lifecycle formats')
    .action((options: { json?: boolean }) => end(formatsCommand(options)))

  return program
}

function onReserved(): Option {
  return new Option(
    '--on-reserved <what>',
    'a reserved Hyper-V value leaves out the machine ("error") or the property ("skip")',
  )
    .choices(['error', 'skip'])
    .default('error')
}

function hyperv(what: string): Option {
  return new Option('--hyperv <version>', `the class of CIM instances that is ${what}: v1 counts its actions from 0`)
    .choices([...CIM_VERSIONS])
    .default('v2')
}

function withLimits(command: Command, examples: string): Command {
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
