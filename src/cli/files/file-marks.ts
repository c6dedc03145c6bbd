import { execFile } from 'node:child_process'
import { dirname } from 'node:path'

/** What `ls -l` prints after the ten characters of type and mode: nothing, or a mark. */
const MARK = 10

/**
 * Which files have an access control list, a security label or another extended attribute that a new file in their place might
 * not have. Node cannot read them; `ls -l` marks lists and labels ("+" and "." by GNU's) and all of them on macOS ("+" and "@"),
 * and `getfattr` names the others. Where there is no such program, none has.
 */
export class FileMarks {
  /** What is known of all files in a directory; undefined if some have a mark and some have none. */
  private readonly known = new Map<string, Promise<boolean | undefined>>()

  /** Whether a file has one. */
  async has(file: string): Promise<boolean> {
    const directory = dirname(file)
    const known = this.known.get(directory) ?? allIn(directory)
    this.known.set(directory, known)
    return (await known) ?? ((await marksOf('-ldn', '--', file)).some(({ mark }) => mark !== '') || hasAttributes(file))
  }
}

/** Asked once for a directory, so that thousands of files are as fast as one. */
async function allIn(directory: string): Promise<boolean | undefined> {
  const [lines, attributes] = await Promise.all([marksOf('-lan', '--', directory), hasAttributes(directory)])
  // Its files inherit a list of the directory's own.
  if (lines.some(({ mark, line }) => mark === '+' && line.endsWith(' .'))) return true
  const files = lines.filter(({ line }) => line.startsWith('-'))
  const marked = files.filter(({ mark }) => mark !== '').length
  if (marked === 0 && !attributes) return false
  return marked === files.length ? true : undefined
}

/** Whether a file, or any of a directory, has an attribute that `ls` may not mark. All files on NFS have some of the system. */
async function hasAttributes(path: string): Promise<boolean> {
  const named = await outputOf('find', [
    path,
    '-maxdepth',
    '1',
    '-type',
    'f',
    '-exec',
    'getfattr',
    '-hm-',
    '--',
    '{}',
    '+',
  ])
  return named.split('\n').some((line) => line !== '' && !/^(?:# file: |system\.)/.test(line))
}

async function marksOf(
  ...args: readonly string[]
): Promise<readonly { readonly line: string; readonly mark: string }[]> {
  const lines = (await outputOf('ls', args)).split('\n')
  return lines.map((line) => ({ line, mark: line.charAt(MARK).trim() }))
}

/** What a program prints, even if it then fails, as of files that are gone meanwhile; nothing if there is no such program. */
function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 1 << 28 }, (_, stdout) => resolve(stdout))
  })
}
