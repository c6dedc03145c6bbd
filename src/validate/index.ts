/** Schema set-up, engines, and what they find. */
export * from './builtin.js'
export * from './check-schema.js'
export * from './create-engine.js'
export * from './embedded.js'
export * from './engine.js'
export * from './libxml2.js'
export * from './policy.js'
export * from './validate.js'
