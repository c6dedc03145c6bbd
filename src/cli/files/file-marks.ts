import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** What `ls -l` prints after the ten characters of type and mode: nothing, or a mark. */
const MARK = 10

/**
 * Which files have an access control list or a security label that a new file in their place might not have. Node cannot read
 * them; `ls -l` marks them ("+" and "." by GNU's, "+" and "@" by that of macOS). Where there is no such program, none has.
 */
export class FileMarks {
  /** What is known of all files in a directory; undefined if some have a mark and some have none. */
  private readonly known = new Map<string, Promise<boolean | undefined>>()

  /** Whether a file has one. */
  async has(file: string): Promise<boolean> {
    const directory = dirname(file)
    const known = this.known.get(directory) ?? allIn(directory)
    this.known.set(directory, known)
    return (await known) ?? (await marksOf('-ldn', '--', file)).some(({ mark }) => mark !== '')
  }
}

/** Asked once for a directory, so that thousands of files are as fast as one. */
async function allIn(directory: string): Promise<boolean | undefined> {
  const lines = await marksOf('-lan', '--', directory)
  // Its files inherit a list of the directory's own.
  if (lines.some(({ mark, line }) => mark === '+' && line.endsWith(' .'))) return true
  const files = lines.filter(({ line }) => line.startsWith('-'))
  const marked = files.filter(({ mark }) => mark !== '').length
  return marked === 0 ? false : marked === files.length ? true : undefined
}

async function marksOf(
  ...args: readonly string[]
): Promise<readonly { readonly line: string; readonly mark: string }[]> {
  try {
    const { stdout } = await promisify(execFile)('ls', args, { maxBuffer: 1 << 28 })
    return stdout.split('\n').map((line) => ({ line, mark: line.charAt(MARK).trim() }))
  } catch {
    return []
  }
}
