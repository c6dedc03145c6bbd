import type { Diagnostic } from '../../diagnostics/index.js'
import {
  checkSchema,
  createEngine,
  type Engine,
  type EngineMemory,
  type EngineName,
  type Schema,
} from '../../validate/index.js'
import { SchemaCache } from '../schema-cache.js'
import { chooseSchema, loadSchemaFile } from '../schema-choice.js'

/** An engine that is ready, and what is around it. */
export interface ReadyEngine {
  readonly engine: Engine
  readonly schema: Schema
  /** How summaries call the schema. */
  readonly label: string
  /** Said once, where the choice of the schema is not what a user may expect (VL404). */
  readonly note?: Diagnostic
  /** What an engine of another thread begins with, where that saves it work. */
  saved(): string | undefined
  /** Keep for another run what was found out about the schema. */
  keep(memory: EngineMemory | undefined): void
}

/** Find the schema, check it, and make the engine, from what was kept of it where there is something. */
export async function setUpEngine(
  name: EngineName,
  schemaOption: string,
  useCache: boolean,
): Promise<ReadyEngine | { readonly diagnostics: readonly Diagnostic[] }> {
  const choice = await chooseSchema(schemaOption)
  if ('diagnostic' in choice) return { diagnostics: [choice.diagnostic] }
  const { schema, label, note } = choice
  const cache = useCache ? SchemaCache.for(schema, loadSchemaFile) : undefined
  const load = cache?.load ?? loadSchemaFile
  const saved = name === 'libxml2' ? undefined : cache?.read()
  // A schema of which something was kept was checked then.
  const faults = saved === undefined ? checkSchema(schema, load) : []
  if (faults.length > 0) return { diagnostics: faults }
  const created = await createEngine(name, schema, load, saved)
  if ('diagnostic' in created) return { diagnostics: [created.diagnostic] }
  const { engine } = created
  return {
    engine,
    schema,
    label,
    ...(note === undefined ? {} : { note }),
    saved: () => saved ?? engine.memory?.save(),
    keep: (memory) => {
      if (memory !== undefined) cache?.write(memory)
    },
  }
}
