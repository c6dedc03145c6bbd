import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** The built program; `npm test` builds it before. */
export const PROGRAM = resolve('dist/cli/main.js')

/** What a run of the program gave. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Run the program as a user does: a process of its own, no terminal. */
export function virtLifecycle(
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [PROGRAM, ...args], {
    input: options.input ?? '',
    cwd: options.cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  })
  // A program that refuses a long input does not read it to its end.
  if (error !== undefined && !('code' in error && error.code === 'EPIPE')) throw error
  return { status, stdout, stderr }
}
