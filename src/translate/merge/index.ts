/** Which machine belongs to which domain, and the edits that bring its settings into the domain. */
export { MAP_OPTION, type MapFault, type MapRow } from './map.js'
export * from './match.js'
export * from './match-diagnostics.js'
export * from './merge.js'
export * from './outcome.js'
export * from './read-map.js'
