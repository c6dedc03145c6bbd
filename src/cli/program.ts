import { Command, CommanderError } from 'commander'
import { VERSION } from '../schemas/index.js'
import type { Describe } from './command.js'
import type { ExitStatus } from './exit-status.js'

/** The commands. What one needs is loaded when its name is among the arguments, for loading takes longer than most runs. */
const COMMANDS: readonly {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<{ readonly describe: Describe }>
}[] = [
  {
    name: 'convert',
    summary: 'translate between domain XML and Hyper-V',
    load: () => import('./commands/convert.js'),
  },
  {
    name: 'validate',
    summary: 'check domain XML against the schema and the lifecycle rules',
    load: () => import('./commands/validate.js'),
  },
  {
    name: 'explain',
    summary: 'say in words what will happen to each machine',
    load: () => import('./commands/explain.js'),
  },
  { name: 'schema', summary: 'print a schema', load: () => import('./commands/schema.js') },
  { name: 'formats', summary: 'list the formats', load: () => import('./commands/formats.js') },
]

/**
 * Run the program with the arguments behind its name.
 *
 * @returns the exit status; a wrong call is 2
 */
export async function run(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = 0
  try {
    const program = await build(args, (ended) => {
      status = ended
    })
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    // Commander has printed its message; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  return status
}

async function build(args: readonly string[], end: (status: ExitStatus) => void): Promise<Command> {
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
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).summary(summary)
    if (args.includes(name)) (await load()).describe(command, end)
  }
  return program
}
