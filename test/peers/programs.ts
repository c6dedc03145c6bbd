import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { describe, test } from '@jest/globals'

/** Where an installed libvirt keeps its RelaxNG schemas. */
export const LIBVIRT_SCHEMAS = process.env['LIBVIRT_SCHEMAS'] || '/usr/share/libvirt/schemas'

/** Where `scripts/fetch-libvirt-source.sh` puts libvirt's source. */
export const LIBVIRT_SOURCE = resolve(process.env['LIBVIRT_SOURCE'] || '.cache/libvirt-source')

/** Where `scripts/fetch-report-schemas.sh` puts what reports are held to. */
export const REPORT_SCHEMAS = resolve('.cache/report-schemas')

/** Debian's Python, which its package python3-junitparser is for, whatever else is called python3. */
export const PYTHON = '/usr/bin/python3'

/** What tests measure the program against, and how to see whether it is here. */
const PEERS = {
  xmllint: () => isProgram('xmllint'),
  jing: () => isProgram('jing'),
  virsh: () => isProgram('virsh'),
  patch: () => isProgram('patch'),
  'pre-commit': () => isProgram('pre-commit'),
  'apt-cache': () => isProgram('apt-cache'),
  registry: () => spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=20000']).status === 0,
  libxmljs2: () => isModule('libxmljs2'),
  'libvirt-schemas': () => existsSync(join(LIBVIRT_SCHEMAS, 'domain.rng')),
  'libvirt-source': () => existsSync(join(LIBVIRT_SOURCE, 'src/conf/schemas/domain.rng')),
  // The validator is a program for Linux on x86_64.
  'sarif-multitool': () => process.platform === 'linux' && process.arch === 'x64' && fetched('Sarif.Multitool'),
  'junit-schemas': () => fetched('jenkins-junit.xsd') && fetched('JUnit.xsd'),
  junitparser: () => spawnSync(PYTHON, ['-c', 'import junitparser']).status === 0,
} as const satisfies Record<string, () => boolean>

/** A program, a package or data that not every machine has. */
export type Peer = keyof typeof PEERS

/** Whether a peer is here. */
export function available(peer: Peer): boolean {
  return PEERS[peer]()
}

/**
 * `describe` for tests that need peers. Where one is missing, one skipped test says which; with
 * `VIRT_LIFECYCLE_REQUIRE_PEERS=1`, as in CI, it fails.
 */
export function describeWithPeer(peers: readonly Peer[], title: string, body: () => void): void {
  if (allHere(peers, title)) describe(title, body)
}

/** `test` for a test that needs peers, in the same way. */
export function testWithPeer(peers: readonly Peer[], title: string, body: () => void): void {
  if (allHere(peers, title)) test(title, body)
}

function allHere(peers: readonly Peer[], title: string): boolean {
  const missing = peers.filter((peer) => !available(peer))
  if (missing.length === 0) return true
  if (process.env['VIRT_LIFECYCLE_REQUIRE_PEERS'] === '1') {
    test(title, () => {
      throw new Error(`not here: ${missing.join(', ')}`)
    })
  } else {
    test.skip(`${title} (needs ${missing.join(', ')})`, () => {})
  }
  return false
}

function fetched(name: string): boolean {
  return existsSync(join(REPORT_SCHEMAS, name))
}

function isProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Whether a package is installed and, being native, was compiled. */
function isModule(name: string): boolean {
  try {
    createRequire(import.meta.url)(name)
    return true
  } catch {
    return false
  }
}
