/** What the program has to say: one type, its codes, and the way from offsets to lines and columns. */
export * from './codes.ts'
export * from './diagnostic.ts'
export * from './quote.ts'
export * from './source-text.ts'
