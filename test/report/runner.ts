/** A command that GitHub's runner sees in a line of output. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** The commands of the runner that a step can give it (GitHub: "Workflow commands for GitHub Actions"). */
const COMMANDS = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]

/**
 * The commands that GitHub's runner carries out of what a step prints, by its rules (actions/runner: ActionCommand and
 * ActionCommandManager): `::name properties::data` at the beginning of a line, behind white space; the older
 * `##[name properties]data` anywhere in it; and nothing between `::stop-commands::token` and `::token::`.
 */
export function workflowCommands(output: string): readonly WorkflowCommand[] {
  const commands: WorkflowCommand[] = []
  let token: string | undefined
  for (const line of output.split(/\r\n|\r|\n/)) {
    const known = token === undefined ? COMMANDS : [...COMMANDS, token]
    const command = newCommand(line, known) ?? oldCommand(line, known)
    if (command === undefined) continue
    if (token === undefined) commands.push(command)
    if (token === undefined && command.name === 'stop-commands') token = command.data.toLowerCase()
    else if (command.name === token) token = undefined
  }
  return commands
}

function newCommand(line: string, known: readonly string[]): WorkflowCommand | undefined {
  // What JavaScript and .NET call white space differs in two characters; either counts here.
  const text = line.replace(/^[\s\u0085]+/, '')
  const end = text.indexOf('::', 2)
  if (!text.startsWith('::') || end < 0) return undefined
  return command(text.slice(2, end), ',', unescapedProperty, unescapedData(text.slice(end + 2)), known)
}

function oldCommand(line: string, known: readonly string[]): WorkflowCommand | undefined {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  return command(line.slice(start + 3, end), ';', unescapedOld, unescapedOld(line.slice(end + 1)), known)
}

function command(
  info: string,
  separator: string,
  unescaped: (text: string) => string,
  data: string,
  known: readonly string[],
): WorkflowCommand | undefined {
  const [word = '', ...rest] = info.split(' ')
  const name = word.toLowerCase()
  if (!known.includes(name)) return undefined
  const properties: Record<string, string> = {}
  for (const property of rest.join(' ').trim().split(separator)) {
    const at = property.indexOf('=')
    if (at > 0 && at < property.length - 1) properties[property.slice(0, at)] = unescaped(property.slice(at + 1))
  }
  return { name, properties, data }
}

/** The percent sign comes last, or what it gives would be unescaped once more. */
function unescapedData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapedProperty(text: string): string {
  return unescapedData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function unescapedOld(text: string): string {
  return unescapedData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'))
}
