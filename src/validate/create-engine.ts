import { type Diagnostic, SourceText } from '../diagnostics/index.js'
import { createBuiltinEngine } from './builtin.js'
import type { LoadSchemaFile } from './check-schema.js'
import type { Engine, EngineName, Schema } from './engine.js'
import { createLibxml2Engine } from './libxml2.js'

/** An engine, or why there is none (VL401, VL402). */
type Created = { readonly engine: Engine } | { readonly diagnostic: Diagnostic }

/**
 * The engine of a name for a schema that `checkSchema` has nothing against.
 *
 * @param saved what the memory of an engine of the same schema gave before
 */
export async function createEngine(
  name: EngineName,
  schema: Schema,
  load: LoadSchemaFile,
  saved?: string,
): Promise<Created> {
  switch (name) {
    case 'builtin':
      return createBuiltinEngine(schema, load, saved)
    case 'libxml2':
      return createLibxml2Engine(schema)
    case 'both': {
      const builtin = createBuiltinEngine(schema, load, saved)
      const libxml2 = await createLibxml2Engine(schema)
      if ('diagnostic' in builtin) return builtin
      return 'diagnostic' in libxml2 ? libxml2 : { engine: both(builtin.engine, libxml2.engine) }
    }
  }
}

/** What the builtin engine finds, and an error of its own (VL405) where libxml2's verdict is another. */
function both(builtin: Engine, libxml2: Engine): Engine {
  return {
    name: 'both',
    ...(builtin.memory === undefined ? {} : { memory: builtin.memory }),
    begin: (document) => {
      const { listener, ...check } = builtin.begin(document)
      return {
        ...(listener === undefined ? {} : { listener }),
        violations: () => {
          const [ours, theirs] = [check.violations(), libxml2.begin(document).violations()]
          return (ours.length === 0) === (theirs.length === 0)
            ? ours
            : [...ours, ...theirs, disagreement(document, ours.length === 0)]
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
      message: `the engines disagree: this document is ${ours} for builtin and ${theirs} for libxml2`,
      hint: 'please report it, with the document and the schema',
    },
    0,
  )
}
