import { Option } from 'commander'
import { type Diagnostic, escapeControls } from '../../diagnostics/index.js'
import { explain, explanationAsText } from '../../report/index.js'
import { type CimVersion, type FormatId, type Machine, type OnReserved, readMachines } from '../../translate/index.js'
import type { Describe } from '../command.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { printMessages } from '../findings.js'
import { hyperv, onReserved, READ } from '../hyperv-options.js'
import { readInputs } from '../inputs.js'
import { INPUTS, withLimits } from '../options.js'
import { announceStandardInput, printResult } from '../terminal.js'

/** Options of `explain`. */
export interface ExplainCommand {
  readonly from?: FormatId
  readonly json?: boolean
  readonly onReserved: OnReserved
  readonly hyperv: CimVersion
  readonly maxSize: number
  readonly maxDepth: number
}

/** Say in words what happens to each machine. */
export async function explainCommand(paths: readonly string[], options: ExplainCommand): Promise<ExitStatus> {
  announceStandardInput(paths)
  const diagnostics: Diagnostic[] = []
  const explained: { readonly machine: Machine; readonly file: string }[] = []
  for await (const input of readInputs(paths, options)) {
    if ('diagnostic' in input) {
      diagnostics.push(input.diagnostic)
      continue
    }
    const reading = readMachines(input.document, options)
    for (const diagnostic of reading.diagnostics) diagnostics.push(diagnostic)
    for (const machine of reading.machines) explained.push({ machine, file: input.document.file })
  }
  if (options.json === true) {
    const machines = explained.map(({ machine, file }) => ({ file, ...explain(machine) }))
    printResult(`${JSON.stringify({ version: 1, machines }, null, 2)}\n`)
  } else {
    const texts = explained.map(({ machine, file }) => explanationAsText(explain(machine), labelOf(machine, file)))
    printResult(texts.join('\n'))
  }
  printMessages(diagnostics)
  return exitStatus(diagnostics)
}

function labelOf({ name, uuid }: Machine, file: string): string {
  const uuidText = uuid === undefined ? '' : ` (${uuid})`
  return `${escapeControls(name ?? 'unnamed machine')}${uuidText} in ${escapeControls(file)}`
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, end) => {
  withLimits(
    command
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
}
