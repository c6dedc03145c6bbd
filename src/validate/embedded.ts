import { SourceText } from '../diagnostics/index.js'
import { RELAXNG } from '../schemas/index.js'
import { createBuiltinEngine } from './builtin.js'
import type { Engine, Schema } from './engine.js'

/** The schema that needs no libvirt: it checks the lifecycle elements and lets the rest pass. */
export function embeddedSchema(): Schema {
  return { source: new SourceText('domain-lifecycle.rng', RELAXNG['domain-lifecycle']) }
}

let engine: Engine | undefined

/** The builtin engine with the embedded schema, made once. */
export function embeddedEngine(): Engine {
  if (engine === undefined) {
    const created = createBuiltinEngine(embeddedSchema(), () => undefined)
    if ('diagnostic' in created) throw new TypeError(created.diagnostic.message)
    engine = created.engine
  }
  return engine
}
