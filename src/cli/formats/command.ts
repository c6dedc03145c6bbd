import { FORMATS } from '../../translate/index.js'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'

/** List the formats. */
function listFormats(terminal: Terminal, { json = false }: { readonly json?: boolean }): void {
  const rows = FORMATS.map(({ id, description, read, write }) => ({
    id,
    reads: read !== undefined,
    writes: write !== undefined,
    description,
  }))
  if (json) {
    terminal.result(`${JSON.stringify(rows, null, 2)}\n`)
    return
  }
  const line = (id: string, reads: string, writes: string, description: string): string =>
    `${id.padEnd(16)}${reads.padEnd(7)}${writes.padEnd(8)}${description}\n`
  const mark = (flag: boolean): string => (flag ? 'x' : '')
  terminal.result(
    line('FORMAT', 'READS', 'WRITES', 'WHAT IT IS') +
      rows.map(({ id, reads, writes, description }) => line(id, mark(reads), mark(writes), description)).join(''),
  )
}

/** The command's options, and what it runs. */
export const describe: Describe = (command, io, end) => {
  command
    .description('List the formats that can be read and written.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  $ virt-lifecycle formats')
    .action((options: { readonly json?: boolean }) => {
      listFormats(new Terminal(io), options)
      end(0)
    })
}
