/** Schema set-up, engines, and what they find. */
export * from './check-schema.js'
export * from './engine.js'
export * from './libxml2.js'
export * from './validate.js'
