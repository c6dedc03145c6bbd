/** Reading XML with positions, and edits that change nothing else. */
export * from './build.js'
export * from './encoding.js'
export * from './events.js'
export * from './first-tag.js'
export * from './fold-marks.js'
export * from './parse.js'
export * from './tree.js'
