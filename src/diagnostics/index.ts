/** What the program has to say: one type, its codes, and the way from offsets to lines and columns. */
export * from './codes.js'
export * from './diagnostic.js'
export * from './edit.js'
export * from './quote.js'
export * from './source-text.js'
