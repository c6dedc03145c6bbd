/** A stand-in for virsh, and the shells that scripts for it are run by. */
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** It lists domains, records its other arguments byte for byte, and fails for what is in the file `fail`. */
const FAKE_VIRSH = `#!/bin/sh
case "$*" in *--uuid*--name*) [ -e list ] || { echo 'error: no connection' >&2; exit 1; }; cat list; exit;; esac
printf '%s\\0' "$#" "$@" >> record
while read -r pattern; do case "$*" in *$pattern*) exit 1;; esac; done < fail
exit 0
`

/** The shells of Debian that can run a POSIX script, and how they are asked to. */
export const SHELLS = [
  ['sh'],
  ['dash'],
  ['bash'],
  ['bash', '--posix'],
  ['busybox', 'sh'],
  ['zsh'],
  ['ksh93'],
  ['mksh'],
  ['yash'],
]

/**
 * Whether a shell is installed.
 *
 * @param {readonly string[]} shell
 */
export const isInstalled = ([name = '']) => spawnSync(name, ['-c', 'exit'], { stdio: 'ignore' }).error === undefined

/**
 * Run a script in a directory, with a shell.
 *
 * @param {string} directory where the stand-in is put, and what it records
 * @param {string} script
 * @param {readonly { readonly uuid: string, readonly name: string }[] | undefined} domains what virsh lists; undefined if it
 *   has no connection
 * @param {{ args?: readonly string[], env?: Readonly<Record<string, string>>, shell?: readonly string[], fail?: string }} options
 *   `fail`: part of the calls that fail
 * @returns {{ status: number | null, stdout: string, stderr: string, calls: string[][] }} the calls are those that do more than list
 */
export function runScript(directory, script, domains, { args = [], env = {}, shell = ['sh'], fail } = {}) {
  const [command = 'sh', ...first] = shell
  const at = (name) => join(directory, name)
  writeFileSync(at('virsh'), FAKE_VIRSH)
  chmodSync(at('virsh'), 0o755)
  rmSync(at('list'), { force: true })
  // As virsh prints it: the name padded with spaces.
  const lines = domains?.map(({ uuid, name }) => `${uuid.padEnd(36)} ${name.padEnd(30)}\n`)
  if (lines !== undefined) writeFileSync(at('list'), `${lines.join('')}\n`)
  writeFileSync(at('record'), '')
  writeFileSync(at('fail'), fail === undefined ? '' : `${fail}\n`)
  writeFileSync(at('apply.sh'), script)
  const { status, stdout, stderr } = spawnSync(command, [...first, 'apply.sh', ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH: `${directory}${delimiter}${process.env['PATH']}`, ...env },
  })
  const words = readFileSync(at('record'), 'utf8').split('\0').slice(0, -1)
  const calls = []
  while (words.length > 0) calls.push(words.splice(0, Number(words.shift())))
  return { status, stdout, stderr, calls }
}
