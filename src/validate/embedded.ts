import { SourceText } from '../diagnostics/index.js'
import { EMBEDDED_AUTOMATON } from '../generated/embedded-automaton.js'
import { type CompilePattern, restoreValidatorWith, unsignedIntLibrary, XSD_LIBRARY_URI } from '../relaxng/index.js'
import { RELAXNG } from '../schemas/index.js'
import { engineOf } from './builtin.js'
import type { Engine, Schema } from './engine.js'

/** The schema that needs no libvirt: it checks the lifecycle elements and lets the rest pass. */
export function embeddedSchema(): Schema {
  return { source: new SourceText('domain-lifecycle.rng', RELAXNG['domain-lifecycle']) }
}

/**
 * The embedded schema's patterns mean the same to JavaScript, but for the characters that `\\s` stands for; a test holds
 * this engine to one that compiles the schema.
 */
const compilePattern: CompilePattern = (source) => {
  const pattern = new RegExp(`^(?:${source.replaceAll('\\s', '[ \\t\\r\\n]')})$`, 'u')
  return (text) => pattern.test(text)
}

let engine: Engine | undefined

/** The builtin engine with the embedded schema, which was compiled when the project was built; made once. */
export function embeddedEngine(): Engine {
  const libraries = new Map([[XSD_LIBRARY_URI, unsignedIntLibrary(compilePattern)]])
  if (engine === undefined) {
    const validator = restoreValidatorWith(libraries, EMBEDDED_AUTOMATON)
    if (validator === undefined) throw new TypeError('the embedded schema was not saved by this version')
    engine = engineOf(validator)
  }
  return engine
}
