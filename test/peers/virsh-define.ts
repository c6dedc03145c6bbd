import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'

/** How virsh defines a kind of document, and most of them for one virsh: with some, others are in the way. */
const KINDS = {
  domain: { command: 'define', portion: 500 },
  network: { command: 'net-define', portion: 1 },
  pool: { command: 'pool-define', portion: 1 },
} as const

/** The kinds of documents that can be defined. */
export type Kind = keyof typeof KINDS

/** Whether libvirt's own test driver accepts each of some documents; they get names of their own, and no UUIDs. */
export function defined(texts: readonly string[], kind: Kind = 'domain'): readonly boolean[] {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-define-'))
  const { command, portion } = KINDS[kind]
  const taken: boolean[] = []
  try {
    for (let from = 0; from < texts.length; from += portion)
      taken.push(...definedAtOnce(scratch, command, texts.slice(from, from + portion)))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return taken
}

/** One virsh, which goes on after a failure. */
function definedAtOnce(scratch: string, command: string, texts: readonly string[]): readonly boolean[] {
  const commands = texts.map((text, i) => {
    const file = join(scratch, `${i}.xml`)
    // They must not be in each other's way. A name that is wrong stays.
    const named = text.replace(/<name>([^</]*)<\/name>/, `<name>$1-${i}</name>`)
    writeFileSync(file, named.replace(/<uuid>[^<]*<\/uuid>/, ''))
    return `${command} ${file}`
  })
  const { stdout, stderr } = spawnSync('virsh', ['-c', 'test:///default', commands.join('; ')], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const numbers = (all: Iterable<RegExpMatchArray>): ReadonlySet<number> => new Set([...all].map(([, i]) => Number(i)))
  const refused = numbers(stderr.matchAll(/Failed to define \w+ from .*\/(\d+)\.xml/g))
  const accepted = numbers(stdout.matchAll(/defined from .*\/(\d+)\.xml/g))
  expect(refused.size + accepted.size).toBe(texts.length)
  return texts.map((_, i) => accepted.has(i))
}
