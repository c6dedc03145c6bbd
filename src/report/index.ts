/** What was found, and what will happen, for people and for programs. */
export * from './count.js'
export * from './explain.js'
export * from './fingerprint.js'
export * from './formats.js'
export * from './patch.js'
export * from './report.js'
export * from './text.js'
