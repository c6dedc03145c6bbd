/** A command that GitHub's runner recognises in a line of output. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** The commands that a step can give the runner (GitHub: "Workflow commands for GitHub Actions"). */
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
 * The commands in a step's output that GitHub's runner executes. Its rules (actions/runner: ActionCommand and
 * ActionCommandManager) are: `::name properties::data` at the start of a line, optionally after white space; the older
 * `##[name properties]data` anywhere in a line; and nothing between `::stop-commands::token` and `::token::`.
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
  // JavaScript and .NET disagree about two white space characters; both count here.
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

/** The percent sign comes last; otherwise its result would be unescaped again. */
function unescapedData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapedProperty(text: string): string {
  return unescapedData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function unescapedOld(text: string): string {
  return unescapedData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'))
}
