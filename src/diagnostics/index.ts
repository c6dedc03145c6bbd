/** Diagnostics: one type, its codes, positions and edits; "did you mean". Imports nothing from the other folders. */
export * from './codes.js'
export * from './diagnostic.js'
export * from './edit.js'
export * from './fixes.js'
export * from './nearest.js'
export * from './quote.js'
export * from './report.js'
export * from './source-text.js'
