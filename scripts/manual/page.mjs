/** The man page, virt-lifecycle(1). */
import { DESCRIPTION, ENVIRONMENT, EXIT_STATUS, FILES, SEE_ALSO } from './prose.mjs'
import { bold, entry, italic, paragraph, plain, section, subsection, verbatim } from './roff.mjs'

const NAME = 'virt-lifecycle'

/**
 * @param program the program's table of commands (src/cli/completion/command-table.ts)
 * @param about its version, and the page's date as YYYY-MM-DD
 */
export function manualPage(program, { version, date }) {
  const commands = leaves(program).filter(({ name }) => name !== 'help')
  return [
    `.\\" Written by "npm run build" (scripts/manual.mjs).\n`,
    `.TH VIRT\\-LIFECYCLE 1 ${date} "${NAME} ${version}" "User Commands"\n`,
    section(
      'NAME',
      `${plain(NAME)} \\- ${plain('what happens to each virtual machine when its host stops and starts')}\n`,
    ),
    section('SYNOPSIS', commands.map((command) => `${synopsis(command)}\n`).join('.br\n')),
    section('DESCRIPTION', ...DESCRIPTION.map(paragraph)),
    section('OPTIONS', ...program.options.map(option)),
    section('COMMANDS', ...commands.map(about)),
    section('EXIT STATUS', ...entries(EXIT_STATUS)),
    section('ENVIRONMENT', ...entries(ENVIRONMENT)),
    section('FILES', ...entries(FILES)),
    section('EXAMPLES', ...examples(program.epilogue, true)),
    section('SEE ALSO', paragraph(SEE_ALSO.pages.join(', ')), paragraph(SEE_ALSO.more)),
  ].join('')
}

/** The commands without commands below them. */
function leaves(command) {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

function synopsis({ path, arguments: args }) {
  return [bold(`${NAME} ${path}`), `[${italic('option')}...]`, ...args.map(({ usage }) => argument(usage))].join(' ')
}

/** `<what>` and `[input...]` with the name in italics. */
function argument(usage) {
  const [, open, name, rest] = /^([<[])([^>\].]*)(.*)$/.exec(usage) ?? []
  return open === '<' ? `${italic(name)}${plain(rest.slice(0, -1))}` : `[${italic(name)}${plain(rest)}`
}

function about(command) {
  const { path, description, arguments: args, options, epilogue } = command
  const own = options.filter(({ flags }) => !flags.includes('--help'))
  const parts = []
  let group = 'Options:'
  for (const one of own) {
    if (one.group !== group) parts.push(paragraph(one.group))
    group = one.group
    parts.push(option(one))
  }
  return subsection(
    [plain(path), ...args.map(({ usage }) => argument(usage))].join(' '),
    paragraph(description),
    ...args.map(({ usage, description: text, completion }) =>
      entry(argument(usage), sentence(text, choicesOf(completion))),
    ),
    ...parts,
    ...examples(epilogue, false),
  )
}

function option({ flags, value, description, completion, byDefault }) {
  const name = value?.replace(/[<>]/g, '')
  const term = `${flags.map(bold).join(', ')}${name === undefined ? '' : ` ${italic(name)}`}`
  return entry(term, sentence(description, choicesOf(completion), byDefault && `Default: ${byDefault}.`))
}

/** The words, if nothing else is allowed. */
function choicesOf(completion) {
  if (completion === undefined || completion.words.length === 0 || completion.paths !== 'none') return ''
  return `One of: ${completion.words.join(', ')}.`
}

function sentence(text, ...more) {
  const [first = '', ...rest] = text
  const whole = `${first.toUpperCase()}${rest.join('')}${/[.:!?]$/.test(text) ? '' : '.'}`
  return [whole, ...more].filter(Boolean).join(' ')
}

/** What the help says after the options: paragraphs, and lines with a prompt, which are the examples. */
function examples(epilogue, alone) {
  const blocks = epilogue.split(/\n\n+/)
  return blocks.flatMap((block) => {
    const lines = block.split('\n')
    const commands = lines.filter((line) => /^ {2}\S/.test(line)).map((line) => line.slice(2))
    if (commands.length === 0) return alone ? [] : [paragraph(block)]
    return [...(alone ? [] : [paragraph(lines[0])]), verbatim(commands)]
  })
}

function entries(rows) {
  return rows.map(([term, text]) => entry(bold(term), text))
}
