/** A command in a page and what it prints there. */
export interface ConsoleStep {
  readonly page: string
  readonly line: number
  /** What follows `$ `, continuation lines joined. */
  readonly command: string
  readonly output: string
}

/** A fenced block of a Markdown page. */
export interface FencedBlock {
  readonly language: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly content: string
  /** The nearest heading above it. */
  readonly heading: string
}

/** The fenced blocks of a page, in order. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  let heading = ''
  for (const [i, line] of markdown.split('\n').entries()) {
    const fence = /^```(\S*)/.exec(line)
    if (fence !== null && open === undefined) open = { language: fence[1] ?? '', line: i + 1, lines: [] }
    else if (fence !== null && open !== undefined) {
      blocks.push({
        language: open.language,
        line: open.line,
        heading,
        content: open.lines.map((l) => `${l}\n`).join(''),
      })
      open = undefined
    } else if (open !== undefined) open.lines.push(line)
    else if (/^#+ /.test(line)) heading = line.replace(/^#+ /, '')
  }
  return blocks
}

/** The steps of a page's `console` blocks; the steps of one block run one after the other in one directory. */
export function consoleBlocks(page: string, markdown: string): readonly (readonly ConsoleStep[])[] {
  return fencedBlocks(markdown)
    .filter(({ language }) => language === 'console')
    .map(({ content, line }) => {
      const steps: { page: string; line: number; command: string; output: string }[] = []
      for (const [i, text] of content.split('\n').slice(0, -1).entries()) {
        const last = steps.at(-1)
        if (text.startsWith('$ ')) steps.push({ page, line: line + i + 1, command: text.slice(2), output: '' })
        else if (last?.command.endsWith('\\') === true) last.command += `\n${text}`
        else if (last !== undefined) last.output += `${text}\n`
      }
      return steps
    })
}

/** The page with other outputs in its `console` blocks; the blocks and steps in the order of `consoleBlocks`. */
export function withOutputs(markdown: string, blocks: readonly (readonly ConsoleStep[])[]): string {
  const lines = markdown.split('\n')
  for (const steps of [...blocks].reverse()) {
    const start = (steps[0]?.line ?? 1) - 1
    const end = lines.indexOf('```', start)
    const shown = steps.map(({ command, output }) => `$ ${command}\n${output}`).join('')
    lines.splice(start, end - start, ...shown.split('\n').slice(0, -1))
  }
  return lines.join('\n')
}
