import type { Diagnostic } from '../../diagnostics/index.js'
import { createEngine, type Engine, type EngineMemory, type EngineName, type Schema } from '../../validate/index.js'
import type { Io } from '../io.js'
import { chooseSchema } from '../libvirt-schema/choose-schema.js'
import type { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { SchemaCache } from '../libvirt-schema/schema-cache.js'

/** An engine that is ready, and what is around it. */
export interface ReadyEngine {
  readonly engine: Engine
  readonly schema: Schema
  /** What summaries call the schema. */
  readonly label: string
  /** Whether it is the embedded one, which knows the lifecycle elements only. */
  readonly isEmbedded: boolean
  /** Said once, if the choice of the schema may not be what the user expects (VL404). */
  readonly note?: Diagnostic
  /** What an engine of another thread begins with, if that saves it work. */
  saved(): string | undefined
  /** Keep for another run what was found out about the schema. */
  keep(memory: EngineMemory | undefined): void
}

/** Find the schema, check it, and make the engine, from what was kept of it if there is something. */
export async function setUpEngine(
  name: EngineName,
  schemaOption: string,
  useCache: boolean,
  io: Io,
  boundary: SchemaBoundary,
): Promise<ReadyEngine | { readonly diagnostics: readonly Diagnostic[] }> {
  const choice = chooseSchema(schemaOption, io)
  if ('diagnostic' in choice) return { diagnostics: [choice.diagnostic] }
  const { schema, label, isEmbedded, note } = choice
  const cache = useCache ? SchemaCache.for(schema, boundary.load, io) : undefined
  const load = cache?.load ?? boundary.load
  const saved = name === 'builtin' || name === 'both' ? cache?.read() : undefined
  const created = await createEngine(name, schema, load, saved)
  // What cannot be read says less than why it was not.
  if ('diagnostics' in created) return boundary.refused.length > 0 ? { diagnostics: boundary.refused } : created
  const { engine } = created
  return {
    engine,
    schema,
    label,
    isEmbedded,
    ...(note === undefined ? {} : { note }),
    saved: () => saved ?? engine.memory?.save(),
    keep: (memory) => {
      if (memory !== undefined) cache?.write(memory)
    },
  }
}
