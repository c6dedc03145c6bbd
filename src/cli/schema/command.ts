import { resolve } from 'node:path'
import { type Finding, nearest, quote, SourceText } from '../../diagnostics/index.js'
import { libvirtSchema } from '../../node/libvirt-schema.js'
import { SCHEMAS } from '../../schemas/index.js'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import type { ExitStatus } from '../exit-status.js'
import { kindOf } from '../files/paths.js'

/** Options of `schema`. */
interface SchemaOptions {
  readonly libvirt?: string
  readonly json?: boolean
}

/** Print a schema, the list of schemas, or the extension bound to a libvirt's schemas. */
async function printSchema(
  terminal: Terminal,
  name: string | undefined,
  { libvirt, json = false }: SchemaOptions,
): Promise<ExitStatus> {
  if (libvirt !== undefined) return printBound(terminal, name, libvirt)
  if (name === undefined) {
    const rows = SCHEMAS.map(({ name, description }) => ({ name, description }))
    const width = rows.reduce((most, { name }) => Math.max(most, name.length), 0) + 2
    const lines = rows.map((row) => `${row.name.padEnd(width)}${row.description}\n`)
    terminal.result(json ? `${JSON.stringify(rows, null, 2)}\n` : lines.join(''))
    return 0
  }
  const names = SCHEMAS.map((schema) => schema.name)
  const schema = SCHEMAS.find((candidate) => candidate.name === name)
  if (schema !== undefined) {
    terminal.result(schema.text)
    return 0
  }
  const meant = nearest(name, names)
  return fail(terminal, {
    code: 'VL402',
    message: `unknown schema ${quote(name)}; available: ${names.join(', ')}`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
  })
}

async function printBound(terminal: Terminal, name: string | undefined, directory: string): Promise<ExitStatus> {
  if (name !== undefined && name !== 'libvirt-extension') {
    const message = `--libvirt binds the schema "libvirt-extension", not ${quote(name)}`
    return fail(terminal, { code: 'VL402', message, hint: 'omit the name or --libvirt' })
  }
  const domain = resolve(terminal.io.cwd, directory, 'domain.rng')
  if ((await kindOf(domain)) !== 'file') {
    const message = `${quote(directory)} does not contain domain.rng`
    const hint = "name libvirt's schema directory, such as /usr/share/libvirt/schemas"
    return fail(terminal, { code: 'VL402', message, hint })
  }
  const { source, url } = libvirtSchema(directory, terminal.io)
  if (url !== undefined) {
    const message = `the schemas in ${quote(directory)} define the lifecycle elements themselves`
    return fail(terminal, { code: 'VL402', message, hint: 'validate with their domain.rng as it is' })
  }
  terminal.result(source.text)
  return 0
}

async function fail(terminal: Terminal, finding: Finding): Promise<ExitStatus> {
  await terminal.diagnostics([new SourceText('schema', '').diagnostic(finding, 0)])
  return 2
}

/** The command's arguments and options, and what it runs. */
export const describe: Describe = (command, io, end) => {
  command
    .description('Print a schema; without a name, list them.')
    .argument('[name]', 'the schema')
    .option('--libvirt <directory>', 'print the extension bound to the libvirt schemas in this directory')
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ virt-lifecycle schema
  $ virt-lifecycle schema domain-lifecycle > domain-lifecycle.rng
  $ virt-lifecycle schema --libvirt /usr/share/libvirt/schemas > domain.rng`,
    )
    .action(async (name: string | undefined, options: SchemaOptions) =>
      end(await printSchema(new Terminal(io), name, options)),
    )
}
