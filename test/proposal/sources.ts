import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { FILES } from '../../proposal/change/concerns.mjs'
import { entriesBelow } from '../entries-below.js'
import { LIBVIRT_SOURCE } from '../peers/programs.js'

/** Other versions of libvirt's source, in a folder each. */
const OTHERS = resolve('.cache/libvirt-sources')

/** The libvirt sources that were fetched with all files that the change needs. */
export function libvirtSources(): readonly string[] {
  const others = existsSync(OTHERS) ? readdirSync(OTHERS).map((name) => join(OTHERS, name)) : []
  return [LIBVIRT_SOURCE, ...others.sort()].filter((source) => FILES.every((file) => existsSync(join(source, file))))
}

/** The version of a source. */
export function versionOf(source: string): string {
  return /^ {2}version: '(.*)',$/m.exec(readFileSync(join(source, 'meson.build'), 'utf8'))?.[1] ?? ''
}

/** The files of a source that the change needs, by path. */
export function filesOf(source: string): ReadonlyMap<string, string> {
  return new Map(FILES.map((file) => [file, readFileSync(join(source, file), 'utf8')]))
}

/** A copy of these files in a directory. */
export function copyOf(source: string, directory: string): string {
  for (const [file, text] of filesOf(source)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  mkdirSync(join(directory, 'tests/genericxml2xmlindata'), { recursive: true })
  return directory
}

/** Every file below a directory with its text, by path. */
export function treeOf(directory: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesBelow(directory)
      .map((path) => join(directory, path))
      .filter((path) => statSync(path).isFile())
      .filter((path) => !path.startsWith(join(directory, '.git/')))
      .map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  )
}
