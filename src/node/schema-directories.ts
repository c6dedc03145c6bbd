import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The schema for domains in libvirt's directory. */
export const DOMAIN_SCHEMA = 'domain.rng'

/** What a search for schemas knows of the world. */
export interface SchemaSearch {
  /** The environment; that of the process unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What relative paths are relative to; the working directory unless given. */
  readonly cwd?: string
  /** The user's home directory, where Nix has a profile; that of the process unless given. */
  readonly home?: string
  /** The directory that the system's own directories are below; `/` unless given. */
  readonly root?: string
}

/** Where distributions and FreeBSD install data, then Homebrew on its three systems, then Nix; the first one with libvirt counts. */
const DATA_DIRECTORIES = [
  '/usr/share',
  '/usr/local/share',
  '/opt/homebrew/share',
  '/opt/homebrew/opt/libvirt/share',
  '/usr/local/opt/libvirt/share',
  '/home/linuxbrew/.linuxbrew/share',
  '/run/current-system/sw/share',
  '/nix/var/nix/profiles/default/share',
] as const

/** A user's own Nix profile, in the home directory. */
const NIX_PROFILE = '.nix-profile/share'

/** The directory that `LIBVIRT_SCHEMAS` names; undefined if the variable is absent or empty. */
export function namedDirectory({ env = process.env }: SchemaSearch = {}): string | undefined {
  return env['LIBVIRT_SCHEMAS'] || undefined
}

/** The directories that are searched, in order: the one that `LIBVIRT_SCHEMAS` names, or those of distributions, Homebrew and Nix. */
export function schemaDirectories(search: SchemaSearch = {}): readonly string[] {
  const named = namedDirectory(search)
  if (named !== undefined) return [named]
  const { root = '/', home = homeDirectory() } = search
  return [
    ...DATA_DIRECTORIES.map((directory) => join(root, directory)),
    ...(home === '' ? [] : [join(home, NIX_PROFILE)]),
  ].map((directory) => join(directory, 'libvirt/schemas'))
}

/**
 * The directory with the schemas of the libvirt that is installed here: the one that the environment variable
 * `LIBVIRT_SCHEMAS` names, or the first that has a `domain.rng` of those in which distributions, Homebrew and Nix install
 * them, such as `/usr/share/libvirt/schemas`. Undefined if there is none.
 */
export function findLibvirtSchemas(search: SchemaSearch = {}): string | undefined {
  return schemaDirectories(search).find((directory) => existsSync(resolve(search.cwd ?? '', directory, DOMAIN_SCHEMA)))
}

/** The home directory; empty if the system knows none. */
function homeDirectory(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
