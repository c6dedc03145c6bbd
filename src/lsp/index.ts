/** What an editor shows of a document, as data of the Language Server Protocol; no connection and no files. */
export * from './code-actions.js'
export * from './completion.js'
export * from './diagnostics.js'
export * from './hover.js'
export { offsetOf } from './positions.js'
