import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Diagnostic, SourceText } from '../diagnostics/index.js'
import { bindToLibvirt } from '../schemas/index.js'
import { definesLifecycle, embeddedSchema, type LoadSchemaFile, type Schema } from '../validate/index.js'
import { libvirtVersion } from './libvirt-version.js'
import { readTextFile } from './read-file.js'
import { DOMAIN_SCHEMA, findLibvirtSchemas, namedDirectory, type SchemaSearch } from './schema-directories.js'

/** Which schema to validate with: the installed libvirt's or else the embedded one, the embedded one, or a path. */
export type SchemaOption = 'auto' | 'embedded' | (string & {})

/** A schema that was found. */
export interface FoundSchema {
  readonly schema: Schema
  /** libvirt's directory, where the schema is libvirt's: its own, or with the lifecycle extension on top. */
  readonly directory?: string
  /** The version of that libvirt, such as `9.0.0`, if it can be known. */
  readonly version?: string
  /** `auto` found no libvirt's schemas: documents are not checked against them, only the lifecycle elements are. */
  readonly isMissing?: true
}

/**
 * libvirt's schema for domains, in a directory. The lifecycle extension is on top of it, unless it defines the lifecycle
 * elements itself: then it is used as it is, and has a `url`.
 */
export function libvirtSchema(directory: string, { cwd = '' }: SchemaSearch = {}): Schema {
  const url = pathToFileURL(resolve(cwd, directory, DOMAIN_SCHEMA))
  const own = definesLifecycle(url, loadSchemaFile) ? loadSchemaFile(url) : undefined
  return own === undefined
    ? { source: new SourceText('libvirt-extension.rng', bindToLibvirt(url.href)) }
    : { source: own, url: url.href }
}

/**
 * Find a schema.
 *
 * @param option `auto`, `embedded`, a directory with libvirt's schemas, or a RELAX NG file, which is used as it is
 * @returns the schema, or a VL402 or VL501 diagnostic for a path, or a `LIBVIRT_SCHEMAS`, that leads to none
 */
export function findSchema(
  option: SchemaOption,
  search: SchemaSearch = {},
): FoundSchema | { readonly diagnostic: Diagnostic } {
  const { cwd = '' } = search
  if (option === 'embedded') return { schema: embeddedSchema() }
  if (option === 'auto') return findInstalled(search)
  const path = resolve(cwd, option)
  if (isDirectory(path)) {
    return existsSync(join(path, DOMAIN_SCHEMA))
      ? inDirectory(option, search)
      : { diagnostic: unusable(option, `the directory does not contain ${DOMAIN_SCHEMA}`, NAME_ANOTHER) }
  }
  const read = readTextFile(option, { cwd })
  if ('diagnostic' in read) return { diagnostic: ofSchema(read.diagnostic) }
  return { schema: { source: read.document, url: pathToFileURL(path).href } }
}

const NAME_ANOTHER = "name libvirt's schema directory (/usr/share/libvirt/schemas) or a RELAX NG file"

function findInstalled(search: SchemaSearch): FoundSchema | { readonly diagnostic: Diagnostic } {
  const directory = findLibvirtSchemas(search)
  if (directory !== undefined) return inDirectory(directory, search)
  const named = namedDirectory(search)
  if (named === undefined) return { schema: embeddedSchema(), isMissing: true }
  const what = isDirectory(resolve(search.cwd ?? '', named))
    ? `a directory that does not contain ${DOMAIN_SCHEMA}`
    : 'a directory that does not exist'
  return { diagnostic: unusable(named, `LIBVIRT_SCHEMAS names ${what}`, 'correct the variable, or unset it') }
}

function inDirectory(directory: string, search: SchemaSearch): FoundSchema {
  const version = libvirtVersion(resolve(search.cwd ?? '', directory))
  const schema = libvirtSchema(directory, search)
  return version === undefined ? { schema, directory } : { schema: { ...schema, version }, directory, version }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function unusable(path: string, message: string, hint: string): Diagnostic {
  return new SourceText(path, '').diagnostic({ code: 'VL402', message, hint }, 0)
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
