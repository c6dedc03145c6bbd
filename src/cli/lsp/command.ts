import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import { serve } from './serve.js'

/** The command's options, and what it runs. */
export const describe: Describe = (command, io, end) => {
  command
    .description(
      "Serve an editor over standard input and output: what validate finds, its fixes, and what libvirt's schemas allow at the cursor.",
    )
    .option('--stdio', 'the only way to connect, so it need not be given; many editors give it')
    .addHelpText(
      'after',
      `
It reads the configuration file that validate reads, in each folder that the editor has opened.

Examples:
  $ virt-lifecycle lsp --stdio`,
    )
    .action(async () => end(await serve(new Terminal(io))))
}
