import { Command, CommanderError } from 'commander'
import { VERSION } from '../schemas/index.js'
import type { Describe } from './command.js'
import { guardLog } from './console/log-guard.js'
import { Terminal } from './console/terminal.js'
import type { ExitStatus } from './exit-status.js'
import type { Io, OutputStream } from './io.js'

/** The command that is about all others, so that it needs all of them. */
const COMPLETION = 'completion'

/** The commands. What one needs is loaded when its name is among the arguments, for loading takes longer than most runs. */
const COMMANDS: readonly {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<{ readonly describe: Describe }>
}[] = [
  {
    name: 'convert',
    summary: 'translate between domain XML and Hyper-V',
    load: () => import('./convert/command.js'),
  },
  {
    name: 'validate',
    summary: 'check domain XML against the schema and the lifecycle rules',
    load: () => import('./validate/command.js'),
  },
  {
    name: 'explain',
    summary: 'say in words what happens to each machine',
    load: () => import('./explain/command.js'),
  },
  {
    name: 'guests',
    summary: "stop and start the guests of today's libvirt as their settings say",
    load: () => import('./guests/command.js'),
  },
  { name: 'lsp', summary: 'a language server for editors', load: () => import('./lsp/command.js') },
  { name: 'schema', summary: 'print a schema', load: () => import('./schema/command.js') },
  { name: 'formats', summary: 'list the formats', load: () => import('./formats/command.js') },
  {
    name: COMPLETION,
    summary: 'print a completion script for a shell',
    load: () => import('./completion/command.js'),
  },
]

/**
 * Run the program with the arguments after its name.
 *
 * @returns the exit status; a usage error is 2
 */
export async function run(args: readonly string[], given: Io): Promise<ExitStatus> {
  const { io, warning } = guardLog(given)
  try {
    return await runGuarded(args, io)
  } finally {
    const escaped = warning()
    if (escaped !== undefined) await new Terminal(io).diagnostics([escaped])
  }
}

async function runGuarded(args: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = 0
  try {
    const program = await build(args, io, (ended) => {
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

/** The program with all of its commands described, to look at. */
export function wholeProgram(io: Io): Promise<Command> {
  return build([COMPLETION], io, () => {})
}

async function build(args: readonly string[], io: Io, end: (status: ExitStatus) => void): Promise<Command> {
  const program = new Command('virt-lifecycle')
    .description('What happens to each virtual machine when its host stops and starts: libvirt domain XML and Hyper-V.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => widthOf(io.stdout),
      getErrHelpWidth: () => widthOf(io.stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(see --help)')
    .addHelpText(
      'after',
      `
Exit status: 0 success; 1 problems found in an input; 2 the program could not run.

Examples:
  $ virt-lifecycle convert hyperv.json --to domain --output domains/
  $ virt-lifecycle validate domains/
  $ virt-lifecycle explain domains/web01.xml`,
    )
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).summary(summary)
    if (args.includes(name) || args.includes(COMPLETION)) (await load()).describe(command, io, end)
  }
  return program
}

/** The width of help on a terminal; elsewhere commander's own. */
function widthOf({ isTTY, columns }: OutputStream): number {
  return (isTTY === true ? columns : undefined) ?? 80
}
