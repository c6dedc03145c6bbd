import { Option } from 'commander'
import { PLACEMENTS } from '../../xml/index.js'
import type { Describe } from '../command.js'
import { hyperv, onReserved, READ, WRITTEN } from '../hyperv-options.js'
import { addIntoOptions, type ConvertOptions, chooseConversion } from '../into-options.js'
import { INPUTS, withLimits } from '../options.js'
import { convertCommand } from './convert-documents.js'
import { convertLines, goesByLines } from './convert-lines.js'
import { intoCommand } from './into.js'

/** `convert`: which of its ways of working the options ask for, and their options. */
export const describe: Describe = (command, end) => {
  command
    .description('Translate the lifecycle of machines between domain XML and what Hyper-V gives and takes.')
    .argument('[input...]', INPUTS)
    .addOption(new Option('--to <format>', 'what to write').choices(WRITTEN))
    .addOption(new Option('--from <format>', 'what is read; found by the content if not given').choices(READ))
    .option(
      '-o, --output <path>',
      'a file; for domain, cim-xml and wsman also a directory, which gets a file a machine',
    )
  addIntoOptions(command)
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
    command,
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
    const chosen = chooseConversion(options, command)
    if ('into' in chosen) end(await intoCommand(inputs, chosen))
    else end(await (goesByLines(chosen) ? convertLines : convertCommand)(inputs, chosen))
  })
}
