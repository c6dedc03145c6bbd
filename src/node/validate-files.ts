import type { Diagnostic } from '../diagnostics/index.js'
import {
  createEngine,
  type Engine,
  type EngineName,
  type EngineResult,
  type ValidateOptions,
  validateDomain,
} from '../validate/index.js'
import { findSchema, loadSchemaFile, type SchemaOption } from './libvirt-schema.js'
import { readTextFile } from './read-file.js'

/** Which engine checks which schema. */
export interface EngineOptions {
  /** `auto` unless given: libvirt's if it is installed, else the embedded one, which knows the lifecycle elements only. */
  readonly schema?: SchemaOption
  /** `builtin` unless given. */
  readonly engine?: EngineName
}

/** How files are validated. */
export interface ValidateFilesOptions extends Omit<ValidateOptions, 'engine' | 'file'> {
  /** An engine from `openEngine`, or the options for one. */
  readonly engine?: Engine | EngineOptions
  /** Largest file, in bytes; 16 MiB unless given. */
  readonly maxSize?: number
}

/** A file that was validated; it is valid if no diagnostic is an error. */
export interface ValidatedFile {
  readonly file: string
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Find a schema, check it and everything it includes, and make an engine for it. An engine is worth keeping: it remembers
 * what it found out about the schema.
 *
 * @returns the engine, or everything that is wrong with the schema (VL402), that it was not found (VL501), or that the
 *   engine is not installed (VL401)
 */
export async function openEngine({
  schema: option = 'auto',
  engine: name = 'builtin',
}: EngineOptions = {}): Promise<EngineResult> {
  const found = findSchema(option)
  if ('diagnostic' in found) return { diagnostics: [found.diagnostic] }
  return await createEngine(name, found.schema, loadSchemaFile)
}

/**
 * Validate domain XML files, one after the other. A file that cannot be read has the one diagnostic that says why; a
 * schema that cannot be used ends it before the first file.
 */
export async function validateFiles(
  files: readonly string[],
  { engine: given = {}, maxSize, ...options }: ValidateFilesOptions = {},
): Promise<{ readonly files: readonly ValidatedFile[] } | { readonly diagnostics: readonly Diagnostic[] }> {
  const opened = 'begin' in given ? { engine: given } : await openEngine(given)
  if ('diagnostics' in opened) return opened
  const { engine } = opened
  return {
    files: files.map((file) => {
      const read = readTextFile(file, maxSize === undefined ? {} : { maxSize })
      const diagnostics =
        'diagnostic' in read ? [read.diagnostic] : validateDomain(read.document, { ...options, engine })
      return { file, diagnostics }
    }),
  }
}
