import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Diagnostic, SourceText } from '../diagnostics/index.js'
import { bindToLibvirt } from '../schemas/index.js'
import { embeddedSchema, type LoadSchemaFile, type Schema } from '../validate/index.js'
import { readTextFile } from './read-file.js'

/** Where Debian, Fedora and others install libvirt's schemas. */
const INSTALLED = '/usr/share/libvirt/schemas'

/** The schema for domains in libvirt's directory. */
const DOMAIN_SCHEMA = 'domain.rng'

/** Which schema to validate with: the installed libvirt's or else the embedded one, the embedded one, or a path. */
export type SchemaOption = 'auto' | 'embedded' | (string & {})

/** What a search for schemas knows of the world. */
export interface SchemaSearch {
  /** The environment; that of the process unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What relative paths are relative to; the working directory unless given. */
  readonly cwd?: string
}

/** A schema that was found. */
export interface FoundSchema {
  readonly schema: Schema
  /** libvirt's directory, where the schema is libvirt's: its own, or with the lifecycle extension on top. */
  readonly directory?: string
}

/**
 * The directory with the schemas of the libvirt that is installed here: the one that the environment variable
 * `LIBVIRT_SCHEMAS` names, or `/usr/share/libvirt/schemas`. Undefined if there is no `domain.rng` in it.
 */
export function findLibvirtSchemas(search: SchemaSearch = {}): string | undefined {
  const directory = schemaDirectory(search)
  return existsSync(resolve(search.cwd ?? '', directory, DOMAIN_SCHEMA)) ? directory : undefined
}

/** The directory that is searched: `LIBVIRT_SCHEMAS`, or where distributions install the schemas. */
export function schemaDirectory({ env = process.env }: SchemaSearch = {}): string {
  return env['LIBVIRT_SCHEMAS'] || INSTALLED
}

/**
 * libvirt's schema for domains, in a directory. The lifecycle extension is on top of it, unless it defines the lifecycle
 * elements itself: then it is used as it is, and has a `url`.
 */
export function libvirtSchema(directory: string, { cwd = '' }: SchemaSearch = {}): Schema {
  const url = pathToFileURL(resolve(cwd, directory, DOMAIN_SCHEMA))
  const own = definesLifecycle(url) ? loadSchemaFile(url) : undefined
  return own === undefined
    ? { source: new SourceText('libvirt-extension.rng', bindToLibvirt(url.href)) }
    : { source: own, url: url.href }
}

/**
 * Whether a schema, or a file that it includes, defines one of the lifecycle elements. The texts are searched and not
 * parsed: whether they are a schema is found out when it is used.
 */
function definesLifecycle(url: URL, searched = new Set<string>()): boolean {
  if (searched.has(url.href)) return false
  searched.add(url.href)
  const text = loadSchemaFile(url)?.text
  if (text === undefined) return false
  if (/<element\s+name\s*=\s*["']\s*on_host(start|stop)\s*["']/.test(text)) return true
  const hrefs = [...text.matchAll(/<include\s+href\s*=\s*["']([^"'<]*)["']/g)].map(([, href = '']) => href)
  return hrefs
    .filter((href) => URL.canParse(href, url.href))
    .some((href) => definesLifecycle(new URL(href, url), searched))
}

/**
 * Find a schema.
 *
 * @param option `auto`, `embedded`, a directory with libvirt's schemas, or a RELAX NG file, which is used as it is
 * @returns the schema, or a VL402 or VL501 diagnostic for a path that leads to none
 */
export function findSchema(
  option: SchemaOption,
  search: SchemaSearch = {},
): FoundSchema | { readonly diagnostic: Diagnostic } {
  const { cwd = '' } = search
  if (option === 'embedded') return { schema: embeddedSchema() }
  if (option === 'auto') {
    const directory = findLibvirtSchemas(search)
    return directory === undefined
      ? { schema: embeddedSchema() }
      : { schema: libvirtSchema(directory, search), directory }
  }
  const path = resolve(cwd, option)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    if (existsSync(join(path, DOMAIN_SCHEMA))) return { schema: libvirtSchema(option, search), directory: option }
    const message = `the directory does not contain ${DOMAIN_SCHEMA}`
    const hint = `name libvirt's schema directory (${INSTALLED}) or a RELAX NG file`
    return { diagnostic: new SourceText(option, '').diagnostic({ code: 'VL402', message, hint }, 0) }
  }
  const read = readTextFile(option, { cwd })
  if ('diagnostic' in read) return { diagnostic: ofSchema(read.diagnostic) }
  return { schema: { source: read.document, url: pathToFileURL(path).href } }
}

/** Load a file that a schema includes. Undefined for what is not a `file:` URL, and for a file that cannot be read. */
export const loadSchemaFile: LoadSchemaFile = (url) => {
  if (url.protocol !== 'file:') return undefined
  const read = readTextFile(fileURLToPath(url))
  return 'document' in read ? read.document : undefined
}

/** What is wrong with the bytes of a schema is wrong with the schema, not with a document. */
function ofSchema(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code === 'VL501' ? diagnostic : { ...diagnostic, code: 'VL402' }
}
