import { Option } from 'commander'
import { type Diagnostic, escapeControls } from '../../diagnostics/index.js'
import {
  type CimVersion,
  explain,
  explanationAsText,
  type FormatId,
  type Machine,
  type OnReserved,
  readMachines,
} from '../../translate/index.js'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { readInputs } from '../files/inputs.js'
import { exclude, INPUTS, withLimits } from '../options/limits.js'
import { from, hyperv, onReserved } from '../options/machines.js'
import { machineTable, summaryOf } from './table.js'

/** Options of `explain`. */
interface ExplainOptions {
  readonly from?: FormatId
  readonly exclude?: readonly string[]
  readonly json?: boolean
  readonly table?: boolean
  readonly onReserved: OnReserved
  readonly hyperv: CimVersion
  readonly maxSize: number
  readonly maxDepth: number
}

/** Say in words what happens to each machine. */
async function explainMachines(
  terminal: Terminal,
  paths: readonly string[],
  options: ExplainOptions,
): Promise<ExitStatus> {
  terminal.announceStandardInput(paths)
  const diagnostics: Diagnostic[] = []
  const explained: { readonly machine: Machine; readonly file: string }[] = []
  for await (const input of readInputs(terminal, paths, options)) {
    if ('diagnostic' in input) {
      diagnostics.push(input.diagnostic)
      continue
    }
    const reading = readMachines(input.document, { ...options, editable: false })
    for (const diagnostic of reading.diagnostics) diagnostics.push(diagnostic)
    for (const machine of reading.machines) explained.push({ machine, file: input.document.file })
  }
  if (options.json === true) {
    const machines = explained.map(({ machine, file }) => ({ file, ...explain(machine) }))
    terminal.result(`${JSON.stringify({ version: 1, machines }, null, 2)}\n`)
  } else if (options.table === true) {
    terminal.result(machineTable(explained.map(({ machine }) => machine)))
  } else {
    const texts = explained.map(({ machine, file }) => explanationAsText(explain(machine), labelOf(machine, file)))
    terminal.result(texts.join('\n'))
  }
  await terminal.diagnostics(diagnostics)
  if (options.json !== true && explained.length > 0) terminal.note(summaryOf(explained.map(({ machine }) => machine)))
  return exitStatus(diagnostics)
}

function labelOf({ name, uuid }: Machine, file: string): string {
  const uuidText = uuid === undefined ? '' : ` (${uuid})`
  return `${escapeControls(name ?? 'unnamed machine')}${uuidText} in ${escapeControls(file)}`
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, io, end) => {
  withLimits(
    command
      .description('Say what happens to each machine when its host stops and starts, and what libvirt cannot express.')
      .argument('[input...]', INPUTS)
      .addOption(from())
      .addOption(exclude())
      .addOption(onReserved())
      .addOption(hyperv('to assume if an input names none'))
      .addOption(new Option('--table', 'print one line per machine').conflicts('json'))
      .option('--json', 'print JSON'),
    `
Examples:
  $ virt-lifecycle explain web01.xml
  $ virt-lifecycle explain --table hyperv.json
  $ virt-lifecycle explain --json hyperv.json
  $ virt-lifecycle explain domains/ --exclude 'test-*.xml'`,
  ).action(async (inputs: string[], options: ExplainOptions) =>
    end(await explainMachines(new Terminal(io), inputs, options)),
  )
}
