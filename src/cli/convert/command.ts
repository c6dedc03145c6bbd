import { Option } from 'commander'
import { PLACEMENTS } from '../../domain/index.js'
import { FORMATS } from '../../translate/index.js'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import { LIBVIRT } from '../libvirt/uri.js'
import { exclude, followLinks, INPUTS, withLimits } from '../options/limits.js'
import { from, hyperv, onReserved } from '../options/machines.js'
import { convertDocuments } from './documents.js'
import { convertInto } from './into.js'
import { convertLines, goesByLines } from './lines.js'
import { addIntoOptions, type ConvertOptions, chooseConversion } from './options.js'

/** The formats that can be written, by their names. */
const WRITTEN = FORMATS.filter(({ write }) => write !== undefined).map(({ id }) => id)

/** The command's arguments and options, and what it runs: one of its three ways of working. */
export const describe: Describe = (command, io, end) => {
  command
    .description('Translate the lifecycle of machines between domain XML and the forms that Hyper-V reads and writes.')
    .argument('[input...]', INPUTS)
    .addOption(new Option('--to <format>', 'the format to write').choices(WRITTEN))
    .addOption(from(LIBVIRT))
    .option('-o, --output <path>', 'a file; for domain, cim-xml and wsman also a directory: one file per machine')
    .addOption(exclude())
    .addOption(followLinks('--into and --output'))
  addIntoOptions(command)
    .addOption(
      new Option(
        '--placement <where>',
        'where to write the elements in domain XML; "element" by default, with --into where the domain has its own',
      ).choices([...PLACEMENTS]),
    )
    .addOption(onReserved())
    .addOption(hyperv('to assume if an input names none, and to write'))
    .option('--connect <uri>', 'with --to virsh: the libvirt the script is for, as for virsh --connect')
    .option('--fence', 'with --to powershell: keep the machines from starting on the host that they have left')
    .option('--ndjson', 'newline-delimited JSON, in and out: one document per line, processed one at a time')
  withLimits(
    command,
    `
Examples:
  $ virt-lifecycle convert hyperv.json --to domain --output domains/
  $ virt-lifecycle convert hyperv.json --into domains/ --diff
  $ virt-lifecycle convert hyperv.json --into libvirt:qemu:///system --map renamed.csv --report report.csv --write
  $ virt-lifecycle convert --from libvirt qemu:///system --to powershell
  $ virt-lifecycle convert web01.xml --to cim-json
  $ virt-lifecycle convert 'hosts/*/*.xml' --exclude templates/ --to powershell --output apply.ps1
  $ virt-lifecycle convert hyperv.json --to virsh --connect qemu:///system --output apply.sh
  $ virt-lifecycle convert server2008.json --hyperv v1 --to domain --output domains/
  $ virt-lifecycle convert all-hosts.ndjson --ndjson --to domain --output domains/
  $ virsh dumpxml web01 | virt-lifecycle convert --to domain --placement metadata`,
  ).action(async (inputs: string[], options: ConvertOptions) => {
    const chosen = chooseConversion(options, command)
    const terminal = new Terminal(io)
    if (options.from !== LIBVIRT) terminal.announceStandardInput(inputs)
    if ('into' in chosen) end(await convertInto(terminal, inputs, chosen))
    else end(await (goesByLines(chosen) ? convertLines : convertDocuments)(terminal, inputs, chosen))
  })
}
