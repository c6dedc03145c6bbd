import { type Diagnostic, hasErrors, SourceText } from '../diagnostics/index.js'
import { createBuiltinEngine, restoreBuiltinEngine } from './builtin.js'
import { checkSchema } from './check-schema.js'
import type { Engine, EngineName, EngineResult, LoadSchemaFile, Schema } from './engine.js'
import { createLibxml2Engine } from './libxml2.js'
import { LIBXML2_WASM } from './libxml2-wasm.js'
import { LIBXMLJS2 } from './libxmljs2.js'

/**
 * Check a schema and everything it includes, and make an engine for it. An engine is worth keeping: it remembers what it
 * found out about the schema.
 *
 * @param load gives the files that the schema includes; they are the only ones that are read
 * @param saved what the memory of an engine for the same schema saved (`engine.memory?.save()`). The schema was checked
 *   then, and is not checked again. A text from another version of this package is ignored.
 * @returns the engine, or everything that is wrong with the schema (VL402), or that the package of the engine is not installed (VL401)
 */
export async function createEngine(
  name: EngineName,
  schema: Schema,
  load: LoadSchemaFile,
  saved?: string,
): Promise<EngineResult> {
  const restored = isReference(name) || saved === undefined ? undefined : restoreBuiltinEngine(saved, schema.version)
  const diagnostics = restored === undefined ? checkSchema(schema, load) : []
  if (diagnostics.length > 0) return { diagnostics }
  if (isReference(name)) return await createLibxml2Engine(REFERENCES[name], schema, load)
  const builtin = restored === undefined ? createBuiltinEngine(schema, load) : { engine: restored }
  if (name === 'builtin' || 'diagnostics' in builtin) return builtin
  const libxml2 = await createLibxml2Engine(LIBXML2_WASM, schema, load)
  return 'diagnostics' in libxml2 ? libxml2 : { engine: both(builtin.engine, libxml2.engine) }
}

/** The engines that are libxml2. */
const REFERENCES = { libxml2: LIBXML2_WASM, libxmljs2: LIBXMLJS2 } as const

function isReference(name: EngineName): name is keyof typeof REFERENCES {
  return name in REFERENCES
}

/** What the builtin engine finds, and an error of its own (VL405) where libxml2's verdict is another. */
function both(builtin: Engine, libxml2: Engine): Engine {
  return {
    name: 'both',
    ...(builtin.memory === undefined ? {} : { memory: builtin.memory }),
    begin: (document, most) => {
      const { listener, ...check } = builtin.begin(document, most)
      return {
        ...check,
        ...(listener === undefined ? {} : { listener }),
        violations: () => {
          const [ours, theirs] = [check.violations(), libxml2.begin(document).violations()]
          return hasErrors(ours) === hasErrors(theirs)
            ? ours
            : [...ours, ...theirs, disagreement(document, !hasErrors(ours))]
        },
      }
    },
  }
}

function disagreement({ file }: SourceText, oursIsValid: boolean): Diagnostic {
  const [ours, theirs] = oursIsValid ? ['valid', 'not valid'] : ['not valid', 'valid']
  return new SourceText(file, '').diagnostic(
    {
      code: 'VL405',
      message: `the engines disagree: this document is ${ours} according to builtin and ${theirs} according to libxml2`,
      hint: 'please report it, with the document and the schema',
    },
    0,
  )
}
