import { spawnSync } from 'node:child_process'
import type { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from '@jest/globals'
import type { Command } from 'commander'
import type { System } from '../../src/cli/io.js'
import { run, wholeProgram } from '../../src/cli/program.js'
import { findLibvirtSchemas } from '../../src/node/index.js'
import { standIn } from './stand-in.mjs'

/** The built program; `npm test` builds it before. */
export const PROGRAM = resolve('dist/cli/main.js')

/** What a run of the program gave. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What a run gets. */
export interface RunOptions {
  /** What is on standard input. */
  readonly input?: string | Uint8Array
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Kept by the runs of one test file, so that they neither see nor leave anything in the user's cache. */
const cache = mkdtempSync(join(tmpdir(), 'virt-lifecycle-test-cache-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

/** Of the real environment only where libvirt's schemas are: no run depends on where the tests run. */
const ENVIRONMENT = { LIBVIRT_SCHEMAS: findLibvirtSchemas(), XDG_CACHE_HOME: cache }

/** How a run in this process believes that it was started. */
const INSTALLED = ['/usr/bin/node', '/opt/virt-lifecycle/main.js'] as const

/** Run the program in this process: as main.ts does, with streams, an environment and a working directory of its own. */
export async function virtLifecycle(
  args: readonly string[],
  options: Omit<RunOptions, 'input'> & {
    readonly input?: string | Uint8Array | AsyncIterable<Uint8Array>
    /** Where a test sends signals from. */
    readonly signals?: EventEmitter
    /** Facts about the machine that differ from those of the tests. */
    readonly system?: Partial<System>
    /** Whether all three streams are a terminal. */
    readonly tty?: boolean
    /** Gets what is printed on both streams, in the order in which it is printed. */
    readonly onOutput?: (text: string) => void
  } = {},
): Promise<Run> {
  const { input = '', cwd = '.', env = {}, ...more } = options
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  const io = standIn({
    ...more,
    stdin: bytes instanceof Uint8Array ? chunksOf(bytes) : bytes,
    env: { ...ENVIRONMENT, ...env },
    cwd: resolve(cwd),
    program: INSTALLED,
  })
  const status = await run(args, io)
  return { status, stdout: io.stdout.text, stderr: io.stderr.text }
}

/** The program with all of its commands described. */
export function describedProgram(): Promise<Command> {
  return wholeProgram(standIn({ env: ENVIRONMENT, cwd: resolve('.'), program: INSTALLED }))
}

/** Run the built program as a user does: in a process of its own, without a terminal; `timeout` (ms) if it must end by then. */
export function spawnVirtLifecycle(
  args: readonly string[],
  options: RunOptions & { readonly timeout?: number } = {},
): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [PROGRAM, ...args], {
    input: options.input ?? '',
    cwd: options.cwd,
    env: { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: cache, ...options.env },
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  })
  // A program that refuses a long input does not read it to its end.
  if (error !== undefined && !('code' in error && error.code === 'EPIPE')) throw error
  return { status, stdout, stderr }
}

/** Bytes as a pipe delivers them. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536)
}

/** What `validate` says last, in text, if there are domains with the lifecycle elements. */
export function refusedByLibvirt(domains: string): string {
  return `libvirt up to 12.8 refuses the lifecycle elements of ${domains} in "virsh define --validate"\n`
}
