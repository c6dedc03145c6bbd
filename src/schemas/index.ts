/** The schemas as texts: RELAX NG for domains, JSON Schemas for what the program reads and writes. */
export { JSON_SCHEMAS, RELAXNG, VERSION } from '../generated/texts.js'
export * from './bind.js'
export * from './list.js'
