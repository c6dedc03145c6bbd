import type { Diagnostic } from '../diagnostics/index.js'
import { parserCheck } from '../domain/index.js'
import {
  checkDocument,
  createEngine,
  type Engine,
  type EngineName,
  type EngineResult,
  Engines,
  type ValidateOptions,
} from '../validate/index.js'
import { documentSchema } from './document-schema.js'
import { type FoundSchema, findSchema, loadSchemaFile, type SchemaOption } from './libvirt-schema.js'
import { readTextFile } from './read-file.js'
import type { SchemaSearch } from './schema-directories.js'

/** Which engine checks which schema. */
export interface EngineOptions {
  /** `auto` unless given: libvirt's if it is installed, else the embedded one, which knows the lifecycle elements only. */
  readonly schema?: SchemaOption
  /** `builtin` unless given. */
  readonly engine?: EngineName
  /** Where schemas are looked for. */
  readonly search?: SchemaSearch
}

/** How files are validated. */
export interface ValidateFilesOptions extends Omit<ValidateOptions, 'engine' | 'file' | 'hasOwnSchema'> {
  /** An engine from `openEngine`, for domains only; or those from `openEngines`, or the options for them. */
  readonly engine?: Engine | OpenedEngines | EngineOptions
  /** Whether a device of a domain, such as `<disk>`, is checked by itself, as `virsh attach-device` takes it. */
  readonly fragment?: boolean
  /** Largest file, in bytes; 16 MiB unless given. */
  readonly maxSize?: number
}

/** A file that was validated; it is valid if no diagnostic is an error. */
export interface ValidatedFile {
  readonly file: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Files that were validated. */
export interface ValidatedFiles {
  readonly files: readonly ValidatedFile[]
  /**
   * How many of the files that could be read were not checked against libvirt's schema, because `auto` found none: only their
   * lifecycle elements were. 0 if another schema was asked for.
   */
  readonly unchecked: number
}

/**
 * Find a schema, check it and everything it includes, and make an engine for it. An engine is worth keeping: it remembers
 * what it found out about the schema.
 *
 * @returns the engine, or everything that is wrong with the schema (VL402), that it was not found (VL501), or that the
 *   engine is not installed (VL401)
 */
export async function openEngine(options: EngineOptions = {}): Promise<EngineResult> {
  const opened = await openEngines(options)
  return 'diagnostics' in opened ? opened : { engine: opened.engines.domains }
}

/** The engines of a libvirt's schemas, or of another schema. */
export interface OpenedEngines {
  /** The engine for domains, and those for other documents, which are made when they are needed. */
  readonly engines: Engines
  /** `auto` found no libvirt's schemas: documents are not checked against them, only the lifecycle elements are. */
  readonly isMissing: boolean
  /** The schemas are a libvirt's, so what its parser refuses (VL220 to VL240) is reported as well. */
  readonly areLibvirts: boolean
}

/** The same for all kinds of libvirt's documents: the schema of each is chosen by its root element. */
export async function openEngines({
  schema: option = 'auto',
  engine: name = 'builtin',
  search = {},
}: EngineOptions = {}): Promise<OpenedEngines | { readonly diagnostics: readonly Diagnostic[] }> {
  const found = findSchema(option, search)
  if ('diagnostic' in found) return { diagnostics: [found.diagnostic] }
  const created = await createEngine(name, found.schema, loadSchemaFile)
  if ('diagnostics' in created) return created
  return {
    engines: new Engines(created.engine, othersOf(found, name, search)),
    isMissing: found.isMissing === true,
    areLibvirts: found.directory !== undefined,
  }
}

function othersOf(
  { directory, version, schema }: FoundSchema,
  name: EngineName,
  { cwd = '' }: SchemaSearch,
): ConstructorParameters<typeof Engines>[1] {
  if (directory === undefined) return schema.url === undefined ? 'none' : 'same'
  const libvirt = { directory, cwd, ...(version === undefined ? {} : { version }) }
  return async (wanted) => {
    const other = documentSchema(wanted, libvirt)
    return other === undefined ? undefined : await createEngine(name, other, loadSchemaFile)
  }
}

/**
 * Validate files of domain XML, and of libvirt's other documents, one after the other. A file that cannot be read has the one
 * diagnostic that says why, and so has one for whose kind the schema cannot be used; a schema for domains that cannot be used
 * ends it before the first file.
 */
export async function validateFiles(
  files: readonly string[],
  { engine: given = {}, maxSize, fragment = false, ...options }: ValidateFilesOptions = {},
): Promise<ValidatedFiles | { readonly diagnostics: readonly Diagnostic[] }> {
  const opened = await openedOf(given)
  if ('diagnostics' in opened) return opened
  const { engines, isMissing, areLibvirts } = opened
  const parser = areLibvirts ? { parserCheck } : {}
  const validated: ValidatedFile[] = []
  let unchecked = 0
  for (const file of files) {
    const read = readTextFile(file, maxSize === undefined ? {} : { maxSize })
    if ('diagnostic' in read) {
      validated.push({ file, diagnostics: [read.diagnostic] })
      continue
    }
    if (isMissing) unchecked++
    const chosen = await engines.for(read.document, { fragment })
    const { diagnostics } =
      'engine' in chosen ? checkDocument(read.document, { ...parser, ...options, ...chosen }) : chosen
    validated.push({ file, diagnostics })
  }
  return { files: validated, unchecked }
}

async function openedOf(
  given: Engine | OpenedEngines | EngineOptions,
): Promise<OpenedEngines | { readonly diagnostics: readonly Diagnostic[] }> {
  if ('begin' in given) return { engines: new Engines(given, 'none'), isMissing: false, areLibvirts: false }
  return 'engines' in given ? given : await openEngines(given)
}
