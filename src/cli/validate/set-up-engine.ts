import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { createEngine, type Engine, type EngineName, type Schema } from '../../validate/index.js'
import { cacheDirectory } from '../files/cache-directory.js'
import type { Io } from '../io.js'
import { chooseSchema } from '../libvirt-schema/choose-schema.js'
import type { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { SchemaCache } from '../libvirt-schema/schema-cache.js'
import { type OpenEngines, type OtherSchemas, openEngines } from './open-engines.js'

/** Engines that are ready, and what is around them. */
export interface ReadyEngine extends Pick<OpenEngines, 'engines'> {
  /** The engine for domains, which is made in any case. */
  readonly engine: Engine
  readonly schema: Schema
  /** What other documents are checked with. */
  readonly others: OtherSchemas
  readonly boundary: SchemaBoundary
  /** What summaries call the schema. */
  readonly label: string
  /** Whether it is the embedded one, which knows the lifecycle elements only. */
  readonly isEmbedded: boolean
  /** Said once, if documents are not checked against libvirt's schema although nobody asked for that (VL404). */
  readonly missing?: Diagnostic
  /** What an engine of another thread begins with, if that saves it work. */
  saved(): string | undefined
  /** Keep for another run what was found out about the schemas. */
  keep(): void
}

/** What is checked with which engine. */
export interface EngineChoice {
  readonly name: EngineName
  /** The option `--schema`. */
  readonly schema: string
  /** Whether devices are checked by themselves, for which libvirt's schemas are needed. */
  readonly fragment: boolean
  readonly useCache: boolean
}

/** Find the schema, check it, and make the engine, from what was kept of it if there is something. */
export async function setUpEngine(
  { name, schema: option, fragment, useCache }: EngineChoice,
  io: Io,
  boundary: SchemaBoundary,
): Promise<ReadyEngine | { readonly diagnostics: readonly Diagnostic[] }> {
  const choice = chooseSchema(option, io)
  if ('diagnostic' in choice) return { diagnostics: [choice.diagnostic] }
  const { schema, label, isEmbedded, libvirt, missing } = choice
  if (fragment && libvirt === undefined) return { diagnostics: [noDevices(option)] }
  const directory = useCache ? cacheDirectory(io) : undefined
  const cache = directory === undefined ? undefined : new SchemaCache(directory, schema, boundary.load)
  const saved = name === 'builtin' || name === 'both' ? cache?.read() : undefined
  const created = await createEngine(name, schema, cache?.load ?? boundary.load, saved)
  // What cannot be read says less than why it was not.
  if ('diagnostics' in created) return boundary.refused.length > 0 ? { diagnostics: boundary.refused } : created
  const { engine } = created
  const others: OtherSchemas = {
    name,
    ...(libvirt === undefined ? {} : { libvirt: { ...libvirt, cwd: io.cwd } }),
    isForAll: libvirt === undefined && schema.url !== undefined,
    ...(directory === undefined ? {} : { cacheDirectory: directory }),
  }
  const opened = openEngines(engine, others, boundary)
  return {
    engine,
    engines: opened.engines,
    schema,
    others,
    boundary,
    label,
    isEmbedded,
    ...(missing === undefined ? {} : { missing }),
    saved: () => saved ?? engine.memory?.save(),
    keep: () => {
      if (engine.memory !== undefined) cache?.write(engine.memory)
      opened.keep()
    },
  }
}

function noDevices(option: string): Diagnostic {
  const message = "--fragment needs libvirt's schemas, which say what a device may be"
  const hint = 'install libvirt, or name a directory with its schemas with --schema'
  return new SourceText(option, '').diagnostic({ code: 'VL411', message, hint }, 0)
}
