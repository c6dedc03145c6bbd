/** JSON with the range of every value, and its check against the JSON Schemas. */
export * from './after-text.js'
export * from './node.js'
export * from './parse.js'
export * from './pieces.js'
export * from './range.js'
export * from './shape.js'
