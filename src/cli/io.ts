import type { Writable } from 'node:stream'

/** Standard input: bytes, and whether a person types them. */
export interface InputStream extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean
}

/** Standard output or standard error. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean
  /** The width of the terminal, in columns. */
  readonly columns?: number
  /** Print workflow commands of our own, where the stream is guarded against those of others. */
  readonly writeCommands?: (text: string) => boolean
}

/** A signal that ends a run early. */
export type Signal = 'SIGINT' | 'SIGTERM'

/** Where signals are listened to. While somebody listens, a signal does not end the process. */
export interface Signals {
  on(signal: Signal, listener: (signal: Signal) => void): unknown
  off(signal: Signal, listener: (signal: Signal) => void): unknown
}

/**
 * Whoever reads standard output. Closing the pipe early, as in "… | head", is not an error. Mutable: a run says what it
 * needs, and the edge of the program says what happened.
 */
export interface Reader {
  /** Whether nobody reads any more; what is printed then is lost. */
  gone: boolean
  /** Whether a run without a reader is pointless. */
  isNeeded: boolean
  /** The exit status of a run that ends because its reader has gone. */
  status: number
}

/**
 * Everything that a command reads, writes and knows of the world, files apart. Only main.ts makes it from the process, so
 * a test can run a command with streams, an environment and a working directory of its own.
 */
export interface Io {
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** The working directory, absolute: all relative paths are resolved against it. */
  readonly cwd: string
  /** Milliseconds since some fixed moment. */
  readonly now: () => number
  readonly signals: Signals
  readonly reader: Reader
  readonly system: System
}

/** Facts about the machine and its user. */
export interface System {
  /** `linux`, `darwin`, `win32`, … */
  readonly platform: string
  /** The user's home directory; empty if there is none. */
  readonly home: string
  /** How many threads the machine runs at once. */
  readonly processors: number
  /** Whether the user may do everything. */
  readonly isRoot: boolean
  /** What tells one run of the machine from another; empty if the system does not say. */
  readonly bootId: string
  /** Seconds since the machine's start. */
  readonly uptime: () => number
  /** The number of this process. */
  readonly processId: number
  /** The directory that the system's own files are below. */
  readonly root: string
  /** How this program is run: Node, and the file that it runs; both absolute and without symbolic links. */
  readonly program: readonly [node: string, file: string]
}

/** What reading documents needs of the world. */
export type Place = Pick<Io, 'cwd' | 'stdin'>
