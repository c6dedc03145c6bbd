import { Argument } from 'commander'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import { bashScript } from './bash.js'
import { type CommandEntry, commandTable } from './command-table.js'
import { fishScript } from './fish.js'
import { powershellScript } from './powershell.js'
import { zshScript } from './zsh.js'

/** The script for each shell; `help` and what follows below the options name them in this order. */
const SCRIPTS = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
} as const satisfies Record<string, (program: CommandEntry) => string>

type Shell = keyof typeof SCRIPTS

/** The command's argument, and what it runs. All other commands must have been described: their options are its matter. */
export const describe: Describe = (command, io, end) => {
  command
    .description('Print a script with which a shell completes commands, options, their values and file names.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      `
Put the script where the shell looks for it (docs/command-line.md), or load it in the file that each shell reads first.

Examples:
  $ virt-lifecycle completion bash > ~/.local/share/bash-completion/completions/virt-lifecycle
  $ virt-lifecycle completion zsh > ~/.zsh/completions/_virt-lifecycle
  $ virt-lifecycle completion fish > ~/.config/fish/completions/virt-lifecycle.fish
  > virt-lifecycle completion powershell | Out-String | Invoke-Expression`,
    )
    .action((shell: Shell) => {
      new Terminal(io).result(SCRIPTS[shell](commandTable(command.parent ?? command)))
      end(0)
    })
}
