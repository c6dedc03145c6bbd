import type { Diagnostic } from '../../diagnostics/index.js'
import { documentSchema, type LibvirtOfSchemas } from '../../node/document-schema.js'
import {
  createEngine,
  type Engine,
  type EngineName,
  type EngineResult,
  Engines,
  type Schema,
  type WantedSchema,
} from '../../validate/index.js'
import type { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { SchemaCache } from '../libvirt-schema/schema-cache.js'

/** What the documents that are not domains are checked with; plain data, so that it can be handed to another process. */
export interface OtherSchemas {
  readonly name: EngineName
  /** The libvirt whose schemas they are; absent if there is but one schema. */
  readonly libvirt?: LibvirtOfSchemas
  /** If there is but one: whether it is for all kinds of documents. */
  readonly isForAll: boolean
  /** Where to keep what is learned of a schema; absent if nothing is kept. */
  readonly cacheDirectory?: string
}

/** The engines for all kinds of documents. */
export interface OpenEngines {
  readonly engines: Engines
  /** Keep what was learned of the schemas of other documents than domains. */
  keep(): void
}

/** An engine, and where what it learns is kept. */
interface Kept {
  readonly engine: Engine
  readonly cache: SchemaCache
}

/** Put the engine for domains and those for other documents together. */
export function openEngines(domains: Engine, others: OtherSchemas, boundary: SchemaBoundary): OpenEngines {
  const { libvirt, isForAll } = others
  const kept: Kept[] = []
  const make = (wanted: WantedSchema): Promise<EngineResult | undefined> => makeEngine(wanted, others, boundary, kept)
  return {
    engines: new Engines(domains, libvirt === undefined ? (isForAll ? 'same' : 'none') : make),
    keep: () => {
      for (const { engine, cache } of kept) if (engine.memory !== undefined) cache.write(engine.memory)
    },
  }
}

async function makeEngine(
  wanted: WantedSchema,
  { name, libvirt, cacheDirectory }: OtherSchemas,
  boundary: SchemaBoundary,
  kept: Kept[],
): Promise<EngineResult | undefined> {
  const refused = boundary.refused.length
  const schema = libvirt === undefined ? undefined : documentSchema(wanted, libvirt, boundary.load)
  const made = schema === undefined ? undefined : await engineOf(schema, name, cacheDirectory, boundary, kept)
  // What cannot be read says less than why it was not.
  const why: readonly Diagnostic[] = boundary.refused.slice(refused)
  return why.length > 0 && (made === undefined || 'diagnostics' in made) ? { diagnostics: why } : made
}

async function engineOf(
  schema: Schema,
  name: EngineName,
  cacheDirectory: string | undefined,
  boundary: SchemaBoundary,
  kept: Kept[],
): Promise<EngineResult> {
  const cache = cacheDirectory === undefined ? undefined : new SchemaCache(cacheDirectory, schema, boundary.load)
  const saved = name === 'libxml2' ? undefined : cache?.read()
  const created = await createEngine(name, schema, cache?.load ?? boundary.load, saved)
  if ('engine' in created && cache !== undefined) kept.push({ engine: created.engine, cache })
  return created
}
