import { fstatSync } from 'node:fs'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import type { Io, OutputStream } from '../io.js'

/** The streams of a run, guarded where what is printed may end in a log that is searched for commands. */
export interface LogGuard {
  readonly io: Io
  /** What to say at the end: that something was escaped on standard output (VL522). */
  readonly warning: () => Diagnostic | undefined
}

/**
 * On GitHub Actions, keep everything that is printed from acting as a workflow command: the runner obeys `::name::` at the
 * start of a line, blanks apart, and `##[name]` anywhere in it, whoever wrote it. One character of either is printed as an
 * escape, which is also right within a JSON string. A marker around the text that stops commands would not do: the runner reads
 * the two streams in any order, so that the end of one would resume commands in the middle of the other.
 *
 * A regular file gets what is printed as it is. A pipe is guarded, because it often ends in the log, as with "tee".
 */
export function guardLog(io: Io): LogGuard {
  if (io.env['GITHUB_ACTIONS'] !== 'true') return { io, warning: () => undefined }
  const both = new Watch()
  const stdout = guarded(io.stdout, both)
  return {
    io: { ...io, stdout: stdout.stream, stderr: guarded(io.stderr, both).stream },
    warning: () => (stdout.escapes() === 0 ? undefined : escapedWarning(stdout.escapes())),
  }
}

function escapedWarning(count: number): Diagnostic {
  const times = count === 1 ? 'once' : `${count} times`
  const message = `what GitHub's runner would obey as a workflow command was escaped in the output (${times})`
  const hint = 'to get the output as it is, redirect it into a file or use --output'
  return new SourceText('<stdout>', '').diagnostic({ code: 'VL522', message, hint }, 0)
}

/** @param both sees what is printed on either stream, because both may lead to one file or pipe */
function guarded(stream: OutputStream, both: Watch): { readonly stream: OutputStream; readonly escapes: () => number } {
  if (isFile(stream)) return { stream, escapes: () => 0 }
  const watches = [new Watch(), both]
  let escapes = 0
  const escaped = (text: string): string =>
    text.replace(CHARACTERS, (character) => {
      // Each must see every character.
      const completed = watches.filter((watch) => watch.completes(character))
      if (completed.length === 0) return character
      escapes++
      return `\\u00${character.charCodeAt(0).toString(16)}`
    })
  const write = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
    stream.write(
      typeof chunk === 'string'
        ? escaped(chunk)
        : Buffer.from(escaped(Buffer.from(chunk).toString('latin1')), 'latin1'),
      ...rest,
    )
  const unguarded = (text: string): boolean => stream.write(text)
  const own: Readonly<Record<PropertyKey, unknown>> = { write, writeCommands: unguarded }
  const proxy = new Proxy(stream, {
    get: (target, key) => {
      const value: unknown = own[key] ?? Reflect.get(target, key, target)
      return typeof value === 'function' && !Object.hasOwn(own, key) ? value.bind(target) : value
    },
  })
  return { stream: proxy, escapes: () => escapes }
}

/** Each character that says something, and of others, one for all that follow each other. */
const CHARACTERS = /[:#[\r\n]|[^:#[\r\n!-~]+|[!-~]/g

function isFile(stream: OutputStream): boolean {
  const { fd } = stream as { readonly fd?: unknown } // The process's own streams have it.
  try {
    return typeof fd === 'number' && fstatSync(fd).isFile()
  } catch {
    return false
  }
}

/** Sees, character by character, where a workflow command begins. */
class Watch {
  private isAtStart = true
  private hasColon = false
  private hashes = 0

  /** Whether this character, after all before it, completes `::` at the start of a line or `##[`. */
  completes(character: string): boolean {
    const { hashes, isAtStart, hasColon } = this
    this.hashes = character === '#' ? hashes + 1 : 0
    if (character === '\n' || character === '\r') {
      this.isAtStart = true
      this.hasColon = false
      return false
    }
    this.hasColon = isAtStart && !hasColon && character === ':'
    // What is not printable ASCII may be a blank to the runner.
    this.isAtStart = isAtStart && !hasColon && (this.hasColon || !/[!-~]/.test(character))
    return (isAtStart && hasColon && character === ':') || (hashes >= 2 && character === '[')
  }
}
