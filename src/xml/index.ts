/** Reading XML with positions, and edits that change nothing else. */
export * from './build.js'
export * from './domain/fix.js'
export * from './domain/locate.js'
export * from './domain/read.js'
export * from './domain/set-lifecycle.js'
export * from './encoding.js'
export * from './parse.js'
export * from './tree.js'
