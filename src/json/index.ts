/** JSON with the place of every value, and its check against the JSON Schemas. */
export * from './document.js'
export * from './shape.js'
