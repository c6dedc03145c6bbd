import { FORMATS } from '../../translate/index.js'
import type { Describe } from '../command.js'
import type { ExitStatus } from '../exit-status.js'
import { printResult } from '../terminal.js'

/** List the formats. */
export function formatsCommand({ json = false }: { readonly json?: boolean }): ExitStatus {
  const rows = FORMATS.map(({ id, description, read, write }) => ({
    id,
    reads: read !== undefined,
    writes: write !== undefined,
    description,
  }))
  if (json) {
    printResult(`${JSON.stringify(rows, null, 2)}\n`)
    return 0
  }
  const line = (id: string, reads: string, writes: string, description: string): string =>
    `${id.padEnd(16)}${reads.padEnd(7)}${writes.padEnd(8)}${description}\n`
  const mark = (flag: boolean): string => (flag ? 'x' : '')
  printResult(
    line('FORMAT', 'READS', 'WRITES', 'WHAT IT IS') +
      rows.map(({ id, reads, writes, description }) => line(id, mark(reads), mark(writes), description)).join(''),
  )
  return 0
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, end) => {
  command
    .description('List the formats that are read and written.')
    .option('--json', 'the list as data')
    .addHelpText('after', '\nExamples:\n  $ virt-lifecycle formats')
    .action((options: { json?: boolean }) => end(formatsCommand(options)))
}
