import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Stands before virsh on a PATH: writes down how it is called, and does something at one of the calls. */
export interface VirshWrapper {
  /** The PATH with which a program finds it. */
  readonly path: string
  /** The arguments of each call since the last time. */
  readonly calls: () => readonly string[]
}

/**
 * Make a wrapper of virsh.
 *
 * @param directory where it is made
 * @param actions what a call does before virsh runs, in the shell's own language, by the pattern for its arguments; the
 *   first pattern that fits counts, and $PPID is the program that made the call
 */
export function wrapVirsh(directory: string, actions: Readonly<Record<string, string>> = {}): VirshWrapper {
  const real = spawnSync('sh', ['-c', 'command -v virsh'], { encoding: 'utf8' }).stdout.trim()
  const bin = join(directory, 'bin')
  const log = join(directory, 'virsh-calls')
  mkdirSync(bin)
  const cases = Object.entries(actions).map(([pattern, action]) => `${pattern}) ${action} ;;\n`)
  const script = `#!/bin/sh
printf '%s\\n' "$*" >>'${log}'
case "$*" in
${cases.join('')}esac
exec '${real}' "$@"
`
  writeFileSync(join(bin, 'virsh'), script)
  chmodSync(join(bin, 'virsh'), 0o755)
  return {
    path: [bin, process.env['PATH']].join(delimiter),
    calls: () => {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
      rmSync(log, { force: true })
      return lines
    },
  }
}
