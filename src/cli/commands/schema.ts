import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Finding, quote, SourceText } from '../../diagnostics/index.js'
import { nearest } from '../../lifecycle/index.js'
import { bindToLibvirt, SCHEMAS } from '../../schemas/index.js'
import type { Describe } from '../command.js'
import type { ExitStatus } from '../exit-status.js'
import { printMessages } from '../findings.js'
import { kindOf } from '../kind-of.js'
import { printResult } from '../terminal.js'

/** Options of `schema`. */
export interface SchemaCommand {
  readonly libvirt?: string
  readonly json?: boolean
}

/** Print a schema, the list of schemas, or the extension bound to a libvirt's schemas. */
export async function schemaCommand(
  name: string | undefined,
  { libvirt, json = false }: SchemaCommand,
): Promise<ExitStatus> {
  if (libvirt !== undefined) return printBound(name, libvirt)
  if (name === undefined) {
    const rows = SCHEMAS.map(({ name, description }) => ({ name, description }))
    const width = Math.max(...rows.map((row) => row.name.length)) + 2
    const lines = rows.map((row) => `${row.name.padEnd(width)}${row.description}\n`)
    printResult(json ? `${JSON.stringify(rows, null, 2)}\n` : lines.join(''))
    return 0
  }
  const names = SCHEMAS.map((schema) => schema.name)
  const schema = SCHEMAS.find((candidate) => candidate.name === name)
  if (schema !== undefined) {
    printResult(schema.text)
    return 0
  }
  const meant = nearest(name, names)
  return fail({
    code: 'VL402',
    message: `there is no schema ${quote(name)}; there are: ${names.join(', ')}`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
  })
}

async function printBound(name: string | undefined, directory: string): Promise<ExitStatus> {
  if (name !== undefined && name !== 'libvirt-extension') {
    const message = `--libvirt binds the schema "libvirt-extension", not ${quote(name)}`
    return fail({ code: 'VL402', message, hint: 'leave out one of the two' })
  }
  const domain = join(directory, 'domain.rng')
  if ((await kindOf(domain)) !== 'file') {
    const message = `${quote(directory)} holds no domain.rng`
    const hint = "name libvirt's schema directory, such as /usr/share/libvirt/schemas"
    return fail({ code: 'VL402', message, hint })
  }
  printResult(bindToLibvirt(pathToFileURL(resolve(domain)).href))
  return 0
}

function fail(finding: Finding): ExitStatus {
  printMessages([new SourceText('schema', '').diagnostic(finding, 0)])
  return 2
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, end) => {
  command
    .description('Print a schema; without a name, list them.')
    .argument('[name]', 'the schema')
    .option('--libvirt <directory>', 'print the extension bound to the libvirt schemas in this directory')
    .option('--json', 'the list as data')
    .addHelpText(
      'after',
      `
Examples:
  $ virt-lifecycle schema
  $ virt-lifecycle schema domain-lifecycle > domain-lifecycle.rng
  $ virt-lifecycle schema --libvirt /usr/share/libvirt/schemas > domain.rng`,
    )
    .action(async (name: string | undefined, options: SchemaCommand) => end(await schemaCommand(name, options)))
}
