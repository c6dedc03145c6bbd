import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { type Diagnostic, escapeControls, type Finding, SourceText } from '../../diagnostics/index.js'
import { isSystemError } from '../../node/file-diagnostic.js'
import type { Io } from '../io.js'

/** What virsh needs of the world. */
export type VirshIo = Pick<Io, 'cwd' | 'env'>

/** What one command of a batch printed. */
export interface Printed {
  readonly stdout: string
  /** Without the prefix `error: ` of each line. */
  readonly stderr: string
}

/** Longest batch, in characters: Linux takes at most 128 KiB in one argument. */
const LONGEST_BATCH = 100_000

/** A batch that takes longer is ended: a connection that hangs must not hang the program. */
const TIMEOUT_MS = 120_000

/**
 * Run commands in as few virsh processes as possible, which is about 50 times as fast as a process for each. A command that
 * fails does not end its batch; what it printed tells.
 *
 * @param uri the connection; empty for virsh's default
 * @param commands commands in virsh's own syntax: whoever makes them must quote what is in them
 * @param timeout milliseconds after which a process is ended
 * @param signal ends the process when it is aborted
 * @returns what each printed, in order, or why nothing could be asked (VL509, VL510)
 */
export async function runVirsh(
  io: VirshIo,
  uri: string,
  commands: readonly string[],
  timeout: number = TIMEOUT_MS,
  signal?: AbortSignal,
): Promise<{ readonly printed: readonly Printed[] } | { readonly diagnostic: Diagnostic }> {
  const printed: Printed[] = []
  for (const batch of batchesOf(commands)) {
    const result = await runBatch(io, uri, batch, timeout, signal)
    if ('diagnostic' in result) return result
    for (const text of result.printed) printed.push(text)
  }
  return { printed }
}

function batchesOf(commands: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = []
  let length = LONGEST_BATCH
  for (const command of commands) {
    // Each comes with its marks, below.
    length += command.length + 120
    if (length > LONGEST_BATCH) {
      batches.push([])
      length = command.length + 120
    }
    batches.at(-1)?.push(command)
  }
  return batches
}

async function runBatch(
  io: VirshIo,
  uri: string,
  commands: readonly string[],
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly printed: readonly Printed[] } | { readonly diagnostic: Diagnostic }> {
  // No output of libvirt contains it, for nobody can guess it.
  const mark = `[${randomUUID()}]`
  const script = [...commands.map((command) => `echo ${mark}; echo --err ${mark}; ${command}`), `echo ${mark}`].join(
    '; ',
  )
  const connect = uri === '' ? [] : [`--connect=${uri}`]
  const { status, stdout, stderr, failure } = await run(io, ['--quiet', ...connect, script], timeout, signal)
  if (failure !== undefined) return { diagnostic: diagnosticAt(uri, failure) }
  const outputs = stdout.split(mark).slice(1)
  const errors = stderr.split(mark).slice(1)
  if (status !== 0 || outputs.length !== commands.length + 1) {
    const reason = reasonIn(stderr.replaceAll(mark, '')) || `virsh ended with status ${status}`
    return { diagnostic: unreachable(uri, reason) }
  }
  return {
    printed: commands.map((_, i) => ({
      stdout: (outputs[i] ?? '').replace(/^\n/, ''),
      stderr: reasonIn(errors[i] ?? ''),
    })),
  }
}

/** Why libvirt does not answer (VL510). */
export function unreachable(uri: string, reason: string): Diagnostic {
  return diagnosticAt(uri, {
    code: 'VL510',
    message: `libvirt cannot be reached: ${reason}`,
    hint: `"virsh ${uri === '' ? '' : `--connect ${escapeControls(uri)} `}list" must work for this user; the URI may need another user, host or driver`,
  })
}

/** A connection in messages. */
export function labelOf(uri: string): string {
  return uri === '' ? 'libvirt' : uri
}

/** A diagnostic about a connection as a whole. */
export function diagnosticAt(uri: string, finding: Finding): Diagnostic {
  return new SourceText(labelOf(uri), '').diagnostic(finding, 0)
}

/** What virsh puts before its own messages; other lines are those of libraries. */
const PREFIX = 'error: '

/** What virsh complains about, on one line. */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const errors = lines.filter((line) => line.startsWith(PREFIX))
  const shown = (errors.length > 0 ? errors : lines).map((line) => line.replace(PREFIX, '').trim())
  return escapeControls(shown.filter((line) => line !== '').join('; '))
}

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly failure?: Finding
}

/** Run virsh without a shell, in English, so that its messages can be searched for. */
function run(
  { cwd, env }: VirshIo,
  args: readonly string[],
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Ended> {
  return new Promise((resolve) => {
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    const child = spawn('virsh', args, { cwd, env: { ...env, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = (status: number | null, failure?: Finding): void => {
      // Neither the timer nor a pipe that a process of virsh's still holds may keep the program waiting.
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({
        status,
        stdout: Buffer.concat(output.stdout).toString(),
        stderr: Buffer.concat(output.stderr).toString(),
        ...(failure === undefined ? {} : { failure }),
      })
    }
    const kill = (reason: string): void => {
      child.kill('SIGKILL')
      end(null, noAnswer(reason))
    }
    const timer = setTimeout(() => kill(`virsh did not answer within ${timeout / 1000} s`), timeout)
    const abort = (): void => kill('the question was withdrawn')
    signal?.addEventListener('abort', abort)
    if (signal?.aborted === true) abort()
    child.stdout.on('data', (chunk: Buffer) => output.stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk))
    child.on('error', (error) => end(null, cannotRun(error)))
    child.on('close', (status, signal) =>
      end(status, signal === null ? undefined : noAnswer(`virsh was ended by ${signal}`)),
    )
  })
}

function cannotRun(error: unknown): Finding {
  const code = isSystemError(error) ? error.code : undefined
  const reason = code === 'ENOENT' ? 'it is not installed, or not on the PATH' : String(error)
  return {
    code: 'VL509',
    message: `virsh cannot be run: ${escapeControls(reason)}`,
    hint: 'install it (Debian: libvirt-clients, Fedora: libvirt-client), or convert files from "virsh dumpxml"',
  }
}

function noAnswer(reason: string): Finding {
  return { code: 'VL510', message: `libvirt cannot be reached: ${reason}`, hint: 'try "virsh list" by hand' }
}
