import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { describe, test } from '@jest/globals'

/** Where an installed libvirt keeps its RELAX NG schemas. */
/** Of Debian's package docbook5-xml. */
export const DOCBOOK_SCHEMA = '/usr/share/xml/docbook/schema/rng/5.0/docbook.rng'

export const LIBVIRT_SCHEMAS = process.env['LIBVIRT_SCHEMAS'] || '/usr/share/libvirt/schemas'

/** Where `scripts/fetch-libvirt-source.sh` puts libvirt's source. */
export const LIBVIRT_SOURCE = resolve(process.env['LIBVIRT_SOURCE'] || '.cache/libvirt-source')

/** Where `scripts/fetch-report-schemas.sh` puts what reports are checked against. */
export const REPORT_SCHEMAS = resolve('.cache/report-schemas')

/** Debian's Python, which can import the package python3-junitparser, even if another python3 is on the PATH. */
export const PYTHON = '/usr/bin/python3'

/** Debian's browser, which runs the library in a page. */
export const CHROMIUM = '/usr/bin/chromium'

/** Where Debian keeps the script of libvirt-guests. */
export const LIBVIRT_GUESTS = '/usr/lib/libvirt/libvirt-guests.sh'

/** Loads Emacs's client of language servers: its own since Emacs 29, else that of Debian's package elpa-eglot. */
const LOAD_EGLOT = "(progn (package-initialize) (require 'eglot))"

/** What the tests compare the program with, and how to tell whether it is available. */
const PEERS = {
  bash: () => isProgram('bash'),
  fish: () => isProgram('fish'),
  man: () => isProgram('man'),
  mandoc: () => isProgram('mandoc'),
  python: () => existsSync(PYTHON),
  zsh: () => isProgram('zsh'),
  xmllint: () => isProgram('xmllint'),
  jing: () => isProgram('jing'),
  virsh: () => isProgram('virsh'),
  libvirtd: () => isProgram('libvirtd') && isProgram('qemu-system-x86_64'),
  'libvirt-guests': () => existsSync(LIBVIRT_GUESTS),
  // Only root may mount in a namespace of its own and still be seen as another user by what runs there.
  'mount-namespace': () => process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0,
  'systemd-analyze': () => isProgram('systemd-analyze'),
  patch: () => isProgram('patch'),
  // For a file system of a few kilobytes, which only this process sees.
  'mount namespace': () => spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0,
  'pre-commit': () => isProgram('pre-commit'),
  'apt-cache': () => isProgram('apt-cache'),
  registry: () => spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=20000']).status === 0,
  chromium: () => existsSync(CHROMIUM),
  eglot: () => isProgram('emacs') && spawnSync('emacs', ['--batch', '-q', '--eval', LOAD_EGLOT]).status === 0,
  // A dependency.
  libxml2: () => true,
  libxmljs2: () => isModule('libxmljs2'),
  docbook: () => existsSync(DOCBOOK_SCHEMA),
  'libvirt-schemas': () => existsSync(join(LIBVIRT_SCHEMAS, 'domain.rng')),
  'libvirt-source': () => existsSync(join(LIBVIRT_SOURCE, 'src/conf/schemas/domain.rng')),
  'libvirt-source-code': () => existsSync(join(LIBVIRT_SOURCE, 'src/conf/domain_conf.c')),
  // The validator is a Linux program for x86_64.
  'sarif-multitool': () => process.platform === 'linux' && process.arch === 'x64' && fetched('Sarif.Multitool'),
  'junit-schemas': () => fetched('jenkins-junit.xsd') && fetched('JUnit.xsd'),
  'access control lists': () => keepsLists(),
  'extended attributes': () => isProgram('getfattr') && keepsAttributes(),
  junitparser: () => spawnSync(PYTHON, ['-c', 'import junitparser']).status === 0,
} as const satisfies Record<string, () => boolean>

/** Whether the file system of temporary files keeps attributes beside mode and owner, and Python can write them. */
function keepsLists(): boolean {
  const list = '02000000010006 00ffffffff0400 0400ffffffff2000 0400ffffffff'
  const code = `import os, tempfile
f = tempfile.NamedTemporaryFile()
os.setxattr(f.name, "system.posix_acl_access", bytes.fromhex("${list}"))`
  return spawnSync(PYTHON, ['-c', code]).status === 0
}

/** Whether the file system of temporary files keeps what users attach to files. */
function keepsAttributes(): boolean {
  const code = 'import os, tempfile; f = tempfile.NamedTemporaryFile(); os.setxattr(f.name, "user.test", b"x")'
  return spawnSync(PYTHON, ['-c', code]).status === 0
}

/** A program, package or data set that may be missing on a machine. */
export type Peer = keyof typeof PEERS

/** Whether a peer is available. */
export function available(peer: Peer): boolean {
  return PEERS[peer]()
}

/**
 * `describe` for tests that need peers. If any are missing, a single skipped test names them; with
 * `VIRT_LIFECYCLE_REQUIRE_PEERS=1`, as in CI, that test fails.
 */
export function describeWithPeer(peers: readonly Peer[], title: string, body: () => void): void {
  if (allHere(peers, title)) describe(title, body)
}

/** `test` for a test that needs peers; works like `describeWithPeer`. */
export function testWithPeer(peers: readonly Peer[], title: string, body: () => void): void {
  if (allHere(peers, title)) test(title, body)
}

function allHere(peers: readonly Peer[], title: string): boolean {
  const missing = peers.filter((peer) => !available(peer))
  if (missing.length === 0) return true
  if (process.env['VIRT_LIFECYCLE_REQUIRE_PEERS'] === '1') {
    test(title, () => {
      throw new Error(`not available: ${missing.join(', ')}`)
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

/** Whether a package with native code is installed and compiled. */
function isModule(name: string): boolean {
  try {
    createRequire(import.meta.url)(name)
    return true
  } catch {
    return false
  }
}
