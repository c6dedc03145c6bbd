/** A command at the end of a pipe. */
export interface LastOfPipe {
  /** What is before it, for a shell to run; empty if there is nothing. */
  readonly before: string
  /** Its name and arguments. */
  readonly args: readonly string[]
}

/** What only a shell understands outside of quotes. */
const SPECIAL = /[$`*?[\]{}<>;&#~()!\n]/

/**
 * The last command of a pipe as its arguments; undefined if it takes a shell to run it, as with variables, patterns,
 * redirections or several commands in a row.
 */
export function lastOfPipe(command: string): LastOfPipe | undefined {
  let before = ''
  let args: string[] = []
  let word: string | undefined
  const endWord = (): void => {
    if (word !== undefined) args.push(word)
    word = undefined
  }
  for (let at = 0; at < command.length; at++) {
    const [character = ''] = command.slice(at)
    if (character === "'" || character === '"') {
      const end = command.indexOf(character, at + 1)
      const quoted = command.slice(at + 1, end)
      if (end < 0 || (character === '"' && /[$`\\]/.test(quoted))) return undefined
      word = `${word ?? ''}${quoted}`
      at = end
    } else if (character === '\\' && command[at + 1] === '\n') at++
    else if (character === '|') {
      before = command.slice(0, at)
      args = []
      word = undefined
    } else if (character === ' ') endWord()
    else if (character === '\\' || SPECIAL.test(character)) return undefined
    else word = `${word ?? ''}${character}`
  }
  endWord()
  return { before, args }
}
