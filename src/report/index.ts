/** Diagnostics and explanations as text and JSON. */
export * from './count.js'
export * from './explain.js'
export * from './json.js'
export * from './patch.js'
export * from './text.js'
